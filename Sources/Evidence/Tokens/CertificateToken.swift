/// A certificate as signed bytes: a CWT (RFC 8392) in COSE_Sign1 with the device's certificate inside
/// its protected header (certificates.md, "The token"). `CertificateVerifier` judges it.
package struct CertificateToken: Equatable, Sendable {
  /// The longest token that is read or written, in bytes.
  package static let byteLimit = 1024
  /// The header label of the embedded device certificate (RFC 9528).
  private static let certificateLabel: Int64 = 13

  /// What the certificate says.
  package let claims: CertificateClaims
  /// The certificate of the device that signed it.
  package let deviceCertificate: DeviceCertificate
  /// The token's bytes, as received or as issued (with tag 18).
  package let bytes: [UInt8]

  /// The device key id in the header; genuine tokens carry their device's.
  let deviceKeyId: [UInt8]
  private let message: Sign1

  /// Signs a certificate; the same claims and keys give the same bytes.
  /// - Throws: `TokenError` with `keyMismatch`, `outsideValidity`, `claim` or `tooLong`.
  package static func issue(
    claims: CertificateClaims, deviceCertificate: DeviceCertificate, key: SigningKey
  ) throws(TokenError) -> CertificateToken {
    guard key.publicKey == deviceCertificate.publicKey else { throw TokenError(.keyMismatch) }
    guard deviceCertificate.covers(claims.issuedAtSeconds) else {
      throw TokenError(.outsideValidity)
    }
    let header = [
      (label: Int64(4), value: CBOR.bytes(key.publicKey.keyId)),
      (label: certificateLabel, value: try Sign1.decode(deviceCertificate.bytes)),
    ]
    guard let message = try? Sign1.sign(header: header, payload: claims.cbor, key: key) else {
      throw TokenError(.library)
    }
    return try CertificateToken(bytes: CBOR.tagged(Sign1.tag, message.array).encoded())
  }

  /// Reads a token; signatures and times are judged by `CertificateVerifier`.
  /// - Throws: `TokenError`.
  package init(bytes: [UInt8]) throws(TokenError) {
    guard !bytes.isEmpty else { throw TokenError(.empty) }
    guard bytes.count <= CertificateToken.byteLimit else { throw TokenError(.tooLong) }
    let array = try CertificateToken.untagged(Sign1.decode(bytes))
    message = try Sign1(array: array)
    let header = try message.header(labels: [1, 4, CertificateToken.certificateLabel])
    guard let kid = header[4]?.byteString, kid.count == 4 else { throw TokenError(.header, "4") }
    guard let certificate = header[CertificateToken.certificateLabel] else {
      throw TokenError(.header, "13")
    }
    do {
      deviceCertificate = try DeviceCertificate(message: Sign1(array: certificate))
    } catch {
      guard error.reason != .deviceCertificate else { throw error }
      throw TokenError(.deviceCertificate, error.code)
    }
    deviceKeyId = kid
    claims = try CertificateClaims(message.claims())
    self.bytes = bytes
  }

  /// Whether the embedded device key signed this token.
  package var isSignedByDevice: Bool {
    deviceKeyId == deviceCertificate.publicKey.keyId
      && message.isSigned(by: deviceCertificate.publicKey)
  }

  /// The token under tag 18 alone, whatever tags it came with.
  package var canonicalBytes: [UInt8] { message.tagged }

  /// Names this certificate on device notices. Neither its tags nor its signature bytes play a part, so
  /// whoever can sign cannot give one certificate two names.
  package var identity: CertificateIdentity {
    CertificateIdentity(
      toBeSigned: Sign1.toBeSigned(protected: message.protected, payload: message.payload))
  }

  /// Tag 18 is optional, and tag 61 tolerated around it.
  private static func untagged(_ cbor: CBOR) throws(TokenError) -> CBOR {
    switch cbor {
    case .tagged(Sign1.cwtTag, .tagged(Sign1.tag, let array)), .tagged(Sign1.tag, let array):
      return array
    case .array: return cbor
    case .integer, .bytes, .text, .map, .tagged: throw TokenError(.structure)
    }
  }
}
