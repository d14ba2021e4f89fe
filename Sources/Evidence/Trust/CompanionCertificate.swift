/// The root's word for the ML-DSA-65 key that stands beside a certified Ed25519 key. It lies beside a
/// kcwt in files, never inside it, so that tokens stay small.
package struct CompanionCertificate: Equatable, Sendable {
  /// Opens what is signed, so that no other signature of the root fits.
  private static let context = [UInt8]("learning-kiosk/companion/v1\n".utf8)
  /// The longest certificate that is read, in bytes.
  private static let byteLimit = 8 << 10

  /// The key beside the certified one.
  package let publicKey: MLDSA65PublicKey
  private let signature: [UInt8]

  /// Certifies `publicKey` to stand beside the key of `kcwt`, the bytes of a device's or the status
  /// key's certificate.
  /// - Throws: `Malformed` if the cryptographic library fails.
  package static func issue(
    kcwt: [UInt8], publicKey: MLDSA65PublicKey, root: MLDSA65Key
  ) throws(Malformed) -> CompanionCertificate {
    CompanionCertificate(
      publicKey: publicKey, signature: try root.sign(context + kcwt + publicKey.bytes))
  }

  private init(publicKey: MLDSA65PublicKey, signature: [UInt8]) {
    self.publicKey = publicKey
    self.signature = signature
  }

  /// Reads the bytes of a file.
  /// - Throws: `TrustError` with `companion`.
  package init(bytes: [UInt8]) throws(TrustError) {
    guard let cbor = try? CBOR.decode(bytes, maxBytes: CompanionCertificate.byteLimit) else {
      throw TrustError(.companion, "cbor")
    }
    try self.init(cbor: cbor)
  }

  init(cbor: CBOR) throws(TrustError) {
    guard cbor.memberCount == 2, let raw = cbor[1]?.byteString, let signature = cbor[2]?.byteString,
      let key = try? MLDSA65PublicKey(bytes: raw),
      signature.count == MLDSA65PublicKey.signatureByteCount
    else { throw TrustError(.companion, "form") }
    self.init(publicKey: key, signature: signature)
  }

  /// The certificate as bytes.
  package var bytes: [UInt8] { cbor.encoded() }

  var cbor: CBOR { .labelled([(1, .bytes(publicKey.bytes)), (2, .bytes(signature))]) }

  /// Whether `root` signed this for the certificate with the bytes `kcwt`.
  package func isSigned(by root: MLDSA65PublicKey, kcwt: [UInt8]) -> Bool {
    root.isValid(
      signature: signature, for: CompanionCertificate.context + kcwt + publicKey.bytes)
  }
}
