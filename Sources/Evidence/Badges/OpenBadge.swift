/// A certificate once more, as an Open Badges 3.0 credential (1EdTech, final release) that wallets
/// take: what is certified comes from the signed token, so badge and paper cannot disagree.
///
/// The issuer is the kiosk's key itself, as a did:key. The province's word for that key, the same
/// certificate that every token carries, travels along as evidence.
package struct OpenBadge: Equatable, Sendable {
  /// What a badge is given for.
  package enum Kind: Equatable, Sendable {
    /// A course was completed that began for the holder on this day, in days since 1970-01-01.
    case course(firstDay: Int64)
    /// A merit was recognised: nothing was attended, and no hours count.
    case award
  }

  /// The certificate that it is made from.
  package let certificate: CertificateToken
  /// Who issued the certificate, as its paper says.
  package let issuerName: String
  /// What was achieved.
  package let kind: Kind
  /// The text of the certificate's code. With it the badge leads to the paper and shows the holder's
  /// name; without it the name stands in the badge as a salted hash only.
  package let address: String?
  /// The sentences.
  package let words: BadgeWords

  /// A badge about to be signed.
  package init(
    certificate: CertificateToken, issuerName: String, kind: Kind, address: String?,
    words: BadgeWords
  ) {
    self.certificate = certificate
    self.issuerName = nfc(issuerName)
    self.kind = kind
    self.address = address
    self.words = words
  }

  /// The badge as a VC-JWT (Open Badges 3.0, section 8.2): what a `.jwt` file holds. The same badge
  /// and key give the same text.
  /// - Parameter vouching: the province's certificate for `key`.
  /// - Throws: `Malformed` when that certificate is for another key.
  package func signed(
    by key: SigningKey, vouching: DeviceCertificate
  ) throws(Malformed) -> String {
    guard vouching.publicKey == key.publicKey else {
      throw Malformed(
        operation: "open badge", code: "key-mismatch",
        message: "The device certificate is for another key.")
    }
    let credential = credential(issuer: key.publicKey, vouching: vouching)
    return try CompactJWS.sign(claims(of: credential, issuer: key.publicKey), by: key)
  }

  /// The payload: the credential itself with the registered claims that section 8.2.4.1 repeats
  /// beside it. There is no `exp`, because a certificate does not expire.
  private func claims(
    of credential: [String: CanonicalValue], issuer: PublicKey
  ) -> CanonicalValue {
    let claims: [String: CanonicalValue] = [
      "iss": .text(issuer.didKey), "jti": .text(id(issuer)), "sub": .text(subject),
      "nbf": .integer(certificate.claims.issuedAtSeconds),
    ]
    return .object(credential.merging(claims) { member, _ in member })
  }

  /// The badge's own name; a badge with the holder's name is another one than without.
  func id(_ issuer: PublicKey) -> String {
    BadgeURN.name("badge", [issuer.bytes, certificate.bytes, [UInt8]((address ?? "").utf8)])
  }

  /// The holder under a name that is used for this certificate only, so that two badges of one
  /// person cannot be brought together by it.
  var subject: String { BadgeURN.name("badge-holder", [certificate.bytes]) }

  /// The course of this centre, the same for everybody who attended it; or the award of this title.
  var achievement: String {
    let claims = certificate.claims
    return BadgeURN.name(
      "course", [claims.centre, claims.courseCode, claims.title].map { [UInt8]($0.utf8) })
  }
}
