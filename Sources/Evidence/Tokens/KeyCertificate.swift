/// A root's word for another key: a CWT without tag (kcwt, RFC 9528). `DeviceCertificate` and
/// `StatusCertificate` say what it is for, and neither passes for the other.
struct KeyCertificate: Equatable, Sendable {
  /// The claim that names a purpose; a device's certificate has none.
  static let purposeLabel: Int64 = -65_538

  /// Whose key it is.
  let subject: String
  /// First second, since 1970, in which the key may sign.
  let notBefore: Int64
  /// Last second, since 1970, in which the key may sign.
  let expires: Int64
  /// The key.
  let publicKey: PublicKey
  /// What the key is for, if that is said.
  let purpose: String?
  /// The first 4 bytes of the root's thumbprint.
  let issuerKeyId: [UInt8]
  /// The certificate's bytes: an untagged array of four.
  let bytes: [UInt8]

  private let message: Sign1

  static func issue(
    subject: String, purpose: String?, notBefore: Int64, expires: Int64, publicKey: PublicKey,
    root: SigningKey
  ) throws(TokenError) -> KeyCertificate {
    let claims = CBOR.labelled(
      [
        (2, .text(subject)), (4, .integer(expires)), (5, .integer(notBefore)),
        (8, .map([CBOR.Entry(.integer(1), publicKey.coseKey)])),
      ] + (purpose.map { [(purposeLabel, .text($0))] } ?? []))
    let header = [(label: Int64(4), value: CBOR.bytes(root.publicKey.keyId))]
    guard let message = try? Sign1.sign(header: header, payload: claims, key: root) else {
      throw TokenError(.library)
    }
    return try KeyCertificate(message: message)
  }

  init(message: Sign1) throws(TokenError) {
    let header = try message.header(labels: [1, 4])
    guard let kid = header[4]?.byteString, kid.count == 4 else { throw TokenError(.header, "4") }
    let claims = try message.claims()
    guard let subject = claims[2]?.text, 1...64 ~= subject.utf8.count else {
      throw TokenError(.claim, "2")
    }
    guard let expires = claims[4]?.integer, let notBefore = claims[5]?.integer,
      ClaimBounds.seconds ~= notBefore, ClaimBounds.seconds ~= expires, notBefore <= expires
    else { throw TokenError(.claim, "5") }
    publicKey = try KeyCertificate.key(claims)
    purpose = try KeyCertificate.purpose(claims)
    self.subject = subject
    self.notBefore = notBefore
    self.expires = expires
    self.message = message
    issuerKeyId = kid
    bytes = message.array.encoded()
  }

  func isSigned(by root: PublicKey) -> Bool {
    issuerKeyId == root.keyId && message.isSigned(by: root)
  }

  func covers(_ seconds: Int64) -> Bool {
    notBefore <= seconds && seconds <= expires
  }

  /// The key of the claim cnf (RFC 8747), which must be written exactly as we would.
  private static func key(_ claims: CBOR) throws(TokenError) -> PublicKey {
    guard let coseKey = claims[8]?[1], let raw = coseKey[-2]?.byteString,
      let key = try? PublicKey(bytes: raw), claims[8]?.memberCount == 1, coseKey == key.coseKey
    else { throw TokenError(.deviceCertificate, "key") }
    return key
  }

  private static func purpose(_ claims: CBOR) throws(TokenError) -> String? {
    guard let claim = claims[purposeLabel] else { return nil }
    guard let text = claim.text else { throw TokenError(.deviceCertificate, "purpose") }
    return text
  }
}
