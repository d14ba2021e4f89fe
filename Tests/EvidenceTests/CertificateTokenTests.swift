import Testing

@testable import Evidence

@Suite struct CertificateTokenTests {
  struct File: Decodable {
    let trustedRoot, demonstrationRoot, demonstrationKid: String
    let tokens: [Golden]
  }
  struct Golden: Decodable {
    let name, rootSeed, deviceSeed, device, verdict, deviceCertificate, token, text: String
    let notBefore, expires, algorithm: Int64
    let tags: [Int]
    let claims: Claims
  }
  struct Claims: Decodable {
    let issuedAtSeconds, hoursTenths, completedDay: Int64
    let number, holderName, courseCode, title, centre: String

    var value: CertificateClaims {
      CertificateClaims(
        issuedAtSeconds: issuedAtSeconds, number: number, holderName: holderName,
        courseCode: courseCode, title: title, hoursTenths: hoursTenths, completedDay: completedDay,
        centre: centre)
    }
  }

  @Test func `the golden tokens are issued byte for byte`() throws {
    let file: File = try Vectors.load("tokens")
    var issued = 0

    for golden in file.tokens {
      let device = try SigningKey(seed: Hex.decode(golden.deviceSeed))
      let certificate = try DeviceCertificate.issue(
        device: golden.device, notBefore: golden.notBefore, expires: golden.expires,
        publicKey: device.publicKey, root: SigningKey(seed: Hex.decode(golden.rootSeed)))
      #expect(Hex.encode(certificate.bytes) == golden.deviceCertificate, "\(golden.name)")
      guard golden.algorithm == -8, golden.tags == [18],
        certificate.covers(golden.claims.issuedAtSeconds)
      else { continue }

      let token = try CertificateToken.issue(
        claims: golden.claims.value, deviceCertificate: certificate, key: device)

      #expect(Hex.encode(token.bytes) == golden.token, "\(golden.name)")
      #expect(QRText.text(token: token.bytes, shortHost: "hoc.example") == golden.text)
      issued += 1
    }
    #expect(issued == 7)
  }

  @Test func `the golden tokens are judged as they should be`() throws {
    let file: File = try Vectors.load("tokens")
    let root = RootKey(
      key: try PublicKey(hex: file.trustedRoot), name: "Ninh Bình", notBeforeDay: 0)
    let verifier = CertificateVerifier(roots: RootList(roots: [root]))

    for golden in file.tokens {
      let verification = verifier.verify(text: golden.text)

      #expect(verification.verdict.name == golden.verdict, "\(golden.name)")
      if golden.verdict != "unreadable" {
        #expect(verification.token?.claims == golden.claims.value, "\(golden.name)")
        #expect(verification.token?.deviceCertificate.device == golden.device)
      }
      #expect(verifier.verify(token: try Hex.decode(golden.token)) == verification)
    }
  }

  @Test func `a token is issued only by the certified key in its time and in bounds`() throws {
    let device = SigningKey()
    let certificate = try DeviceCertificate.issue(
      device: "kiosk", notBefore: 100, expires: 200, publicKey: device.publicKey, root: SigningKey()
    )
    func reason(
      at seconds: Int64 = 150, name: String = "Hoà", number: String = "1", title: String = "x",
      hours: Int64 = 1, by key: SigningKey? = nil
    ) -> TokenError.Reason? {
      let claims = CertificateClaims(
        issuedAtSeconds: seconds, number: number, holderName: name, courseCode: "c", title: title,
        hoursTenths: hours, completedDay: 1, centre: "14464-1")
      do {
        _ = try CertificateToken.issue(
          claims: claims, deviceCertificate: certificate, key: key ?? device)
        return nil
      } catch {
        return error.reason
      }
    }

    #expect(reason() == nil)
    #expect(reason(at: 100) == nil)
    #expect(reason(at: 200) == nil)
    #expect(reason(at: 99) == .outsideValidity)
    #expect(reason(at: 201) == .outsideValidity)
    #expect(reason(by: SigningKey()) == .keyMismatch)
    #expect(reason(name: "") == .claim)
    #expect(reason(name: "a\nb") == .claim)
    #expect(reason(number: "Số 1") == .claim)
    #expect(reason(hours: -1) == .claim)
    #expect(reason(title: String(repeating: "x", count: 301)) == .claim)
    #expect(
      reason(
        name: String(repeating: "n", count: 300), number: String(repeating: "1", count: 64),
        title: String(repeating: "x", count: 300)) == nil)
  }

  @Test func `a device certificate says no nonsense`() {
    let key = SigningKey()
    func issue(_ device: String, _ from: Int64, _ to: Int64) throws {
      _ = try DeviceCertificate.issue(
        device: device, notBefore: from, expires: to, publicKey: key.publicKey, root: key)
    }

    #expect(throws: Never.self) { try issue("kiosk", 0, 0) }
    #expect(throws: TokenError.self) { try issue("", 0, 1) }
    #expect(throws: TokenError.self) { try issue("kiosk", 2, 1) }
    #expect(throws: TokenError.self) { try issue("kiosk", -1, 1) }
    #expect(throws: TokenError.self) { try issue(String(repeating: "k", count: 65), 0, 1) }
  }

  @Test func `a device certificate comes back from its bytes`() throws {
    let root = SigningKey()
    let certificate = try DeviceCertificate.issue(
      device: "kiosk", notBefore: 1, expires: 2, publicKey: SigningKey().publicKey, root: root)

    let read = try DeviceCertificate(bytes: certificate.bytes)

    #expect(read == certificate)
    #expect(read.isSigned(by: root.publicKey))
    #expect(!read.isSigned(by: SigningKey().publicKey))
    #expect(throws: TokenError.self) { try DeviceCertificate(bytes: certificate.bytes.dropLast()) }
  }

  @Test func `claims of a later version are passed over`() throws {
    let own = CBOR.labelled([
      (1, .text("Hoà")), (2, .text("c")), (3, .text("t")), (4, .integer(1)), (5, .integer(2)),
      (6, .text("14464-1")), (7, .text("later")),
    ])
    let claims = CBOR.labelled([
      (6, .integer(5)), (7, .bytes([0x31])), (-65_537, own), (-65_538, .integer(9)),
    ])

    #expect(try CertificateClaims(claims).holderName == "Hoà")
  }
}
