import Testing

@testable import Evidence

@Suite struct CertificateVerifierTests {
  private let root = SigningKey()
  private let device = SigningKey()

  private func token(
    root: SigningKey? = nil, notBefore: Int64 = 1_780_000_000, at seconds: Int64 = 1_795_000_000
  ) throws -> CertificateToken {
    let certificate = try DeviceCertificate.issue(
      device: "kiosk-14464-1", notBefore: notBefore, expires: notBefore + 34_560_000,
      publicKey: device.publicKey, root: root ?? self.root)
    let claims = CertificateClaims(
      issuedAtSeconds: seconds, number: "14464-1-2026-000012", holderName: "Nguyễn Thị Hoà",
      courseCode: "CD-07", title: "Kỹ thuật trồng rau an toàn", hoursTenths: 240,
      completedDay: 20_775, centre: "14464-1")
    return try CertificateToken.issue(claims: claims, deviceCertificate: certificate, key: device)
  }

  private func verifier(
    notBeforeDay: Int64 = 0, isDemonstration: Bool = false
  ) -> CertificateVerifier {
    CertificateVerifier(
      roots: RootList(roots: [
        RootKey(
          key: root.publicKey, name: "Ninh Bình", notBeforeDay: notBeforeDay,
          isDemonstration: isDemonstration)
      ]))
  }

  @Test func `a certificate is genuine by its root alone`() throws {
    let verification = verifier().verify(token: try token().bytes)

    #expect(verification.verdict == .genuine)
    #expect(verification.root?.name == "Ninh Bình")
    #expect(verification.token?.claims.holderName == "Nguyễn Thị Hoà")
  }

  @Test func `each way of not being genuine has its reason`() throws {
    func verdict(_ token: CertificateToken, _ verifier: CertificateVerifier) -> Verdict {
      verifier.verify(token: token.bytes).verdict
    }
    let good = try token()
    let stranger = CertificateVerifier(roots: RootList(roots: []))
    let day = 1_780_000_000 / 86_400 as Int64

    #expect(verdict(good, stranger) == .notGenuine(reason: "unknown-root"))
    #expect(verdict(good, verifier(notBeforeDay: day + 2)) == .notGenuine(reason: "before-root"))
    #expect(verdict(good, verifier(notBeforeDay: day)) == .genuine)
    #expect(verdict(good, verifier(isDemonstration: true)) == .demonstration)
    #expect(verdict(try token(root: Demonstration.rootKey), stranger) == .demonstration)
  }

  @Test func `the demonstration root is never more than that, whatever a list says`() throws {
    let list = RootList(roots: [
      RootKey(key: Demonstration.rootKey.publicKey, name: "Real, honestly", notBeforeDay: 0)
    ])

    let verification = CertificateVerifier(roots: list)
      .verify(token: try token(root: Demonstration.rootKey).bytes)

    #expect(verification.verdict == .demonstration)
    #expect(verification.root == Demonstration.root)
  }

  @Test func `the demonstration key is the published one`() {
    #expect(
      Demonstration.root.key.hex
        == "92ccd4ebb6e630b0f86009ee39ccfe6a2ac24cc6b89a1316760b515a203cf1bb")
    #expect(Hex.encode(Demonstration.root.key.keyId) == "c5722db6")
  }

  @Test func `a token signed by a key that the root did not certify is not genuine`() throws {
    let certificate = try token().deviceCertificate
    let thief = SigningKey()
    let header = [
      (label: Int64(4), value: CBOR.bytes(device.publicKey.keyId)),
      (label: Int64(13), value: try CBOR.decode(certificate.bytes)),
    ]
    let message = try Sign1.sign(header: header, payload: token().claims.cbor, key: thief)
    let forged = CBOR.tagged(18, message.array).encoded()

    #expect(verifier().verify(token: forged).verdict == .notGenuine(reason: "device-signature"))
  }

  @Test func `a token whose header names another device is not genuine`() throws {
    let certificate = try token().deviceCertificate
    let header = [
      (label: Int64(4), value: CBOR.bytes([1, 2, 3, 4])),
      (label: Int64(13), value: try CBOR.decode(certificate.bytes)),
    ]
    let message = try Sign1.sign(header: header, payload: token().claims.cbor, key: device)
    let bytes = CBOR.tagged(18, message.array).encoded()

    #expect(verifier().verify(token: bytes).verdict == .notGenuine(reason: "device-signature"))
  }

  @Test func `a device certificate that the root did not sign is not genuine`() throws {
    var bytes = try token().deviceCertificate.bytes
    bytes[bytes.count - 1] ^= 1
    let certificate = try DeviceCertificate(bytes: bytes)
    let forged = try CertificateToken.issue(
      claims: token().claims, deviceCertificate: certificate, key: device)

    #expect(verifier().verify(token: forged.bytes).verdict == .notGenuine(reason: "root-signature"))
  }

  @Test func `every single changed digit is refused`() throws {
    let token = try token()
    let text = QRText.text(token: token.bytes, shortHost: "hoc.example")
    let start = text.utf8.count - QRText.segments(token: token.bytes, shortHost: "").numeric.count
    let verifier = verifier()

    for index in start..<text.utf8.count {
      var digits = utf8(text)
      digits[index] = digits[index] == 0x39 ? 0x30 : digits[index] + 1
      let verdict = verifier.verify(text: String(decoding: digits, as: UTF8.self)).verdict
      #expect(["not-genuine", "unreadable"].contains(verdict.name), "digit \(index)")
    }
  }

  @Test func `random text is unreadable, with a reason`() {
    var generator = SeededGenerator(seed: printedSeed())
    let verifier = verifier()

    for _ in 0..<rounds(3000) {
      let text = String(decoding: generator.bytes(Int(generator.next() % 200)), as: UTF8.self)
      guard case .unreadable(let reason) = verifier.verify(text: text).verdict else {
        Issue.record("\(text)")
        continue
      }
      #expect(!reason.isEmpty)
    }
  }

  @Test func `an unreadable code says what and where`() throws {
    let bytes = try token().bytes
    let verifier = verifier()
    func reason(_ bytes: [UInt8]) -> Verdict { verifier.verify(token: bytes).verdict }

    #expect(reason([]) == .unreadable(reason: "empty"))
    #expect(reason(bytes + [0]) == .unreadable(reason: "cbor:trailing@\(bytes.count)"))
    #expect(reason(bytes.dropLast()) == .unreadable(reason: "cbor:truncated@\(bytes.count - 1)"))
    #expect(reason([0xF9, 0, 0]) == .unreadable(reason: "cbor:float@0"))
    #expect(reason([0x01]) == .unreadable(reason: "structure"))
    #expect(reason([UInt8](repeating: 0, count: 1025)) == .unreadable(reason: "too-long"))
    #expect(verifier.verify(text: "hello").verdict == .unreadable(reason: "not-ours"))
  }
}
