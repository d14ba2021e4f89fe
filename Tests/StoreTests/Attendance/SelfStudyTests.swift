import Centre
import Evidence
import GRDB
import Testing

@testable import Store

/// Self-study on a board whose clock may claim any day.
@Suite struct SelfStudyTests {
  private static let nextDay = Day(daysSince1970: TestStore.day.daysSince1970 + 1)

  /// Power comes back some time later; the clock goes on from where the log ends.
  private func reboot(_ test: TestStore) throws {
    test.now.boot += 1
    test.now.bootMilliseconds = 10_000
    test.now.wallMilliseconds += 1_000
    test.now.quality = .restoredFloor
    try test.reopen()
  }

  /// The province says that a day has passed since the clock's own time.
  private func sync(_ test: TestStore, later days: Int64) throws {
    test.pass(seconds: 30)
    let truth = test.now.wallMilliseconds + days * Day.milliseconds
    try test.store.recordClock(
      "clock.sync", ["st": .integer(truth), "rt": .integer(80)], now: test.now)
    test.now.wallMilliseconds = truth
    test.now.quality = .receipt
  }

  private func kinds(_ test: TestStore, last: Int64) throws -> [String] {
    let size = try test.store.logSize()
    return try (size - last..<size).map { try #require(try test.store.event(at: $0)).kind }
  }

  @Test func `after a power cut a clock that knows no day tells nobody of being in already`() throws
  {
    let test = try TestStore()
    let resident = try test.resident()
    let first = try #require(try test.checkIn(resident).welcome)
    try reboot(test)

    let second = try #require(try test.checkIn(resident).welcome)
    let again = try #require(try test.checkIn(resident).alreadyIn)

    #expect(second.sessionCode != first.sessionCode)
    #expect(again.visitId == second.visitId)
    #expect(try test.store.session(code: first.sessionCode)?.state == .closed)
  }

  @Test(arguments: [ClockQuality.operatorSet, .networkTime, .receipt])
  func `after a power cut a clock that was set goes on with the day's`(
    _ quality: ClockQuality
  )
    throws
  {
    let test = try TestStore()
    let resident = try test.resident()
    let first = try #require(try test.checkIn(resident).welcome)
    try reboot(test)
    test.now.quality = quality

    let again = try #require(try test.checkIn(resident).alreadyIn)

    #expect(again.visitId == first.visitId)
  }

  @Test func `once the day is known the session moves to it, and the day goes on with it`() throws {
    let test = try TestStore()
    let (one, two) = (try test.resident("A A"), try test.resident("B B"))
    let yesterday = try #require(try test.checkIn(one).welcome)
    try reboot(test)
    let moved = try #require(try test.checkIn(one).welcome)

    try sync(test, later: 1)

    #expect(try kinds(test, last: 2) == ["clock.sync", "session.edit"])
    let session = try #require(try test.store.session(code: moved.sessionCode))
    #expect(session.day == Self.nextDay)
    #expect(session.startMilliseconds == Self.nextDay.startMilliseconds)
    #expect(session.endMilliseconds == session.startMilliseconds + Day.milliseconds)
    #expect(session.state == .open)
    #expect(try test.store.session(code: yesterday.sessionCode)?.day == TestStore.day)
    #expect(try test.store.today(TestStore.day).turns == 1)
    #expect(try test.store.today(Self.nextDay).turns == 1)
    #expect(try test.checkIn(one).alreadyIn?.visitId == moved.visitId)
    #expect(try test.checkIn(two).welcome?.sessionCode == moved.sessionCode)
    #expect(try test.store.integrityCheck() == [])
  }

  @Test func `what turns out to be the same day stays as it was counted`() throws {
    let test = try TestStore()
    let resident = try test.resident()
    _ = try test.checkIn(resident)
    try reboot(test)
    let again = try #require(try test.checkIn(resident).welcome)

    try sync(test, later: 0)

    #expect(try kinds(test, last: 1) == ["clock.sync"])
    #expect(try test.store.today(TestStore.day).turns == 2)
    #expect(try test.store.today(TestStore.day).people == 1)
    #expect(try test.store.today(TestStore.day).present == 1)
    #expect(try test.checkIn(resident).alreadyIn != nil)
    #expect(try test.store.session(code: again.sessionCode)?.state == .open)
    #expect(try test.store.integrityCheck() == [])
  }

  @Test func `a mistaken word is put right by the next, and nobody is lost`() throws {
    let test = try TestStore()
    let resident = try test.resident()
    _ = try test.checkIn(resident)
    try reboot(test)
    let moved = try #require(try test.checkIn(resident).welcome)
    let old = test.now.wallMilliseconds
    for days in [3, 1] as [Int64] {
      try test.store.recordClock(
        "clock.set",
        ["u": .integer(1), "f": .integer(old), "w": .integer(old + days * Day.milliseconds)],
        now: test.now)
    }
    try sync(test, later: 1)

    #expect(try test.store.session(code: moved.sessionCode)?.day == Self.nextDay)
    #expect(try test.store.today(TestStore.day).turns == 1)
    #expect(try test.store.today(Self.nextDay).turns == 1)
  }

  @Test func `a damaged line does not keep the clock from being recorded`() throws {
    let test = try TestStore()
    let resident = try test.resident()
    _ = try test.checkIn(resident)
    try reboot(test)
    let visit = try #require(try test.checkIn(resident).welcome)
    let session = try #require(try test.store.session(code: visit.sessionCode))
    let add = try #require(try test.value("SELECT addSeq FROM session WHERE id = \(session.id)"))
    try test.raw(
      """
      DROP TRIGGER entryIsFinal; UPDATE entry SET line = x'7b22' WHERE seq = \(add);
      CREATE TRIGGER entryIsFinal BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'x'); END;
      """)

    try sync(test, later: 1)

    #expect(try kinds(test, last: 1) == ["clock.sync"])
  }

  @Test func `a person's word about the clock moves the session as well`() throws {
    let test = try TestStore()
    let resident = try test.resident()
    _ = try test.checkIn(resident)
    try reboot(test)
    let moved = try #require(try test.checkIn(resident).welcome)
    let (old, word) = (test.now.wallMilliseconds, test.now.wallMilliseconds + Day.milliseconds)

    try test.store.recordClock(
      "clock.set", ["u": .integer(1), "f": .integer(old), "w": .integer(word)], now: test.now)

    #expect(try test.store.session(code: moved.sessionCode)?.day == Self.nextDay)
  }

  @Test func `a day that nothing tells stays as the clock claimed it`() throws {
    let test = try TestStore()
    let resident = try test.resident()
    _ = try test.checkIn(resident)
    try reboot(test)
    let lost = try #require(try test.checkIn(resident).welcome)
    try reboot(test)

    try sync(test, later: 3)

    #expect(try test.store.session(code: lost.sessionCode)?.day == TestStore.day)
    #expect(try kinds(test, last: 1) == ["clock.sync"])
  }
}
