import Centre
import Evidence
import HTTP
import Testing

@testable import Province

/// A copied or restored card: both histories whole, what they share stored once.
@Suite struct BranchTests {
  /// A line that no kiosk here has written.
  private static func otherLine(seq: Int64) throws -> [UInt8] {
    let clock = ClockReading(
      boot: 9, bootMilliseconds: 1, wallMilliseconds: 1_795_395_600_000, quality: .networkTime)
    return try Event(seq: seq, clock: clock, kind: "log.boot", fields: [:]).line()
  }

  @Test func `both histories stay whole, and what they share is stored once`() throws {
    let province = try TestProvince()
    var (kiosk, copy) = try province.copied()

    let answer = try province.announce(&copy, of: kiosk.log, at: 40)
    try province.take(copy, from: 40)

    #expect(answer.next == 40)
    #expect(answer.root == kiosk.tree(40).root)
    let receipt = try Receipt(
      text: try #require(answer.receipt), province: province.application.keys.verifier)
    #expect(receipt.checkpoint == Checkpoint(origin: copy.origin, size: 40, root: answer.root))
    #expect(try province.lines(kiosk.log) == kiosk.lines)
    #expect(try province.lines(copy.log) == copy.lines)
    #expect(try province.count("event") == kiosk.size + copy.size - 40)
    let branch = try province.stream(copy.log)
    #expect(branch.range == copy.tree(copy.size))
    for size in [0, 7, 40, 41, copy.size] {
      let tree = try province.pool.withConnection { try branch.range(at: size, $0) }
      #expect(tree == copy.tree(size), "\(size)")
    }
    try kiosk.fill(80)
    try province.take(kiosk, from: 60)
    #expect(try province.lines(kiosk.log) == kiosk.lines)
  }

  @Test func `batches of both go on in any order, with overlap into what is shared`() throws {
    let province = try TestProvince()
    var (kiosk, copy) = try province.copied()
    _ = try province.announce(&copy, of: kiosk.log, at: 40)

    for (start, end) in [(0, 45), (38, 50), (0, 30), (20, 40), (30, copy.size), (40, 61)] {
      _ = try province.collector.accept(
        try copy.batch(Int64(start), Int64(end)), log: copy.log, range: nil)
    }

    #expect(try province.lines(copy.log) == copy.lines)
    #expect(
      try problemCode {
        var other = copy
        other.replace(3, with: try Self.otherLine(seq: 3))
        _ = try province.collector.accept(
          try other.batch(0, copy.size), log: copy.log, range: nil)
      } == "fork")
  }

  @Test func `a repeated announcement gets the same answer, and another place changes nothing`()
    throws
  {
    let province = try TestProvince()
    var (kiosk, copy) = try province.copied()
    let first = try province.announce(&copy, of: kiosk.log, at: 40)
    let before = try province.fingerprint()

    #expect(try province.announce(&copy, of: kiosk.log, at: 40) == first)
    #expect(try province.announce(&copy, of: kiosk.log, at: 12) == first)

    #expect(try province.fingerprint() == before)
    #expect(try province.count("stream") == 2)
  }

  @Test func `whoever may not branch, or not there, leaves the database untouched`() throws {
    let province = try TestProvince()
    let (kiosk, copy) = try province.copied()
    let other = try province.enrolledKiosk()
    let branches = province.application.branches
    let before = try province.fingerprint()
    let root = Digest(sha256: [1])

    let cases: [(String, BranchRequest, LogID)] = [
      (
        "branch-signature", try copy.announcement(of: kiosk.log, fork: 40, by: SigningKey()),
        kiosk.log
      ),
      ("root", try copy.announcement(of: kiosk.log, fork: 40, root: root), kiosk.log),
      ("root", try copy.announcement(of: kiosk.log, fork: 41), kiosk.log),
      ("gap", try copy.announcement(of: kiosk.log, fork: 61), kiosk.log),
      ("branch-fork", try copy.announcement(of: kiosk.log, fork: 39), kiosk.log),
      ("branch-fork", try copy.announcement(of: kiosk.log, fork: 0), kiosk.log),
      ("branch-log", try copy.announcement(of: kiosk.log, fork: 40), other.log),
      ("branch-signature", try copy.announcement(of: other.log, fork: 0), other.log),
    ]
    for (name, request, log) in cases {
      #expect(try problemCode { _ = try branches.take(request, of: log) } == name)
    }
    #expect(try province.fingerprint() == before)
  }

  @Test func `a kiosk that was withdrawn opens no new log, and its branches are out with it`()
    throws
  {
    let province = try TestProvince()
    var (kiosk, copy) = try province.copied()
    _ = try province.announce(&copy, of: kiosk.log, at: 40)
    try province.take(copy, from: 40)
    var third = try copy.branched(at: 50)
    let withdrawals = Withdrawals(
      pool: province.pool, keys: province.application.keys, clock: province.clock.wall)

    _ = try withdrawals.withdraw(log: kiosk.log, reason: "mất trộm", lost: nil)

    #expect(try province.fleet().kiosks.allSatisfy(\.isRevoked))
    #expect(
      try problemCode { _ = try province.announce(&third, of: copy.log, at: 50) } == "revoked")
    try province.serving { wire in
      let path = "/v1/logs/\(copy.log.hex)/root?size=1"
      let answer = try wire.send("GET", path, [("Authorization", "Bearer \(copy.token)")])
      #expect(answer.status == 403)
    }
  }

  @Test func `personal values of what is shared may still come under the new name`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.add("log.start")
    try kiosk.issue("14464-1-2026-000001")
    _ = try province.collector.accept(try kiosk.batch(0, 2), log: kiosk.log, range: nil)
    var copy = try kiosk.branched(at: 2)
    try kiosk.add("log.boot")
    try province.take(kiosk, from: 2)
    _ = try province.announce(&copy, of: kiosk.log, at: 2)
    #expect(try province.stream(copy.log).personal == 0)

    let outcome = try province.application.personal.accept(
      try copy.personalDocument(0, 2), log: copy.log, range: try SeqRange("0-2"))

    #expect(outcome.kept == 2)
    try province.application.projector.catchUp()
    let list = try CertificateList(province.pool, centre: nil, page: 1, rows: 20)
    #expect(list.items.map(\.name) == ["Đỗ Thị Hạnh"])
  }

  @Test func `a key has 65 logs at most`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(3)
    try province.take(kiosk)
    var last = kiosk
    for _ in 0..<64 {
      var next = try last.branched(at: 3)
      _ = try province.announce(&next, of: last.log, at: 3)
      last = next
    }
    var more = try last.branched(at: 3)

    #expect(
      try problemCode { _ = try province.announce(&more, of: last.log, at: 3) } == "branch-limit")
    #expect(try province.lines(last.log) == Array(kiosk.lines))
    let report = try #require(try province.application.ledgerAudit.audit(last.log))
    #expect(report.finding == nil)
    #expect(report.size == 3)
  }

  @Test func `nothing in common is a branch at 0 without a receipt`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(3)
    try province.take(kiosk)
    var copy = try kiosk.branched(at: 0)
    try copy.fill(5)

    let answer = try province.announce(&copy, of: kiosk.log, at: 0)
    try province.take(copy)

    #expect(answer.receipt == nil)
    #expect(try province.lines(copy.log) == copy.lines)
  }
}
