import Testing

@testable import Evidence

@Suite struct OpenBadgeTests {
  private static let words = BadgeWords(
    name: "Kỹ thuật trồng lúa", description: "mô tả", criteria: "tiêu chí", hours: "Số giờ học",
    paper: "Giấy", paperNarrative: "lời", device: "Máy", deviceNarrative: "lời")

  /// A badge of a fresh certificate, and the key that signed both.
  private func badge(
    name: String = "Đỗ Thị Hạnh", number: String = "14464-1-2026-000012", hoursTenths: Int64 = 25,
    address: String? = nil, key: SigningKey = SigningKey(),
    kind: OpenBadge.Kind = .course(firstDay: 20_512)
  ) throws -> (badge: OpenBadge, key: SigningKey) {
    let certificate = try DeviceCertificate.issue(
      device: "kiosk", notBefore: 1_770_000_000, expires: 1_790_000_000, publicKey: key.publicKey,
      root: SigningKey(seed: [UInt8](repeating: 7, count: 32)))
    let claims = CertificateClaims(
      issuedAtSeconds: 1_774_659_600, number: number, holderName: name, courseCode: "KT-01",
      title: "Kỹ thuật trồng lúa", hoursTenths: hoursTenths, completedDay: 20_540,
      centre: "14464-1")
    let token = try CertificateToken.issue(
      claims: claims, deviceCertificate: certificate, key: key)
    let badge = OpenBadge(
      certificate: token, issuerName: "TRUNG TÂM", kind: kind, address: address,
      words: Self.words)
    return (badge, key)
  }

  private func parts(_ text: String) throws -> (header: CanonicalValue, payload: CanonicalValue) {
    let parts = text.split(separator: ".").map(String.init)
    try #require(parts.count == 3)
    return (
      try CanonicalValue(canonical: Base64URL.decode(parts[0])),
      try CanonicalValue(canonical: Base64URL.decode(parts[1]))
    )
  }

  @Test func `the badge of an award says so, and nothing of attendance or hours`() throws {
    let (badge, key) = try badge(hoursTenths: 0, kind: .award)

    let text = try badge.signed(by: key, vouching: badge.certificate.deviceCertificate)

    let subject = try #require(
      try parts(text).payload.object?["credentialSubject"]?.object)
    #expect(subject["achievement"]?.object?["achievementType"]?.text == "Award")
    #expect(subject["achievement"]?.object?["resultDescription"] == nil)
    for member in ["result", "activityStartDate", "activityEndDate"] {
      #expect(subject[member] == nil, "\(member)")
    }
  }

  @Test(arguments: [
    ("", ""), ("Hello World!", "2NEpo7TZRRrLZSi2U"),
    (
      "The quick brown fox jumps over the lazy dog.",
      "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z"
    ),
  ])
  func `base58 agrees with the vectors of its draft`(_ text: String, _ encoded: String) {
    #expect(Base58.encode(utf8(text)) == encoded)
  }

  @Test func `leading zero bytes are ones in base58`() {
    #expect(Base58.encode([0, 0, 0x28, 0x7F, 0xB4, 0xCD]) == "11233QC4")
  }

  @Test func `the key of the zero seed has the did that the method's test vectors give`() throws {
    let key = try SigningKey(seed: [UInt8](repeating: 0, count: 32)).publicKey

    #expect(key.didKey == "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp")
    #expect(key.didKeyMethod.hasSuffix("Wp#z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"))
  }

  @Test(arguments: [
    (0, "1970-01-01T00:00:00Z"), (951_827_696, "2000-02-29T12:34:56Z"),
    (1_774_659_600, "2026-03-28T01:00:00Z"), (4_107_542_399, "2100-02-28T23:59:59Z"),
    (4_107_542_400, "2100-03-01T00:00:00Z"),
  ])
  func `times are written as RFC 3339 says`(_ seconds: Int64, _ text: String) {
    #expect(DateTimeText.utc(seconds: seconds) == text)
  }

  @Test func `a name made from a digest is a UUID of version 8`() throws {
    let name = BadgeURN.name("course", [utf8("a"), utf8("b")])

    let pattern = #/urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/#
    #expect(name.wholeMatch(of: pattern) != nil, "\(name)")
    #expect(name != BadgeURN.name("badge", [utf8("a"), utf8("b")]))
    #expect(name != BadgeURN.name("course", [utf8("ab"), utf8("")]))
  }

  @Test func `the same record and key give the same badge, signed by the key in its header`() throws
  {
    let (badge, key) = try badge()
    let vouching = badge.certificate.deviceCertificate

    let text = try badge.signed(by: key, vouching: vouching)
    let (header, payload) = try parts(text)

    #expect(try badge.signed(by: key, vouching: vouching) == text)
    #expect(Set(header.object?.keys ?? [:].keys) == ["alg", "jwk", "kid", "typ"])
    #expect(header.object?["alg"]?.text == "EdDSA")
    #expect(header.object?["kid"]?.text == key.publicKey.didKeyMethod)
    let signed = text.split(separator: ".").dropLast().joined(separator: ".")
    let signature = try Base64URL.decode(String(text.split(separator: ".")[2]))
    #expect(key.publicKey.isValid(signature: signature, for: utf8(signed)))
    let members = try #require(payload.object)
    #expect(members["iss"] == members["issuer"]?.object?["id"])
    #expect(members["jti"] == members["id"])
    #expect(members["sub"] == members["credentialSubject"]?.object?["id"])
    #expect(members["nbf"]?.integer == 1_774_659_600)
    #expect(members["validFrom"]?.text == "2026-03-28T01:00:00Z")
    #expect(members["vc"] == nil && members["exp"] == nil)
  }

  @Test func `without consent neither the name nor anything that leads to it is in the badge`()
    throws
  {
    let (badge, key) = try badge()

    let text = try badge.signed(by: key, vouching: badge.certificate.deviceCertificate)
    let json = String(
      decoding: try Base64URL.decode(String(text.split(separator: ".")[1])), as: UTF8.self)
    let subject = try parts(text).payload.object?["credentialSubject"]?.object
    let holder = try #require(subject?["identifier"]?.list?.first?.object)

    #expect(!json.contains("Hạnh"))
    #expect(!json.contains(Base64.encode(badge.certificate.bytes)))
    let salt = try #require(holder["salt"]?.text)
    let hash = "sha256$" + sha256(utf8("Đỗ Thị Hạnh" + salt)).hex
    #expect(holder["identityHash"]?.text == hash)
    #expect(holder["hashed"]?.boolean == true)
    #expect(subject?["licenseNumber"]?.text == "14464-1-2026-000012")
  }

  @Test func `with consent the badge shows the name and leads to the certificate`() throws {
    let (badge, key) = try badge(address: "https://hoc.example/c#0123")

    let text = try badge.signed(by: key, vouching: badge.certificate.deviceCertificate)
    let payload = try #require(try parts(text).payload.object)
    let subject = payload["credentialSubject"]?.object
    let holder = subject?["identifier"]?.list?.first?.object

    #expect(holder?["identityHash"]?.text == "Đỗ Thị Hạnh")
    #expect(holder?["hashed"]?.boolean == false && holder?["salt"] == nil)
    let evidence = payload["evidence"]?.list?.first?.object
    #expect(evidence?["id"]?.text == "https://hoc.example/c#0123")
    #expect(subject?["result"]?.list?.first?.object?["value"]?.text == "2.5")
  }

  @Test func `two certificates of one person share the course's name and nothing else`() throws {
    let key = SigningKey()
    let first = try badge(number: "14464-1-2026-000012", key: key).badge
    let second = try badge(number: "14464-1-2026-000013", key: key).badge

    #expect(first.achievement == second.achievement)
    #expect(first.subject != second.subject)
    #expect(first.id(key.publicKey) != second.id(key.publicKey))
  }

  @Test func `a device certificate for another key is refused`() throws {
    let (badge, _) = try badge()

    #expect(throws: Malformed.self) {
      try badge.signed(by: SigningKey(), vouching: badge.certificate.deviceCertificate)
    }
  }
}
