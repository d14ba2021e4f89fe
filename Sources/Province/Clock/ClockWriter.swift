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

  /// Writes the marks of a stretch and learns from all that is known.
  init(
    stream: Int64, connection: Connection, range: Range<Int64>, facts: ClockFacts
  ) throws(PostgresError) {
    self.stream = stream
    self.connection = connection
    self.range = range
    let store = ClockStore(stream: stream, connection: connection)
    let settled = try store.lastAnchoredBoot()
    try store.write(facts.boots)
    try store.write(facts.marks)
    try store.write(try store.receiptMarks(facts, in: range))
    if !facts.marks.contains(where: \.mark.isAnchor) {
      reopened = nil
    } else if let settled {
      reopened = try store.first(of: settled)
    } else {
      reopened = 0
    }
    let from = min(settled ?? .min, facts.boots.keys.min() ?? .max)
    timeline = try store.timeline(from: from)
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
      """, [.integer(stream), .integers(seqs)] + columns.values)
  }
}
