/// The province's word for a kiosk's key: a CWT without tag (kcwt, RFC 9528) signed by the root, which
/// travels inside every token, so that a verifier needs root keys only.
package struct DeviceCertificate: Equatable, Sendable {
  /// How long a device key is certified by custom: 400 days.
  package static let validitySeconds: Int64 = 400 * 86_400

  /// The device's name, ASCII by custom.
  package let device: String
  /// First second, since 1970, in which the key may sign.
  package let notBefore: Int64
  /// Last second, since 1970, in which the key may sign.
  package let expires: Int64
  /// The device's key.
  package let publicKey: PublicKey
  /// The first 4 bytes of the root's thumbprint.
  package let issuerKeyId: [UInt8]
  /// The certificate's bytes: an untagged array of four.
  package let bytes: [UInt8]

  private let message: Sign1

  /// Certifies `publicKey` by the province's root.
  /// - Throws: `TokenError` with `claim` for an empty device name or an empty interval.
  package static func issue(
    device: String, notBefore: Int64, expires: Int64, publicKey: PublicKey, root: SigningKey
  ) throws(TokenError) -> DeviceCertificate {
    let claims = CBOR.labelled([
      (2, .text(device)), (4, .integer(expires)), (5, .integer(notBefore)),
      (8, .map([CBOR.Entry(.integer(1), publicKey.coseKey)])),
    ])
    do {
      let header = [(label: Int64(4), value: CBOR.bytes(root.publicKey.keyId))]
      let message = try Sign1.sign(header: header, payload: claims, key: root)
      return try DeviceCertificate(message: message)
    } catch let error as TokenError {
      throw error
    } catch {
      throw TokenError(.library)
    }
  }

  /// Reads a certificate; its signature is checked by `isSigned`.
  /// - Throws: `TokenError`.
  package init(bytes: [UInt8]) throws(TokenError) {
    try self.init(message: Sign1(array: Sign1.decode(bytes)))
  }

  /// Whether `root` signed this certificate.
  package func isSigned(by root: PublicKey) -> Bool {
    issuerKeyId == root.keyId && message.isSigned(by: root)
  }

  /// Whether the key may sign in this second.
  package func covers(_ seconds: Int64) -> Bool {
    notBefore <= seconds && seconds <= expires
  }

  init(message: Sign1) throws(TokenError) {
    let header = try message.header(labels: [1, 4])
    guard let kid = header[4]?.byteString, kid.count == 4 else { throw TokenError(.header, "4") }
    let claims = try message.claims()
    guard let device = claims[2]?.text, 1...64 ~= device.utf8.count else {
      throw TokenError(.claim, "2")
    }
    guard let expires = claims[4]?.integer, let notBefore = claims[5]?.integer,
      0 <= notBefore, notBefore <= expires
    else { throw TokenError(.claim, "5") }
    publicKey = try DeviceCertificate.key(claims)
    self.device = device
    self.notBefore = notBefore
    self.expires = expires
    self.message = message
    issuerKeyId = kid
    bytes = message.array.encoded()
  }

  /// The key of the claim cnf (RFC 8747), which must be written exactly as we would.
  private static func key(_ claims: CBOR) throws(TokenError) -> PublicKey {
    guard let coseKey = claims[8]?[1], let raw = coseKey[-2]?.byteString,
      let key = try? PublicKey(bytes: raw), claims[8]?.memberCount == 1, coseKey == key.coseKey
    else { throw TokenError(.deviceCertificate, "key") }
    return key
  }
}
