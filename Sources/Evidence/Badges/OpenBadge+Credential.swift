/// The JSON of the credential (Open Badges 3.0, appendix B, and the W3C's VC data model 2.0).
extension OpenBadge {
  /// The third one defines the type of `credentialSchema`.
  private static let contexts = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
  ]
  private static let schema =
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"

  /// The members of an AchievementCredential (B.1.2).
  func credential(
    issuer: PublicKey, vouching: DeviceCertificate
  ) -> [String: CanonicalValue] {
    [
      "@context": .list(OpenBadge.contexts.map { .text($0) }),
      "credentialSchema": .list([
        .object([
          "id": .text(OpenBadge.schema), "type": .text("1EdTechJsonSchemaValidator2019"),
        ])
      ]),
      "credentialSubject": achievementSubject(issuer),
      "evidence": .list([paperEvidence, deviceEvidence(vouching)]),
      "id": .text(id(issuer)), "issuer": profile(issuer), "name": .text(words.name),
      "type": .list([.text("VerifiableCredential"), .text("OpenBadgeCredential")]),
      "validFrom": .text(DateTimeText.utc(seconds: certificate.claims.issuedAtSeconds)),
    ]
  }

  /// A Profile (B.1.10) that needs no address on the net.
  private func profile(_ issuer: PublicKey) -> CanonicalValue {
    typed("Profile", ["id": .text(issuer.didKey), "name": .text(issuerName)])
  }

  /// The AchievementSubject (B.1.3): who, and for a course when and with what result.
  private func achievementSubject(_ issuer: PublicKey) -> CanonicalValue {
    let claims = certificate.claims
    var members: [String: CanonicalValue] = [
      "achievement": achievement(creator: profile(issuer)), "id": .text(subject),
      "identifier": .list([holder]), "licenseNumber": .text(claims.number),
    ]
    if case .course(let firstDay) = kind {
      let result: [String: CanonicalValue] = [
        "resultDescription": .text(hoursId), "value": .text(hours),
      ]
      members["activityEndDate"] = .text(DateTimeText.vietnamese(day: claims.completedDay))
      members["activityStartDate"] = .text(DateTimeText.vietnamese(day: firstDay))
      members["result"] = .list([typed("Result", result)])
    }
    return typed("AchievementSubject", members)
  }

  /// The Achievement (B.1.1): the course, with its hours as a result, or the award.
  private func achievement(creator: CanonicalValue) -> CanonicalValue {
    var members: [String: CanonicalValue] = [
      "achievementType": .text(kind == .award ? "Award" : "CertificateOfCompletion"),
      "creator": creator, "criteria": .object(["narrative": .text(words.criteria)]),
      "description": .text(words.description), "humanCode": .text(certificate.claims.courseCode),
      "id": .text(achievement), "inLanguage": .text("vi"),
      "name": .text(certificate.claims.title),
    ]
    if kind != .award {
      let hours: [String: CanonicalValue] = [
        "id": .text(hoursId), "name": .text(words.hours), "resultType": .text("Result"),
      ]
      members["resultDescription"] = .list([typed("ResultDescription", hours)])
    }
    return typed("Achievement", members)
  }

  /// The IdentityObject (B.1.7), whose type is one word and not a list. A hash is over the name
  /// followed by the salt; the salt is a function of the token, so that it differs with every
  /// certificate and is no secret to keep.
  private var holder: CanonicalValue {
    let name = certificate.claims.holderName
    var members: [String: CanonicalValue] = [
      "hashed": .boolean(address == nil), "identityHash": .text(name),
      "identityType": .text("name"), "type": .text("IdentityObject"),
    ]
    guard address == nil else { return .object(members) }
    let salted = Digest(sha256: [UInt8]("learning-kiosk/badge-salt/v1\n".utf8), certificate.bytes)
    let salt = Hex.encode([UInt8](salted.bytes.prefix(16)))
    members["identityHash"] = .text("sha256$" + Digest(sha256: [UInt8]((name + salt).utf8)).hex)
    members["salt"] = .text(salt)
    return .object(members)
  }

  /// The Evidence (B.1.5) that leads to the paper: by its code if the holder wants to be named.
  private var paperEvidence: CanonicalValue {
    var members: [String: CanonicalValue] = [
      "name": .text(words.paper), "narrative": .text(words.paperNarrative),
    ]
    if let address { members["id"] = .text(address) }
    return typed("Evidence", members)
  }

  /// The Evidence that the province vouches for the issuer's key: the kcwt as a data URI.
  private func deviceEvidence(_ vouching: DeviceCertificate) -> CanonicalValue {
    typed(
      "Evidence",
      [
        "id": .text("data:application/cwt;base64," + Base64.encode(vouching.bytes)),
        "name": .text(words.device), "narrative": .text(words.deviceNarrative),
      ])
  }

  private var hoursId: String { achievement + "#hours" }

  /// Hours with a point, as programs read them: `2` or `2.5`.
  private var hours: String {
    let tenths = certificate.claims.hoursTenths
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }

  private func typed(
    _ type: String, _ members: [String: CanonicalValue]
  ) -> CanonicalValue {
    .object(members.merging(["type": .list([.text(type)])]) { member, _ in member })
  }
}
