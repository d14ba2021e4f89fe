import Evidence
import Testing

@testable import Province

@Suite struct CertificateRequestTests {
  private func send(
    _ kiosk: TestKiosk, _ wire: Wire, _ body: [UInt8]? = nil, type: String = "application/json"
  ) throws -> Wire.Answer {
    try wire.send(
      "POST", "/v1/logs/\(kiosk.log.hex)/certificate-request",
      [("Authorization", "Bearer \(kiosk.token)"), ("Content-Type", type)],
      try body ?? kiosk.request().json())
  }

  @Test
  func `a kiosk whose certificate ends gets the next one, and the same again until half of it`()
    throws
  {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    let first = try #require(kiosk.certificate)
    let roots = try province.application.keys.roots()
    try province.serving { wire in
      let early = try CertificateAnswer(json: try send(kiosk, wire).body)
      #expect(early.deviceCertificate == first)

      province.clock.advance(seconds: 345 * 86_400)
      let renewed = try send(kiosk, wire)
      #expect(renewed.status == 200)
      #expect(renewed.header("Cache-Control") == "no-store")
      let answer = try CertificateAnswer(json: renewed.body)
      try kiosk.use(answer, known: roots)
      #expect(answer.log == kiosk.log)
      #expect(answer.deviceCertificate.expires > first.expires)
      #expect(answer.roots == roots)
      // A lost answer is harmless.
      #expect(try send(kiosk, wire).body == renewed.body)

      province.clock.advance(seconds: 201 * 86_400)
      let next = try CertificateAnswer(json: try send(kiosk, wire).body)
      #expect(next.deviceCertificate.expires > answer.deviceCertificate.expires)
    }
  }

  @Test func `a kiosk that has made itself a second key gets its companion certificate`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    kiosk.second = try MLDSA65Key()
    try province.serving { wire in
      let answer = try CertificateAnswer(json: try send(kiosk, wire).body)
      try kiosk.use(answer, known: try province.application.keys.roots())
      #expect(answer.companion?.publicKey == kiosk.second?.publicKey)
      #expect(try CertificateAnswer(json: try send(kiosk, wire).body) == answer)
    }
  }

  @Test func `an enrolment that brings a second key certifies both at once`() throws {
    let province = try TestProvince()
    let kiosk = TestKiosk(host: "province.test")
    let second = try MLDSA65Key()
    let code = try province.application.enrolments.offer(centre: "14464-1", name: "X").code.text
    let body = try kiosk.enrolmentBody(
      code: code, ["mldsa65": .text(Base64.encode(second.publicKey.bytes))])
    try province.serving { wire in
      let answer = try wire.send(
        "POST", "/v1/enrolments", [("Content-Type", "application/json")], body)
      #expect(answer.status == 200)
      let bytes = try Base64.decode(try #require(answer.member("companion")?.text))
      let kcwt = try Base64.decode(try #require(answer.member("deviceCertificate")?.text))
      let root = try #require(try province.application.keys.roots().roots.first?.mldsa65)
      #expect(try CompanionCertificate(bytes: bytes).isSigned(by: root, kcwt: kcwt))
    }
  }

  @Test func `while the offline root has not signed, enrolment and request say so`() throws {
    let province = try TestProvince()
    let offline = try OfflineMachine(now: province.clock.milliseconds)
    _ = try province.application.adoption.adopt(try offline.roots())
    let kiosk = TestKiosk(host: "province.test")
    let code = try province.application.enrolments.offer(centre: "14464-1", name: "X").code.text
    let body = try kiosk.enrolmentBody(code: code)
    try province.serving { wire in
      let enrolled = try wire.send(
        "POST", "/v1/enrolments", [("Content-Type", "application/json")], body)
      #expect(enrolled.status == 200)
      #expect(enrolled.member("deviceCertificate") == nil)
      #expect(enrolled.member("roots") != nil)
      var known = kiosk
      known.token = try #require(enrolled.member("token")?.text)

      let waiting = try send(known, wire)
      #expect(waiting.status == 202)
      #expect(waiting.text == #"{"pending":true}"#)
      #expect(try send(known, wire).status == 202)
      let taken = try province.application.answerImport.take(try offline.certify(province))
      #expect(taken.refusals == [])
      #expect(try send(known, wire).status == 200)
      // The code again, before the first hello: now with the certificate.
      let again = try wire.send(
        "POST", "/v1/enrolments", [("Content-Type", "application/json")], body)
      #expect(again.member("deviceCertificate") != nil)
    }
  }

  @Test func `each refusal has its status and its word`() throws {
    let province = try TestProvince()
    let kiosk = try province.enrolledKiosk()
    let other = try province.enrolledKiosk()
    var thief = kiosk
    thief.key = SigningKey()
    var stranger = kiosk
    stranger.token = "x"
    let json = try kiosk.request().json()
    let forged = Array(
      String(decoding: json, as: UTF8.self).replacing("14464-1", with: "14464-2").utf8)
    try province.serving { wire in
      let cases: [(String, Int, String, () throws -> Wire.Answer)] = [
        ("no token", 401, "token-unknown", { try send(stranger, wire) }),
        ("another key", 409, "request-key", { try send(thief, wire) }),
        ("another log", 422, "request-log", { try send(kiosk, wire, other.request().json()) }),
        ("a forged name", 400, "request", { try send(kiosk, wire, forged) }),
        ("no JSON", 400, "request", { try send(kiosk, wire, [1, 2]) }),
        ("another type", 415, "media-type", { try send(kiosk, wire, json, type: "text/plain") }),
        ("too long", 413, "", { try send(kiosk, wire, [UInt8](repeating: 32, count: 20_000)) }),
      ]
      for (name, status, code, act) in cases {
        let answer = try act()
        #expect(answer.status == status, "\(name)")
        #expect(code.isEmpty || answer.code == code, "\(name): \(answer.text)")
      }
      _ = try province.application.withdrawals.withdraw(log: kiosk.log, reason: "", lost: nil)
      let withdrawn = try send(kiosk, wire)
      #expect(withdrawn.status == 403)
      #expect(withdrawn.code == "revoked")
    }
    let held = try province.integer(
      "SELECT count(DISTINCT certificate) AS n FROM kiosk WHERE request IS NULL")
    #expect(held == 2)
  }
}
