import Centre
import Evidence
import Store

/// What the talk with the province says about the time: its answer to a hello becomes an event, by which
/// the times of this start of the machine are corrected; a receipt's signature sets the clock.
struct ClockExchange: Sendable {
  /// While the last answer of this start is younger, an answer that agrees with it makes no event: a
  /// mark an hour is enough, and every event wears the card.
  private static let restMilliseconds: Int64 = 3_600_000
  /// While no receipt has set the clock, the next answer makes an event for it to cover, but not more
  /// often than this.
  private static let waitMilliseconds: Int64 = 60_000
  /// How far an answer may be from the last one and still agree with it.
  private static let agreementMilliseconds: Int64 = 1_000

  let store: Store
  let clock: Clock
  let timekeeper: Timekeeper?

  /// Looks for a step of the clock; a step is an event. Where the time that is believed moved with it,
  /// nobody who is signed in is signed out.
  func look() throws {
    try timekeeper?.look { jump in
      try store.recordClock(
        "clock.jump",
        [
          "f": .integer(jump.expectedMilliseconds), "d": .integer(jump.differenceMilliseconds),
        ], now: clock.read())
    }
    let shift = timekeeper?.drift() ?? 0
    if abs(shift) >= Self.shiftMilliseconds {
      try store.shiftSignIns(byMilliseconds: shift)
    }
  }

  /// Notes the time that came with a question of the province.
  /// - Parameter arrived: the clock when it had come.
  func note(server: Int64, arrived: ClockReading) throws {
    var asked = arrived
    asked.bootMilliseconds -= ProvinceTime.mostMilliseconds
    try note(server: server, asked: asked, answered: arrived)
  }

  /// Notes the time that the province said in its answer to a hello.
  /// - Parameters:
  ///   - server: its time, milliseconds since 1970; one before this program was written says nothing.
  ///   - asked: the clock when the hello left.
  ///   - answered: the clock when the answer had come.
  func note(server: Int64, asked: ClockReading, answered: ClockReading) throws {
    let roundTrip = answered.bootMilliseconds - asked.bootMilliseconds
    guard server >= ClockFloor.programMilliseconds, server <= Self.latestMilliseconds,
      roundTrip >= 0, asked.boot == answered.boot,
      try isNews(
        .sync(
          boot: answered.boot, bootMilliseconds: answered.bootMilliseconds, server: server,
          roundTrip: roundTrip))
    else { return }
    try store.recordClock(
      "clock.sync", ["st": .integer(server), "rt": .integer(roundTrip)], now: answered)
  }

  /// Sets the clock by a receipt of this very log, if it was signed just now.
  /// - Parameter arrived: the clock when it arrived.
  func take(_ receipt: Receipt, arrived: ClockReading) throws {
    let last = receipt.checkpoint.size - 1
    guard last >= 0, let covered = try store.event(at: last)?.clock else { return }
    try store.recordReceiptTime(seconds: receipt.timeSeconds, covered: covered, now: arrived)
    guard let timekeeper, covered.boot == arrived.boot else { return }
    let isTaken = try timekeeper.take(
      receiptSeconds: receipt.timeSeconds, after: covered.bootMilliseconds,
      before: arrived.bootMilliseconds)
    let shift = clock.nowMilliseconds - arrived.wallMilliseconds
    if isTaken, abs(shift) >= Self.shiftMilliseconds {
      try store.shiftSignIns(byMilliseconds: shift)
    }
  }

  /// A clock that moves by less signs nobody out.
  private static let shiftMilliseconds: Int64 = 60_000
  /// 1 January 2200: the end of the years that the desk's forms take.
  private static let latestMilliseconds: Int64 = 7_258_118_400_000

  private func isNews(_ mark: TimeMark) throws -> Bool {
    guard let last = try store.lastSync(boot: mark.boot) else { return true }
    let age = mark.bootMilliseconds - last.bootMilliseconds
    let isWaiting = timekeeper.map { !$0.hasReceipt } ?? false
    if age >= (isWaiting ? Self.waitMilliseconds : Self.restMilliseconds) || age < 0 { return true }
    guard let from = last.earliest, let to = last.latest, let earliest = mark.earliest,
      let latest = mark.latest
    else { return true }
    let apart = max(earliest - (to + age), (from + age) - latest)
    return apart > Self.agreementMilliseconds
  }
}
