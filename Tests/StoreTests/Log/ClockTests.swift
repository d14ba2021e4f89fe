import Centre
import Evidence
import GRDB
import Testing

@testable import Store

@Suite struct ClockTests {
  private static let hour: Int64 = 3_600_000

  /// Starts the machine again, some time later, with a clock that knows nothing.
  private func reboot(_ test: TestStore, offSeconds: Int64 = 600) throws {
    test.now.boot += 1
    test.now.bootMilliseconds = 10_000
    test.now.wallMilliseconds = 10_000
    test.now.quality = .unset
    try test.reopen()
  }

  private func visit(_ test: TestStore, _ name: String) throws -> Int64 {
    let resident = try test.resident(name)
    return try #require(try test.checkIn(resident).welcome).eventSeq
  }

  private func marks(_ test: TestStore) throws -> [String] {
    try DatabaseQueue(path: test.store.path).read { db in
      try Row.fetchAll(
        db,
        sql: "SELECT kind, boot, bootMs, earliestMs, latestMs FROM clockMark ORDER BY boot, bootMs"
      ).map { "\($0)" }
    }
  }

  @Test func `an old database learns its starts and its network time at the first opening`() throws
  {
    let test = try TestStore()
    _ = try visit(test, "Đỗ Thị Hạnh")
    test.pass(seconds: 60)
    try reboot(test)
    let seq = try visit(test, "Trần Văn Hai")
    let known = try marks(test)
    #expect(known.count == 1)
    let starts = try test.value("SELECT sum(boot * 1000 + firstSeq) FROM clockBoot")
    try test.raw(
      """
      DROP TABLE clockMark; DROP TABLE clockBoot; DROP TABLE visitOut;
      DELETE FROM grdb_migrations WHERE identifier = '4 clock'
      """)

    try test.reopen()

    #expect(try marks(test) == known)
    #expect(try test.value("SELECT sum(boot * 1000 + firstSeq) FROM clockBoot") == starts)
    let time = try #require(try test.store.times(of: [seq])[seq])
    #expect((time.earliest ?? .min) > TestStore.day.startMilliseconds, "after the first start")
    #expect(time.latest == nil)
  }

  @Test func `a receipt bounds what it covers and what comes after it`() throws {
    let test = try TestStore()
    test.now.quality = .unset
    try reboot(test)
    let covered = try visit(test, "Đỗ Thị Hạnh")
    let then = test.now
    test.pass(seconds: 30)
    try test.store.recordReceiptTime(seconds: 1_795_000_000, covered: then, now: test.now)
    test.pass(seconds: 30)
    let later = try visit(test, "Trần Văn Hai")

    let times = try test.store.times(of: [covered, later])

    #expect(try #require(times[covered]?.latest) <= 1_795_000_001_000)
    #expect(try #require(times[later]?.earliest) >= 1_795_000_029_000)
    #expect(times[covered]?.claimed == then.wallMilliseconds)
  }

  @Test func `a receipt adds nothing where the province has answered`() throws {
    let test = try TestStore()
    test.now.quality = .unset
    try reboot(test)
    try test.store.recordClock(
      "clock.sync", ["st": .integer(1_795_000_000_000), "rt": .integer(100)], now: test.now)
    let known = try marks(test)

    try test.store.recordReceiptTime(seconds: 1_795_000_005, covered: test.now, now: test.now)

    #expect(try marks(test) == known)
    #expect(try test.store.lastSync(boot: test.now.boot)?.earliest == 1_795_000_000_000)
    #expect(try test.store.lastSync(boot: test.now.boot + 1) == nil)
  }

  @Test func `an hour of network time makes one mark, and a setting makes one of its own`() throws {
    let test = try TestStore()
    for _ in 0..<5 {
      test.pass(seconds: 900)
      _ = try test.resident()
    }
    let before = try marks(test).count

    try test.store.recordClock(
      "clock.set", ["u": .integer(1), "f": .integer(1), "w": .integer(2)], now: test.now)

    #expect(before == 2)
    #expect(try marks(test).count == 3)
  }

  @Test func `setting the clock signs nobody out`() throws {
    let test = try TestStore()
    let user = try test.store.createUser(
      name: "Hạnh", role: .clerk, passwordHash: "x", now: test.now)
    let wall = test.now.wallMilliseconds
    try test.store.createWebSession(
      tokenHash: [UInt8](repeating: 7, count: 32), user: user.id,
      csrf: String(repeating: "c", count: 16), nowMilliseconds: wall,
      expiresMilliseconds: wall + Self.hour)

    try test.store.shiftSignIns(byMilliseconds: 900 * 24 * Self.hour)

    let session = try test.store.webSession(
      tokenHash: [UInt8](repeating: 7, count: 32), nowMilliseconds: wall + 900 * 24 * Self.hour)
    #expect(session?.expiresMilliseconds == wall + Self.hour + 900 * 24 * Self.hour)
  }

  @Test func `a visit that is taken back takes its leaving with it`() throws {
    let test = try TestStore()
    let seq = try visit(test, "Đỗ Thị Hạnh")
    _ = try test.store.checkOut(visit: seq, source: .wedge, now: test.now)
    #expect(try test.value("SELECT count(*) FROM visitOut") == 1)

    _ = try test.store.undoVisit(seq, withinSeconds: 60, now: test.now)

    #expect(try test.value("SELECT count(*) FROM visitOut") == 0)
    #expect(try test.store.integrityCheck() == [])
  }
}
