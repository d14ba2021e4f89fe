import Centre
import Evidence
import Foundation
import HTTP
import Testing

@testable import Province

/// A card is lost with its key, and the centre's backup, which holds no keys, goes on under another one.
@Suite struct ReplacementTests {
  private static let (address, centre) = ("10.0.0.8", "14464-1")

  private func code(_ province: TestProvince, for log: LogID?) throws -> String {
    try province.application.enrolments.offer(
      centre: Self.centre, name: "Xã Gia Viễn", replaces: log
    ).code.text
  }

  /// The kiosk as a backup has it, on a new card: what came before `size`, and a new key.
  private func restored(_ kiosk: TestKiosk, at size: Int64) throws -> TestKiosk {
    var copy = try kiosk.branched(at: size)
    copy.key = SigningKey()
    copy.certificate = nil
    return copy
  }

  /// Enrols `copy` with the log of `kiosk`, as its request names it.
  @discardableResult
  private func replace(
    _ kiosk: TestKiosk, by copy: inout TestKiosk, _ province: TestProvince,
    code given: String? = nil
  ) throws -> Enrolments.Answer {
    var asks = kiosk
    asks.key = copy.key
    let code = try given ?? code(province, for: kiosk.log)
    let answer = try province.application.enrolments.enrol(
      try asks.enrolment(code: code), address: Self.address)
    copy.certificate = try answer.certificate.map { try DeviceCertificate(bytes: $0) }
    return answer
  }

  private func access(_ province: TestProvince, _ token: String, _ log: LogID) throws {
    try Access(pool: province.pool).check(authorization: "Bearer \(token)", log: log)
  }

  private func verdict(_ province: TestProvince, _ token: CertificateToken) throws -> Verdict {
    try province.application.verifier.verify(
      text: QRText.text(token: token.bytes, shortHost: "gcn.example")
    ).verdict
  }

  @Test func `by a code for its log another key goes on, and every old proof stays good`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(10)
    try kiosk.issue("14464-1-2026-000012")
    try province.take(kiosk)
    var copy = try restored(kiosk, at: 11)
    try kiosk.fill(20)
    try kiosk.issue("14464-1-2026-000013")
    try province.take(kiosk, from: 11)
    let visits = try province.countedVisits()

    let answer = try replace(kiosk, by: &copy, province)
    try access(province, answer.token, kiosk.log)
    let root = try province.application.branches.root(of: kiosk.log, at: 11)
    #expect(root == kiosk.tree(11).root)
    let branch = try province.announce(&copy, of: kiosk.log, at: 11)
    try copy.fill(16)
    try copy.issue("14464-1-2026-000014")
    try province.take(copy, from: 11)

    #expect(branch.numbers == ["14464-1/2026": 13])
    #expect(try province.lines(kiosk.log) == kiosk.lines)
    #expect(try province.lines(copy.log) == copy.lines)
    #expect(try province.countedVisits() == visits + 4)
    #expect(try province.count("event") == kiosk.size + copy.size - 11)
    for log in [kiosk.log, copy.log] {
      #expect(try province.finding(in: log) == nil)
      let proof = try EventProofs(pool: province.pool).proof(log: log, seq: 5)
      #expect(proof.line == kiosk.lines[5])
      _ = try Receipt(text: proof.note, province: province.application.keys.verifier)
    }
    let certificate = try #require(copy.certificate)
    #expect(certificate.publicKey == copy.key.publicKey)
  }

  @Test func `the old card can send nothing more, by no way and under no log`() throws {
    let province = try TestProvince()
    var (kiosk, branch) = try province.copied()
    _ = try province.announce(&branch, of: kiosk.log, at: 40)
    try province.take(branch, from: 40)
    var copy = try restored(kiosk, at: 30)
    try replace(kiosk, by: &copy, province)
    let before = try province.fingerprint()

    #expect(try problemCode { try access(province, kiosk.token, kiosk.log) } == "token-unknown")
    #expect(try problemCode { try access(province, branch.token, branch.log) } == "revoked")
    try kiosk.fill(70)
    #expect(try problemCode { try province.take(kiosk, from: 60) } == "signature")
    // What it had sent before may lie on a stick still: a repeat brings nothing.
    let repeated = try province.collector.accept(try kiosk.batch(0, 40), log: kiosk.log, range: nil)
    #expect(repeated.stored == 0)
    let again = try kiosk.branched(at: 50)
    #expect(
      try problemCode {
        _ = try province.application.branches.take(
          try again.announcement(of: kiosk.log, fork: 50), of: kiosk.log)
      } == "branch-signature")
    for log in [nil, kiosk.log] {
      #expect(
        try problemCode {
          _ = try province.application.enrolments.enrol(
            try kiosk.enrolment(code: try code(province, for: log)), address: Self.address)
        } == (log == nil ? "log-taken" : "revoked"))
    }
    var fresh = TestKiosk(host: "province.test")
    fresh.key = kiosk.key
    #expect(
      try problemCode {
        _ = try province.application.enrolments.enrol(
          try fresh.enrolment(code: try code(province, for: nil)), address: Self.address)
      } == "revoked")
    // Nothing but the codes has come.
    let codes = { (text: String) in text.split(separator: " ").filter { !$0.hasPrefix("enrol") } }
    #expect(codes(try province.fingerprint()) == codes(before))
    #expect(try province.fleet().kiosks.count == 2)
  }

  @Test func `what the old device had issued stays good, also what only the backup brings`() throws
  {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(1)
    let known = try kiosk.issue("14464-1-2026-000001")
    try province.take(kiosk)
    let late = try kiosk.issue("14464-1-2026-000002")
    var copy = try restored(kiosk, at: 3)
    let stolen = try kiosk.issue("14464-1-2026-000003")

    try replace(kiosk, by: &copy, province)
    #expect(try verdict(province, known) == .genuine)
    #expect(try verdict(province, late) == .deviceWithdrawn)
    _ = try province.announce(&copy, of: kiosk.log, at: 2)
    let new = try copy.issue("14464-1-2026-000004")
    try province.take(copy, from: 2)
    #expect(try province.application.lateCertificates.look() == 1)
    #expect(try province.application.lateCertificates.look() == 0)

    #expect(try verdict(province, known) == .genuine)
    #expect(try verdict(province, late) == .genuine)
    #expect(try verdict(province, new) == .genuine)
    #expect(try verdict(province, stolen) == .deviceWithdrawn)
    #expect(try province.count("notice") == 2)
  }

  @Test func `a device that was withdrawn first is replaced, and its notice stands`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(1)
    let before = try kiosk.issue("14464-1-2026-000001")
    try province.take(kiosk)
    province.clock.advance(seconds: 3 * 86_400)
    let theft = Day(wallMilliseconds: province.clock.milliseconds)
    let stolen = try kiosk.issue("14464-1-2026-000002")
    try province.take(kiosk, from: 2)
    _ = try province.application.withdrawals.withdraw(
      log: kiosk.log, reason: "mất trộm", lost: theft)

    var copy = try restored(kiosk, at: 2)
    let answer = try replace(kiosk, by: &copy, province)
    try access(province, answer.token, kiosk.log)
    let branch = try province.announce(&copy, of: kiosk.log, at: 2)
    try province.take(copy, from: 2)

    #expect(branch.numbers == ["14464-1/2026": 2])
    #expect(try province.application.lateCertificates.look() == 0)
    #expect(try province.count("notice") == 1)
    #expect(try verdict(province, before) == .genuine)
    #expect(try verdict(province, stolen) == .deviceWithdrawn)
  }

  @Test func `a code is for one log of its own centre`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(3)
    try province.take(kiosk)
    let other = try province.enrolledKiosk()
    let enrolments = province.application.enrolments

    let unknown = try #require(throws: Refused.self) {
      _ = try enrolments.offer(centre: Self.centre, name: "", replaces: LogID.random())
    }
    #expect(unknown.saying.text == .enrolReplacesUnknown)
    let elsewhere = try #require(throws: Refused.self) {
      _ = try enrolments.offer(centre: "99999-7", name: "", replaces: kiosk.log)
    }
    #expect(elsewhere.saying.text == .enrolReplacesElsewhere)
    #expect(elsewhere.saying.values["own"] == Self.centre)

    var copy = try restored(kiosk, at: 3)
    let forOther = try code(province, for: other.log)
    #expect(
      try problemCode { try replace(kiosk, by: &copy, province, code: forOther) } == "code-log")
    copy.key = other.key
    #expect(try problemCode { try replace(kiosk, by: &copy, province) } == "key-taken")
    #expect(try province.stream(kiosk.log).key == kiosk.key.publicKey)
    #expect(try province.count("notice") == 0)
    try access(province, kiosk.token, kiosk.log)
  }

  @Test func `the same code gives the same answer again, and takes nobody else's place`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(3)
    try province.take(kiosk)
    var (copy, thief) = (try restored(kiosk, at: 3), try restored(kiosk, at: 3))
    let code = try code(province, for: kiosk.log)

    let first = try replace(kiosk, by: &copy, province, code: code)

    #expect(try replace(kiosk, by: &copy, province, code: code) == first)
    #expect(
      try problemCode { try replace(kiosk, by: &thief, province, code: code) } == "code-used")
    // The kiosk that found its key after all is enrolled as ever.
    let found = try self.code(province, for: kiosk.log)
    let again = try replace(kiosk, by: &copy, province, code: found)
    #expect(again.token != first.token)
    #expect(try province.count(#""formerKey""#) == 1)
  }

  @Test func `a kiosk that is replaced twice is verified by three keys`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(10)
    try province.take(kiosk)
    var second = try restored(kiosk, at: 8)
    try replace(kiosk, by: &second, province)
    _ = try province.announce(&second, of: kiosk.log, at: 8)
    try second.fill(20)
    try province.take(second, from: 8)
    var third = try restored(second, at: 15)
    try replace(second, by: &third, province)
    _ = try province.announce(&third, of: second.log, at: 15)
    try third.fill(30)
    try province.take(third, from: 15)

    for (log, lines) in [
      (kiosk.log, kiosk.lines), (second.log, second.lines), (third.log, third.lines),
    ] {
      #expect(try province.finding(in: log) == nil)
      #expect(try province.lines(log) == lines)
      #expect(try province.stream(log).key == third.key.publicKey)
    }
  }

  @Test func `a kiosk without a network is replaced by files`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(10)
    try province.take(kiosk)
    var copy = try restored(kiosk, at: 6)
    try copy.fill(12)
    let folder = "\(NSTemporaryDirectory())/replaced-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var asks = kiosk
    asks.key = copy.key
    let file = "\(folder)/request.json"
    try Data(try asks.enrolmentBody(code: "", [:])).write(to: URL(fileURLWithPath: file))

    let done = try province.application.carriedEnrolment.enrol(
      file: file, code: try code(province, for: kiosk.log), url: "")

    #expect(done.log == kiosk.log)
    #expect(try province.carry(copy, of: kiosk.log, from: 0) == 6)
    try province.take(copy, from: 0)
    #expect(try province.lines(copy.log) == copy.lines)
    #expect(try province.finding(in: copy.log) == nil)
  }

  @Test func `with an offline root the new key waits for its certificate, the old one is out`()
    throws
  {
    let province = try TestProvince()
    let offline = try OfflineMachine(now: province.clock.milliseconds)
    _ = try province.application.adoption.adopt(try offline.roots())
    var kiosk = try province.enrolledKiosk()
    _ = try province.application.answerImport.take(try offline.certify(province))
    try kiosk.fill(3)
    try province.take(kiosk)
    var copy = try restored(kiosk, at: 3)

    #expect(try replace(kiosk, by: &copy, province).certificate == nil)
    let outcome = try province.application.answerImport.take(try offline.certify(province))

    #expect(outcome.refusals.isEmpty)
    #expect(outcome.notices == 1)
    #expect(outcome.certificates.map(\.deviceCertificate.publicKey) == [copy.key.publicKey])
  }
}
