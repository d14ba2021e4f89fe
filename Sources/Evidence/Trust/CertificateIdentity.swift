/// The name of a certificate on device notices: the first 16 bytes of SHA-256 of what is signed.
package struct CertificateIdentity: Hashable, Comparable, Sendable {
  /// Length of an identity in bytes.
  package static let byteCount = 16

  /// The 16 bytes.
  package let bytes: [UInt8]

  /// Takes 16 bytes; nil for any other length.
  package init?(bytes: [UInt8]) {
    guard bytes.count == CertificateIdentity.byteCount else { return nil }
    self.bytes = bytes
  }

  /// The name of bytes that are no certificate.
  package init(of bytes: [UInt8]) {
    self.init(toBeSigned: bytes)
  }

  /// The name of what has this Sig_structure.
  init(toBeSigned: [UInt8]) {
    bytes = [UInt8](sha256(toBeSigned).bytes.prefix(CertificateIdentity.byteCount))
  }

  /// 32 lower-case hex digits.
  package var hex: String { Hex.encode(bytes) }

  /// Bytewise order, in which a notice lists them.
  package static func < (left: CertificateIdentity, right: CertificateIdentity) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}
