/// The province's word for a kiosk's key: a CWT without tag (kcwt, RFC 9528) signed by the root, which
/// travels inside every token, so that a verifier needs root keys only.
package struct DeviceCertificate: Equatable, Sendable {
  /// How long a device key is certified by custom: 400 days.
  package static let validitySeconds: Int64 = 400 * 86_400

  private let certificate: KeyCertificate

  /// The device's name, ASCII by custom.
  package var device: String { certificate.subject }
  /// First second, since 1970, in which the key may sign.
  package var notBefore: Int64 { certificate.notBefore }
  /// Last second, since 1970, in which the key may sign.
  package var expires: Int64 { certificate.expires }
  /// The device's key.
  package var publicKey: PublicKey { certificate.publicKey }
  /// The first 4 bytes of the root's thumbprint.
  package var issuerKeyId: [UInt8] { certificate.issuerKeyId }
  /// The certificate's bytes: an untagged array of four.
  package var bytes: [UInt8] { certificate.bytes }

  /// Certifies `publicKey` by the province's root.
  /// - Throws: `TokenError` with `claim` for an empty device name or an empty interval.
  package static func issue(
    device: String, notBefore: Int64, expires: Int64, publicKey: PublicKey, root: SigningKey
  ) throws(TokenError) -> DeviceCertificate {
    DeviceCertificate(
      certificate: try KeyCertificate.issue(
        subject: device, purpose: nil, notBefore: notBefore, expires: expires,
        publicKey: publicKey, root: root))
  }

  /// Reads a certificate; its signature is checked by `isSigned`.
  /// - Throws: `TokenError`; a key certified for another purpose is refused.
  package init(bytes: [UInt8]) throws(TokenError) {
    try self.init(message: Sign1(array: Sign1.decode(bytes)))
  }

  init(message: Sign1) throws(TokenError) {
    certificate = try KeyCertificate(message: message)
    guard certificate.purpose == nil else { throw TokenError(.deviceCertificate, "purpose") }
  }

  private init(certificate: KeyCertificate) {
    self.certificate = certificate
  }

  /// Whether `root` signed this certificate.
  package func isSigned(by root: PublicKey) -> Bool {
    certificate.isSigned(by: root)
  }

  /// Whether the key may sign in this second.
  package func covers(_ seconds: Int64) -> Bool {
    certificate.covers(seconds)
  }
}
