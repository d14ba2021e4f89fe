import Centre
import Evidence
import Testing

@testable import Province

@Suite struct WithdrawalTests {
  private func verdict(
    _ province: TestProvince, _ token: CertificateToken
  ) throws -> Verdict {
    try province.application.verifier.verify(
      text: QRText.text(token: token.bytes, shortHost: "gcn.example")
    ).verdict
  }

  /// The verdict of someone who has nothing but roots and bundle.
  private func elsewhere(
    _ province: TestProvince, _ token: CertificateToken
  ) throws -> Verdict {
    let bundle = try #require(try province.application.bundles.bundle())
    let trust = try Trust(roots: try province.application.keys.roots()).taking(bundle)
    return CertificateVerifier(trust: trust).verify(token: token.bytes).verdict
  }

  @Test func `what had come stays good, what the thief signs is refused by everyone`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(1)
    let known = try kiosk.issue("14464-1-2026-000001")
    let cancelled = try kiosk.issue("14464-1-2026-000002")
    try kiosk.cancel("14464-1-2026-000002", issued: 2)
    try province.take(kiosk)
    let stolen = try kiosk.issue("14464-1-2026-000003")
    var other = try province.enrolledKiosk()
    let innocent = try other.issue("14464-1-2026-000009")

    let outcome = try province.application.withdrawals.withdraw(
      log: kiosk.log, reason: "mất trộm", lost: nil)
    #expect(outcome.good == 2)
    #expect(outcome.unknown == 0)
    #expect(outcome.isSigned)
    #expect(try province.application.publisher.publishIfDue()?.notices == 1)
    #expect(try province.application.publisher.publishIfDue() == nil)

    for judge in [verdict, elsewhere] {
      #expect(try judge(province, known) == .genuine)
      #expect(try judge(province, cancelled) == .revoked)
      #expect(try judge(province, stolen) == .deviceWithdrawn)
      #expect(try judge(province, innocent) == .genuine)
    }
    let problem = try #require(throws: Problem.self) {
      try Access(pool: province.pool).check(
        authorization: "Bearer \(kiosk.token)", log: kiosk.log)
    }
    #expect(problem.code == "revoked")
  }

  @Test func `what came on or after the day of the loss does not stay good`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(1)
    let before = try kiosk.issue("14464-1-2026-000001")
    try province.take(kiosk)
    province.clock.advance(seconds: 3 * 86_400)
    let after = try kiosk.issue("14464-1-2026-000002")
    try province.take(kiosk, from: 2)

    let today = Day(wallMilliseconds: province.clock.milliseconds)
    let outcome = try province.application.withdrawals.withdraw(
      log: kiosk.log, reason: "", lost: today.advanced(byDays: -1))
    #expect(outcome.good == 1)
    #expect(try verdict(province, before) == .genuine)
    #expect(try verdict(province, after) == .deviceWithdrawn)
  }

  @Test func `a certificate whose code never came cannot stay good, and is counted`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(1)
    let silent = try kiosk.issue("14464-1-2026-000001", isCodeSent: false)
    try province.take(kiosk)
    let outcome = try province.application.withdrawals.withdraw(
      log: kiosk.log, reason: "", lost: nil)
    #expect(outcome.good == 0)
    #expect(outcome.unknown == 1)
    #expect(try verdict(province, silent) == .deviceWithdrawn)
  }

  @Test func `a later notice of the same device counts, also within a second`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(1)
    try province.take(kiosk)
    let late = try kiosk.issue("14464-1-2026-000001")
    let withdraw = {
      try province.application.withdrawals.withdraw(log: kiosk.log, reason: "", lost: nil)
    }
    #expect(try withdraw().good == 0)
    try province.application.publisher.publish()
    #expect(try elsewhere(province, late) == .deviceWithdrawn)

    // The stick of the centre brings what had not come.
    try province.take(kiosk, from: 1)
    #expect(try withdraw().good == 1)
    #expect(try province.application.publisher.publishIfDue()?.notices == 1)
    #expect(try elsewhere(province, late) == .genuine)
    #expect(try province.count("notice") == 2)
  }

  @Test func `with an offline root the kiosk is out at once, the notice follows`() throws {
    let province = try TestProvince()
    let offline = try OfflineMachine(now: province.clock.milliseconds)
    _ = try province.application.adoption.adopt(try offline.roots())
    var kiosk = try province.enrolledKiosk()
    var outcome = try province.application.answerImport.take(try offline.certify(province))
    kiosk.certificate = outcome.certificates.first?.deviceCertificate
    try kiosk.fill(1)
    let known = try kiosk.issue("14464-1-2026-000001")
    try province.take(kiosk)
    let stolen = try kiosk.issue("14464-1-2026-000002")

    #expect(
      try !province.application.withdrawals.withdraw(log: kiosk.log, reason: "", lost: nil).isSigned
    )
    try province.application.publisher.publish()
    #expect(try verdict(province, stolen) == .deviceWithdrawn)
    #expect(try verdict(province, known) == .genuine)
    #expect(try elsewhere(province, stolen) == .genuine)

    outcome = try province.application.answerImport.take(try offline.certify(province))
    #expect(outcome.refusals == [])
    #expect(outcome.notices == 1)
    #expect(try province.application.publisher.publishIfDue()?.notices == 1)
    #expect(try elsewhere(province, stolen) == .deviceWithdrawn)
    #expect(try elsewhere(province, known) == .genuine)
    #expect(try province.application.waiting.gather().isEmpty)
  }

  @Test func `a notice that was not asked for is not taken in`() throws {
    let province = try TestProvince()
    let kiosk = try province.enrolledKiosk()
    let root = try #require(try province.application.keys.root())
    let notice = try DeviceNotice.issue(
      device: "14464-1/abcdef", publicKey: kiosk.key.publicKey, goodCertificates: [],
      issuedAtSeconds: province.clock.wall.seconds, root: root.ed25519)
    let outcome = try province.application.answerImport.take(
      RootAnswers(devices: [], status: [], notices: [notice.bytes]))
    #expect(outcome.notices == 0)
    #expect(outcome.refusals.count == 1)
  }

  @Test func `while the tables are behind, no certificate is condemned, and nothing more is taken`()
    throws
  {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(1)
    let known = try kiosk.issue("14464-1-2026-000001")
    try kiosk.fill(3)
    try province.take(kiosk)
    try province.application.projector.reset()
    try FairnessTests.jam(province)
    let withdraw = {
      try province.application.withdrawals.withdraw(log: kiosk.log, reason: "", lost: nil)
    }

    let error = try #require(throws: Refused.self) { _ = try withdraw() }
    #expect(error.saying.text == .deviceBehind)
    #expect(try province.count("notice") == 0)
    let problem = try #require(throws: Problem.self) {
      try Access(pool: province.pool).check(
        authorization: "Bearer \(kiosk.token)", log: kiosk.log)
    }
    #expect(problem.code == "revoked")

    try province.pool.withConnection { try $0.execute("DROP TRIGGER jam ON visit") }
    #expect(try withdraw().good == 1)
    try province.application.publisher.publish()
    #expect(try elsewhere(province, known) == .genuine)
  }

  @Test func `a withdrawal waits for the projector that is at the kiosk's events`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(1)
    try kiosk.issue("14464-1-2026-000001")
    _ = try province.collector.accept(try kiosk.batch(0, 2), log: kiosk.log, range: nil)
    let (application, log) = (province.application, kiosk.log)
    let projector = try Connection(try province.settings.target)
    try projector.execute("BEGIN; SELECT next FROM projection FOR UPDATE")

    let withdrawal = OwnThread {
      try application.withdrawals.withdraw(log: log, reason: "", lost: nil)
    }
    let watcher = try Connection(try province.settings.target)
    while try watcher.query(
      """
      SELECT 1 FROM pg_stat_activity
      WHERE wait_event_type = 'Lock' AND datname = current_database()
      """
    ).isEmpty {}
    // The projector asks for the log's row while it holds its own.
    try projector.execute("SELECT 1 FROM stream FOR KEY SHARE; ROLLBACK")

    #expect(throws: Refused(.deviceBehind, ["count": 2])) { _ = try withdrawal.value() }
  }

  @Test func `a notice that would leave no room for lists is refused`() throws {
    let province = try TestProvince()
    let kiosk = try province.enrolledKiosk()
    try province.application.publisher.publish()
    // Two kiosks with 25,000 certificates each that stay good.
    try province.pool.withConnection { connection in
      try connection.execute(
        """
        INSERT INTO notice (key, issued, device, good, reason)
        SELECT sha256(text(i)::bytea), now(), 'x', decode(repeat('00', 16 * 25000), 'hex'), ''
        FROM generate_series(1, 2) AS i
        """)
    }
    let error = try #require(throws: Refused.self) {
      _ = try province.application.withdrawals.withdraw(log: kiosk.log, reason: "", lost: nil)
    }
    #expect(error.saying.text == .deviceNoRoom)
    #expect(try province.count("notice") == 2)
    #expect(
      try TrustCheck(province.application).lines().contains {
        $0.text == .checkBundleFull
      })

    try province.pool.withConnection { connection in
      try connection.execute("UPDATE notice SET good = '' WHERE key = sha256('1')")
    }
    _ = try province.application.withdrawals.withdraw(log: kiosk.log, reason: "", lost: nil)
    #expect(try province.count("notice") == 3)
  }

  @Test func `a withdrawn key is certified under no other log`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    let before = kiosk
    _ = try province.application.withdrawals.withdraw(log: kiosk.log, reason: "", lost: nil)
    kiosk = TestKiosk(host: "province.test")
    kiosk.key = before.key
    let code = try province.application.enrolments.offer(centre: "14464-1", name: "X").code.text
    let problem = try #require(throws: Problem.self) {
      _ = try province.application.enrolments.enrol(
        try kiosk.enrolment(code: code), address: "127.0.0.1")
    }
    #expect(problem.code == "revoked")
    #expect(try province.count("stream") == 1)
  }

  @Test func `a notice stops what waits for the offline root under every log of the key`() throws {
    let province = try TestProvince()
    let offline = try OfflineMachine(now: province.clock.milliseconds)
    _ = try province.application.adoption.adopt(try offline.roots())
    let kiosk = try province.enrolledKiosk()
    let answers = try offline.certify(province)
    // As it is when the log was enrolled while the notice was made.
    try province.pool.withConnection { connection in
      _ = try connection.change(
        "INSERT INTO notice (key, issued, device, good, reason) VALUES ($1, now(), 'x', '', '')",
        [.bytes(kiosk.key.publicKey.bytes)])
    }
    #expect(try province.application.waiting.gather().devices.isEmpty)
    #expect(try province.application.answerImport.take(answers).certificates.isEmpty)
    let problem = try #require(throws: Problem.self) {
      _ = try province.application.certificates.request(try kiosk.request(), log: kiosk.log)
    }
    #expect(problem.code == "revoked")
  }

  @Test func `an unknown log is said to be unknown`() throws {
    let province = try TestProvince()
    let log = LogID.random()
    #expect(throws: Refused(.deviceUnknown, ["log": log])) {
      _ = try province.application.withdrawals.withdraw(log: log, reason: "", lost: nil)
    }
  }
}
