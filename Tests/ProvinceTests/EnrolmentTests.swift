import Evidence
import HTTP
import Testing

@testable import Province

@Suite struct EnrolmentTests {
  private func code(_ province: TestProvince) throws -> String {
    try province.application.enrolments.offer(centre: "14464-1", name: "Xã Gia Viễn").code.text
  }

  private func enrol(
    _ province: TestProvince, _ kiosk: TestKiosk, _ code: String, from address: String = "10.0.0.8"
  ) throws -> Enrolments.Answer {
    try province.application.enrolments.enrol(try kiosk.enrolment(code: code), address: address)
  }

  private func refusal(_ body: () throws -> Enrolments.Answer) throws -> String {
    try #require(throws: Problem.self) { _ = try body() }.code
  }

  @Test func `a code enrols one kiosk, whose certificate the root has signed`() throws {
    let province = try TestProvince()
    let kiosk = TestKiosk(host: "province.test")
    let answer = try enrol(province, kiosk, try code(province).lowercased())

    #expect(answer.province == "province.test")
    #expect(try NoteVerifier(vkey: answer.vkey) == province.application.keys.verifier)
    let certificate = try DeviceCertificate(bytes: try #require(answer.certificate))
    #expect(certificate.publicKey == kiosk.key.publicKey)
    let root = try #require(try province.application.keys.root())
    #expect(certificate.isSigned(by: root.ed25519.publicKey))
    #expect(certificate.expires - certificate.notBefore == 400 * 86_400)
    #expect(try RootList(json: answer.roots) == province.application.keys.roots())
    #expect(try province.count("stream") == 1)
  }

  @Test func `the same kiosk gets the same answer again, until its first hello`() throws {
    let province = try TestProvince()
    let kiosk = TestKiosk(host: "province.test")
    let code = try code(province)
    let first = try enrol(province, kiosk, code)
    province.clock.advance(seconds: 100 * 3600)
    #expect(try enrol(province, kiosk, code) == first)

    let reception = Reception(
      pool: province.pool, admission: Admission(lanes: 1, eventsPerLaneSecond: 1),
      clock: province.clock.wall)
    _ = try reception.greet(try Greeting(json: try kiosk.hello()), log: kiosk.log)
    #expect(try refusal { try enrol(province, kiosk, code) } == "code-used")
  }

  @Test func `a used code enrols nobody else`() throws {
    let province = try TestProvince()
    let code = try code(province)
    _ = try enrol(province, TestKiosk(host: "province.test"), code)
    #expect(
      try refusal { try enrol(province, TestKiosk(host: "province.test"), code) } == "code-used")
    #expect(try province.count("stream") == 1)
  }

  @Test func `an expired code is refused`() throws {
    let province = try TestProvince()
    let code = try code(province)
    province.clock.advance(seconds: 72 * 3600 + 1)
    #expect(
      try refusal { try enrol(province, TestKiosk(host: "province.test"), code) } == "code-expired")
  }

  @Test func `a code for one centre enrols no kiosk that says it is another's`() throws {
    let province = try TestProvince()
    let kiosk = TestKiosk(host: "province.test")
    let code = try code(province)
    func request(_ centre: String) throws -> EnrolmentRequest {
      try EnrolmentRequest(
        json: try kiosk.enrolmentBody(code: code, ["centre": .text(centre)]))
    }

    let problem = try #require(throws: Problem.self) {
      _ = try province.application.enrolments.enrol(try request("99999-7"), address: "127.0.0.1")
    }

    #expect(problem.code == "code-centre")
    #expect(problem.detail.contains("14464-1") && problem.detail.contains("99999-7"))
    #expect(try province.count("stream") == 0)
    // The code is as good as before.
    _ = try province.application.enrolments.enrol(try request("14464-1"), address: "127.0.0.1")
    #expect(try province.count("stream") == 1)
  }

  @Test func `a log keeps its key`() throws {
    let province = try TestProvince()
    let kiosk = TestKiosk(host: "province.test")
    _ = try enrol(province, kiosk, try code(province))
    var thief = kiosk
    thief.key = SigningKey()
    let code = try code(province)
    #expect(try refusal { try enrol(province, thief, code) } == "log-taken")
    #expect(try enrol(province, kiosk, code).token.isEmpty == false)
  }

  @Test func `who cannot sign with the key is not enrolled with it`() throws {
    let province = try TestProvince()
    let kiosk = TestKiosk(host: "province.test")
    let code = try code(province)
    let good = try kiosk.enrolmentBody(code: code)
    var unsigned = try CanonicalValue(json: good).object ?? [:]
    unsigned["signature"] = nil
    let bodies = [
      try kiosk.enrolmentBody(code: code, by: SigningKey()),
      try CanonicalValue.object(unsigned).canonical(),
      Array(
        String(decoding: good, as: UTF8.self).replacing(kiosk.log.hex, with: LogID.random().hex)
          .utf8),
    ]
    for body in bodies {
      let problem = try #require(throws: Problem.self) { _ = try EnrolmentRequest(json: body) }
      #expect(problem.status == 400)
      #expect(problem.detail.contains("signature"))
    }
    #expect(try EnrolmentRequest(json: good).key == kiosk.key.publicKey)
  }

  @Test func `a kiosk may begin a second log under its key`() throws {
    let province = try TestProvince()
    let kiosk = TestKiosk(host: "province.test")
    _ = try enrol(province, kiosk, try code(province))
    var second = TestKiosk(host: "province.test")
    second.key = kiosk.key
    _ = try enrol(province, second, try code(province))
    #expect(try province.count("stream") == 2)
  }

  @Test func `a new code does not bring back a revoked kiosk`() throws {
    let province = try TestProvince()
    let kiosk = TestKiosk(host: "province.test")
    _ = try enrol(province, kiosk, try code(province))
    try province.pool.withConnection { try $0.execute("UPDATE kiosk SET revoked = now()") }
    let code = try code(province)
    #expect(try refusal { try enrol(province, kiosk, code) } == "revoked")
  }

  @Test func `a kiosk that enrols again has new tokens, the old one is dead`() throws {
    let province = try TestProvince()
    let kiosk = TestKiosk(host: "province.test")
    let first = try enrol(province, kiosk, try code(province))
    let second = try enrol(province, kiosk, try code(province))
    let access = Access(pool: province.pool)

    #expect(first.token != second.token)
    #expect(first.pullToken != second.pullToken)
    try access.check(authorization: "Bearer \(second.token)", log: kiosk.log)
    #expect(throws: Problem.self) {
      try access.check(authorization: "Bearer \(first.token)", log: kiosk.log)
    }
  }

  @Test func `wrong codes are counted by address, and time forgives`() throws {
    let province = try TestProvince { $0.enrolment.attempts = 3 }
    let kiosk = TestKiosk(host: "province.test")
    let good = try code(province)
    for wrong in ["", "AAAA-BBBB-CCCC", "0000-0000-0000"] {
      #expect(try refusal { try enrol(province, kiosk, wrong) } == "code-unknown")
    }

    #expect(try refusal { try enrol(province, kiosk, good) } == "attempts")
    #expect(try enrol(province, kiosk, good, from: "10.0.0.9").token.isEmpty == false)
    province.clock.advance(seconds: 15 * 60 + 1)
    #expect(try refusal { try enrol(province, kiosk, "0000-0000-0000") } == "code-unknown")
  }

  @Test func `neither code nor token stands in the database`() throws {
    let province = try TestProvince()
    let code = try code(province)
    let kiosk = TestKiosk(host: "province.test")
    let answer = try enrol(province, kiosk, code)
    let dump = try province.pool.withConnection { connection in
      try connection.query(
        "SELECT (SELECT string_agg(e::text, '') FROM enrolment e) || "
          + "(SELECT string_agg(k::text, '') FROM kiosk k) AS text"
      ).first?.text("text") ?? ""
    }
    for secret in [code, answer.token, answer.pullToken] { #expect(!dump.contains(secret)) }
    #expect(dump.contains("14464-1"))
  }

  @Test(arguments: [
    "", "[]", "{}", "{\"code\":1}", "{\"code\":\"a\",\"log\":\"zz\",\"key\":\"\",\"name\":\"\"}",
  ])
  func `a body that is no enrolment is a 400 that names the place`(_ body: String) throws {
    let problem = try #require(throws: Problem.self) {
      _ = try EnrolmentRequest(json: Array(body.utf8))
    }
    #expect(problem.status == 400)
    #expect(!problem.detail.isEmpty)
  }

  @Test(arguments: [
    ("k7q2-m4tx-9pzd", "K7Q2-M4TX-9PZD"), ("K7Q2 M4TX 9PZD", "K7Q2-M4TX-9PZD"),
    ("O0iI-lL11-AAAA", "0011-1111-AAAA"),
  ])
  func `a code is read as people type it`(_ typed: String, _ meant: String) {
    #expect(OneTimeCode(typed: typed)?.text == meant)
  }
}
