import Centre
import Evidence

/// Keeps what is known of a kiosk's clock, and corrects the times of its events by it.
///
/// Used inside the projector's transaction: first the marks of the new stretch, then the new rows with
/// their times, then the older rows that only now can be told.
struct ClockWriter {
  let stream: Int64
  let connection: Connection
  /// The events of the stretch.
  let range: Range<Int64>
  private let timeline: Timeline
  /// Rows from here on may be told better than when they were written; nil when nothing new is known.
  private let reopened: Int64?
  /// Rows so far back are told no better: that is years of a kiosk, and bounds the work of a stretch.
  private static let reachEvents: Int64 = 100_000

  /// Writes the marks of a stretch and learns from all that is known.
  init(
    stream: Int64, connection: Connection, range: Range<Int64>, facts: ClockFacts
  ) throws(PostgresError) {
    self.stream = stream
    self.connection = connection
    self.range = range
    let store = ClockStore(stream: stream, connection: connection)
    guard let earliest = facts.boots.keys.min() else {
      (timeline, reopened) = (Timeline(marks: [], lengths: []), nil)
      return
    }
    let settled = try store.lastAnchoredBoot()
    try store.write(facts.boots)
    let learnt =
      try store.write(facts.marks) + store.write(try store.receiptMarks(facts, in: range))
    let first = try settled.map { boot throws(PostgresError) in try store.first(of: boot) } ?? 0
    reopened = learnt > 0 ? max(first, range.lowerBound - Self.reachEvents) : nil
    timeline = try store.timeline(from: min(settled ?? .min, earliest))
  }

  /// When an event of the stretch happened.
  func time(of reading: ClockReading) -> CorrectedTime {
    CorrectedTime(fixed: reading) ?? timeline.time(of: reading)
  }

  /// Corrects the rows before the stretch that were not certain and can be told better now: a start
  /// that was fixed long ago learns nothing from a later one.
  func correctEarlier() throws(PostgresError) {
    guard let reopened, reopened < range.lowerBound else { return }
    try correct("visit", claimed: "entered", from: reopened)
    try correct("departure", claimed: "departed", from: reopened)
    try correct("certificate", claimed: "issued", from: reopened)
  }

  private func correct(
    _ table: String, claimed: String, from first: Int64
  ) throws(PostgresError) {
    let rows = try connection.query(
      """
      SELECT seq, boot, mono, quality, \(claimed) AS claimed FROM \(table)
      WHERE stream = $1 AND seq >= $2 AND seq < $3 AND basis <> 'synced'
      """, [.integer(stream), .integer(first), .integer(range.lowerBound)])
    guard !rows.isEmpty else { return }
    var seqs: [Int64] = []
    var times: [CorrectedTime] = []
    for row in rows {
      guard let claimed = try row.optionalTime("claimed"),
        let boot = try row.optionalInteger("boot"),
        let mono = try row.optionalInteger("mono"),
        let quality = try row.optionalInteger("quality").flatMap(ClockQuality.init(rawValue:))
      else { continue }
      seqs.append(try row.integer("seq"))
      times.append(
        time(
          of: ClockReading(
            boot: boot, bootMilliseconds: mono, wallMilliseconds: claimed, quality: quality)))
    }
    let columns = TimeColumns(times)
    try connection.change(
      """
      UPDATE \(table) SET earliest = t.earliest, latest = t.latest, best = t.best, basis = t.basis
      FROM unnest($2::bigint[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[], $6::text[])
        AS t (seq, earliest, latest, best, basis)
      WHERE \(table).stream = $1 AND \(table).seq = t.seq
        AND (\(table).earliest, \(table).latest, \(table).best, \(table).basis)
          IS DISTINCT FROM (t.earliest, t.latest, t.best, t.basis)
      """, [.integer(stream), .integers(seqs)] + columns.values)
  }
}
