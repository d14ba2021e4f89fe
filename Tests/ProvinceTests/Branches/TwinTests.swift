import Evidence
import Synchronization
import Testing

@testable import Province

/// The same events under several names of one kiosk's log: stored once, counted once, told once.
@Suite struct TwinTests {
  private let province: TestProvince
  private let store = FakeStore()

  init() throws { province = try TestProvince() }

  /// A whole family of logs: what each has is what its kiosk had, and no event is there twice.
  private func check(_ logs: [TestKiosk]) throws {
    let all = Set(logs.flatMap(\.lines))
    let visits = all.filter { String(decoding: $0, as: UTF8.self).contains("visit.in") }
    try province.application.projector.catchUp()
    #expect(try province.count("event") == Int64(all.count))
    #expect(try province.countedVisits() == Int64(visits.count))
    let people = Set(try visits.map { try Event(line: $0).fields["r"]?.text })
    let centre = try province.fleet().centres.first
    #expect(centre?.turns == Int64(visits.count))
    #expect(centre?.people == Int64(people.count))
    for one in logs {
      #expect(try province.lines(one.log) == one.lines)
      #expect(try province.stream(one.log).range == one.tree(one.size))
      #expect(try province.finding(in: one.log) == nil)
    }
    #expect(try province.forward(to: store) == .complete)
    #expect(store.order.count == visits.count)
    #expect(Set(store.order).count == visits.count)
  }

  private func accept(_ kiosk: TestKiosk, _ start: Int64, _ end: Int64) throws {
    _ = try province.collector.accept(
      try kiosk.batch(start, end), log: kiosk.log, range: nil)
  }

  @Test func `an answer is lost and the kiosk branches again: the log in between counts once`()
    throws
  {
    var first = try province.enrolledKiosk()
    try first.fill(40)
    try province.take(first)
    var middle = try first.branched(at: 40)
    try middle.fill(50)
    var last = try middle.branched(at: 48)
    try last.fill(60)
    #expect(try province.carry(middle, of: first.log, from: 40) == 40)
    try province.take(middle, from: 40)

    // The kiosk knows nothing of that, and announces a branch of the log whose tokens it has.
    _ = try province.announce(&last, of: first.log, at: 40)
    try province.take(last, from: 40)

    try check([first, middle, last])
    #expect(try province.count("shared") == 1)
    try middle.fill(55)
    try last.fill(70)
    try province.take(last, from: 60)
    try province.take(middle, from: 50)
    try check([first, middle, last])
  }

  @Test func `a stick under an older name comes after the branch of it`() throws {
    var first = try province.enrolledKiosk()
    try first.fill(30)
    try province.take(first)
    try first.fill(50)
    var branch = try first.branched(at: 44)
    try branch.fill(60)
    _ = try province.announce(&branch, of: first.log, at: 30)
    try province.take(branch, from: 30)

    for (start, end) in [(30, 37), (37, 42), (40, 50)] as [(Int64, Int64)] {
      try accept(first, start, end)
    }

    try check([first, branch])
    #expect(try province.count("shared") == 1)
    // A branch of a log that has a part of its events elsewhere.
    var third = try first.branched(at: 41)
    try third.fill(55)
    _ = try province.announce(&third, of: first.log, at: 41)
    try province.take(third, from: 41)
    try check([first, branch, third])
    for (log, seq) in [(first, 35), (first, 47), (branch, 35), (third, 40), (third, 50)] {
      let proof = try province.application.proofs.proof(log: log.log, seq: Int64(seq))
      let proven = try proof.verify(province: province.application.keys.verifier)
      #expect(try proven.event.line() == log.lines[seq])
    }
  }

  @Test func `a second log under one key, no branch of the first, counts whom both know once`()
    throws
  {
    var first = try province.enrolledKiosk()
    try first.fill(1)
    try first.add("resident.add", ["r": .text("L1")])
    try province.take(first)
    var second = try first.branched(at: 2)
    try first.add("visit.in", ["r": .text("L1"), "s": .text("2026-0031"), "w": .text("wedge")])
    try second.add("visit.in", ["r": .text("L1"), "s": .text("2026-0032"), "w": .text("wedge")])
    try province.take(first, from: 2)
    let offer = try province.application.enrolments.offer(centre: "14464-1", name: "Gia Viễn")
    _ = try province.application.enrolments.enrol(
      try second.enrolment(code: offer.code.text), address: "127.0.0.1")

    try province.take(second)

    #expect(try province.count("stream WHERE parent IS NOT NULL") == 0)
    #expect(try province.count("shared") == 1)
    try check([first, second])
  }

  @Test func `a row that another log holds too is found by the audit`() throws {
    let (first, branch) = try doubled()
    try province.pool.withConnection { connection in
      _ = try connection.change(
        """
        INSERT INTO event SELECT (SELECT id FROM stream WHERE log = $1), seq, received, kind, line
        FROM event WHERE seq = 35
        """, [.bytes(first.log.bytes)])
    }

    #expect(try province.finding(in: first.log)?.first == 35)
    #expect(try province.finding(in: branch.log) == nil)
  }

  /// A log of which 20 events are stored at its branch.
  private func doubled() throws -> (TestKiosk, TestKiosk) {
    var first = try province.enrolledKiosk()
    try first.fill(30)
    try province.take(first)
    try first.fill(50)
    var branch = try first.branched(at: 50)
    _ = try province.announce(&branch, of: first.log, at: 30)
    try province.take(branch, from: 30)
    try province.take(first, from: 30)
    return (first, branch)
  }

  @Test(arguments: [true, false])
  func `whoever is erased in one of them is erased in both`(_ isBefore: Bool) throws {
    var first = try province.enrolledKiosk()
    try first.fill(2)
    try province.take(first)
    try first.add("resident.add", ["r": .text("L1")])
    try first.issue("14464-1-2026-000001")
    var branch = try first.branched(at: 4)
    _ = try province.announce(&branch, of: first.log, at: 2)
    try province.take(branch, from: 2)
    if !isBefore { try province.take(first, from: 2) }

    let size = branch.size
    try branch.add("resident.erase", ["r": .text("L1"), "u": .integer(1)])
    try province.take(branch, from: size)
    if isBefore { try province.take(first, from: 2) }

    #expect(try province.count("personal") == 0)
    #expect(try province.count("erasure") == 2)
    #expect(try province.count("\"erasedToken\"") == 2)
    let list = try CertificateList(province.pool, centre: nil, page: 1, rows: 20)
    #expect(list.total == 1)
  }

  @Test func `values that came under one name are found under the one that counts`() throws {
    var first = try province.enrolledKiosk()
    try first.fill(2)
    try province.take(first)
    try first.issue("14464-1-2026-000001")
    try first.add("log.boot")
    var branch = try first.branched(at: 4)
    _ = try province.announce(&branch, of: first.log, at: 2)
    try province.take(branch, from: 2)

    try accept(first, 2, 4)
    try province.application.projector.catchUp()

    let list = try CertificateList(province.pool, centre: nil, page: 1, rows: 20)
    #expect(list.items.map(\.name) == ["Đỗ Thị Hạnh"])
    let register = try province.application.branches.take(
      try branch.announcement(of: first.log, fork: 2), of: first.log)
    #expect(register.numbers == ["14464-1/2026": 1])
  }

  @Test func `both names at the same time from many threads end with each event once`() async throws
  {
    var first = try province.enrolledKiosk()
    try first.fill(30)
    try province.take(first)
    try first.fill(600)
    var branch = try first.branched(at: 500)
    try branch.fill(700)
    _ = try province.announce(&branch, of: first.log, at: 30)
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed \(seed)")
    let (collector, projector) = (province.collector, province.application.projector)
    let logs = [first, branch]

    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<6 {
        group.addTask {
          var random = SplitMix(state: seed &+ UInt64(worker))
          let kiosk = logs[worker % 2]
          var next: Int64 = 30
          while next < kiosk.size {
            let start = max(0, next - Int64.random(in: 0...20, using: &random))
            let end = min(kiosk.size, start + Int64.random(in: 1...60, using: &random))
            guard start < end else { continue }
            let bytes = try kiosk.batch(start, end)
            next = try collector.accept(bytes, log: kiosk.log, range: nil).next
            if worker == 0 { try projector.catchUp() }
          }
        }
      }
      try await group.waitForAll()
    }

    try check(logs)
  }
}
