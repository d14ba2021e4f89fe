import Evidence
import Testing

@testable import Province

@Suite struct ErasureTests {
  /// A kiosk whose resident L1 has two certificates, of which the second is cancelled, and L2 none.
  private func given(_ province: TestProvince) throws -> TestKiosk {
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(1)
    try kiosk.add("resident.add", ["r": .text("L1")])
    try kiosk.add("resident.add", ["r": .text("L2")])
    try kiosk.issue("14464-1-2026-000001")
    try kiosk.issue("14464-1-2026-000002")
    try kiosk.cancel("14464-1-2026-000002", issued: 4)
    try province.take(kiosk)
    return kiosk
  }

  private func erase(
    _ kiosk: inout TestKiosk, _ province: TestProvince, _ pseudonym: String = "L1"
  ) throws {
    let start = kiosk.size
    try kiosk.add("resident.erase", ["r": .text(pseudonym), "w": .text("request")])
    _ = try province.collector.accept(
      try kiosk.batch(start, kiosk.size), log: kiosk.log, range: nil)
    try province.application.projector.catchUp()
  }

  @Test func `every value of the person goes, those of others stay`() throws {
    let province = try TestProvince()
    var kiosk = try given(province)
    #expect(try province.count("personal") == 4)

    try erase(&kiosk, province, "L2")
    #expect(try province.count("personal") == 4)
    try erase(&kiosk, province)

    #expect(try province.count("personal") == 0)
    #expect(try province.count("erasure") == 2)
    #expect(try province.count("quarantine") == 0)
    #expect(try province.count("certificate") == 2)
  }

  @Test func `values that arrive later are declined, of a repeated document too`() throws {
    let province = try TestProvince()
    var kiosk = try given(province)
    try erase(&kiosk, province)

    let outcome = try province.application.personal.accept(
      try kiosk.personalDocument(0, kiosk.size), log: kiosk.log,
      range: try SeqRange("0-\(kiosk.size)"))

    #expect(outcome.kept == 0 && outcome.declined == 4)
    #expect(try province.count("personal") == 0)
  }

  @Test func `lists and notices are the same before and after`() throws {
    let province = try TestProvince()
    var kiosk = try given(province)
    let before = try province.application.publisher.publish()
    let good = try province.application.bundles.bundle()?.list

    try erase(&kiosk, province)

    let after = try province.application.publisher.publish()
    #expect(after.certificates == before.certificates && after.revoked == before.revoked)
    #expect(after.revoked == 1)
    #expect(try province.application.bundles.bundle()?.list.table == good?.table)
    let outcome = try province.application.withdrawals.withdraw(
      log: kiosk.log, reason: "mất trộm", lost: nil)
    #expect(outcome.good == 2 && outcome.unknown == 0)
  }

  @Test func `a cancellation away from home still counts once the token is gone`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk(centre: "13225-1")
    try kiosk.fill(1)
    try kiosk.issue("14464-1-2026-000007")
    try kiosk.cancel("14464-1-2026-000007", issued: 1)
    try province.take(kiosk)
    let before = try province.pool.withConnection { try Cancellations.all($0).counted }
    #expect(before.count == 1)

    try erase(&kiosk, province)

    #expect(try province.pool.withConnection { try Cancellations.all($0).counted } == before)
  }

  @Test func `making the tables again forgets no erasure`() throws {
    let province = try TestProvince()
    var kiosk = try given(province)
    try erase(&kiosk, province)

    try province.application.projector.reset()
    try province.application.projector.catchUp()

    #expect(try province.count("erasure") == 1)
    let outcome = try province.application.personal.accept(
      try kiosk.personalDocument(0, kiosk.size), log: kiosk.log,
      range: try SeqRange("0-\(kiosk.size)"))
    #expect(outcome.declined == 4)
  }

  @Test func `the person is erased in the logs that branched after the registration`() throws {
    let province = try TestProvince()
    var kiosk = try given(province)
    let branch = try given(province)
    let stranger = try given(province)
    let ids = try province.pool.withConnection { connection in
      try [kiosk, branch, stranger].map { try Stream.find($0.log, connection)?.id ?? -1 }
    }
    // The first two share the registration; the third branched before it.
    try province.pool.withConnection { connection in
      for (child, fork) in [(ids[1], 3), (ids[2], 1)] as [(Int64, Int64)] {
        try connection.change(
          "UPDATE stream SET parent = $2, fork = $3 WHERE id = $1",
          [.integer(child), .integer(ids[0]), .integer(fork)])
      }
    }

    try erase(&kiosk, province)

    for (id, left) in zip(ids, [0, 0, 4]) {
      let rows = try province.integer("SELECT count(*) AS n FROM personal WHERE stream = \(id)")
      #expect(rows == Int64(left))
    }
    try province.pool.withConnection { connection in
      try Erasures.inherit(branch: ids[2], from: ids[0], fork: 2, connection)
    }
    #expect(try province.count("erasure") == 3)
  }

  @Test func `no value arrives in a branch that was seen late while its person is erased`() throws {
    let province = try TestProvince()
    let kiosk = try given(province)
    let branch = try given(province)
    let (id, late) = (try province.stream(kiosk.log).id, try province.stream(branch.log).id)
    // Of another key, so that it is not locked with the kin: as a branch that came while that was waited for.
    _ = try province.pool.withConnection {
      try $0.change(
        "UPDATE stream SET parent = $2, fork = 3 WHERE id = $1", [.integer(late), .integer(id)])
    }

    try province.pool.transaction { connection in
      try Erasures.lockKin(of: id, connection)
      try Erasures.carryOut([Facts.Erased(seq: 6, pseudonym: "L1")], stream: id, connection)

      let refusal = #expect(throws: PostgresError.self) {
        try province.pool.transaction { other in
          try other.execute("SET LOCAL lock_timeout = '1ms'")
          _ = try Stream.lock(branch.log, other)
        }
      }
      #expect(refusal?.code == "55P03", "whoever stores values waits")
      try province.pool.transaction { other in
        try other.execute("SET LOCAL lock_timeout = '2s'")
        try other.query("SELECT 1 FROM stream WHERE id = $1 FOR KEY SHARE", [.integer(late)])
      }
    }

    let outcome = try province.application.personal.accept(
      try branch.personalDocument(0, branch.size), log: branch.log,
      range: try SeqRange("0-\(branch.size)"))
    #expect(outcome.kept == 0 && outcome.declined == 4)
  }

  @Test func `a log and its branch that erase at once do not wait for ever`() throws {
    let province = try TestProvince()
    var kiosk = try given(province)
    var copy = try kiosk.branched(at: kiosk.size)
    let fork = kiosk.size
    _ = try province.application.branches.take(
      try copy.announcement(of: kiosk.log, fork: fork), of: kiosk.log)
    try province.application.projector.catchUp()
    let collector = province.collector
    func write(_ kiosk: inout TestKiosk) throws {
      try kiosk.add("resident.add", ["r": .text("L9")])
      try kiosk.add("visit.in", ["r": .text("L9"), "s": .text("S")])
      try kiosk.add("resident.erase", ["r": .text("L1"), "w": .text("request")])
      _ = try collector.accept(try kiosk.batch(fork, kiosk.size), log: kiosk.log, range: nil)
    }
    try write(&kiosk)
    try write(&copy)
    let blocker = try Connection(try province.settings.target)
    try blocker.execute("BEGIN; LOCK TABLE visit IN SHARE MODE")

    let pool = province.pool
    let threads = [1, 2].map { (stream: Int64) in
      OwnThread {
        var limit: Int64 = 100
        return try Projector(pool: pool).step(stream, limit: &limit)
      }
    }
    let watcher = try Connection(try province.settings.target)
    while try watcher.query(
      """
      SELECT 1 FROM pg_stat_activity
      WHERE wait_event_type = 'Lock' AND datname = current_database()
      """
    ).count < 2 {}
    try blocker.execute("ROLLBACK")

    #expect(try threads.map { try $0.value() } == [3, 4])
    #expect(try province.count("erasure") == 2)
  }

  @Test func `an erasure without a pseudonym is set apart and erases nothing`() throws {
    let province = try TestProvince()
    var kiosk = try given(province)
    try kiosk.add("resident.erase", ["w": .text("request")])
    _ = try province.collector.accept(
      try kiosk.batch(kiosk.size - 1, kiosk.size), log: kiosk.log, range: nil)
    try province.application.projector.catchUp()

    #expect(try province.count("personal") == 4)
    #expect(try province.count("quarantine") == 1)
  }
}
