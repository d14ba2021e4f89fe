internal import Centre
internal import Evidence
internal import GRDB

extension Transaction {
  /// While a start of the machine has a younger mark than this, an event under network time adds
  /// none: a mark an hour is enough, and every row wears the card.
  private static let networkRestMilliseconds: Int64 = 3_600_000

  /// Keeps what an event says about the clock: the first event of a start, the answers of the
  /// province, a person's setting, network time.
  func noteClock(
    _ kind: String, _ fields: [String: CanonicalValue], seq: Int64, now: ClockReading
  ) throws {
    try run(
      """
      INSERT INTO clockBoot (boot, firstSeq) SELECT ?1, ?2
        WHERE NOT EXISTS (SELECT 1 FROM clockBoot WHERE boot = ?1)
      """, [now.boot, seq])
    let (boot, moment) = (now.boot, now.bootMilliseconds)
    switch kind {
    case "clock.sync":
      guard let server = fields["st"]?.integer, let roundTrip = fields["rt"]?.integer else {
        return
      }
      try keep(
        .sync(boot: boot, bootMilliseconds: moment, server: server, roundTrip: roundTrip), "sync")
    case "clock.set":
      guard let word = fields["w"]?.integer else { return }
      try keep(TimeMark(boot: boot, bootMilliseconds: moment, word: word), "set")
    default:
      guard now.quality == .networkTime, try !hasAnchor(boot, since: moment) else { return }
      try keep(
        .network(boot: boot, bootMilliseconds: moment, wall: now.wallMilliseconds), "network")
    }
  }

  /// Keeps a mark; a second one of its kind at the same moment takes its place.
  func keep(_ mark: TimeMark, _ kind: String) throws {
    try run(
      """
      INSERT OR REPLACE INTO clockMark (boot, bootMs, kind, earliestMs, latestMs, wordMs)
        VALUES (?, ?, ?, ?, ?, ?)
      """,
      [mark.boot, mark.bootMilliseconds, kind, mark.earliest, mark.latest, mark.word])
  }

  /// Whether something fixed the clock in this start, at any time.
  func hasAnchor(_ boot: Int64) throws -> Bool {
    try row(
      "SELECT 1 FROM clockMark WHERE boot = ? AND kind IN ('sync', 'network') LIMIT 1", [boot])
      != nil
  }

  private func hasAnchor(_ boot: Int64, since moment: Int64) throws -> Bool {
    try row(
      """
      SELECT 1 FROM clockMark
        WHERE boot = ? AND bootMs > ? AND kind IN ('sync', 'network') LIMIT 1
      """, [boot, moment - Self.networkRestMilliseconds]) != nil
  }
}
