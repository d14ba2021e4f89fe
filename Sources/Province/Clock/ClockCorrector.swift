import Centre
import Evidence

/// Corrects the times of rows that were not certain when they were written, and that later marks of the
/// kiosk's clock tell better.
///
/// Each correction goes over all such rows, so that a log that is being caught up with waits for it: what
/// it would cost at every stretch is paid once.
struct ClockCorrector {
  /// Rows so far back are told no better: that is years of a kiosk, and bounds the work of a correction.
  /// No correction waits for more events.
  private static let reachEvents: Int64 = 100_000
  /// Rows that are corrected by one statement.
  private static let rowsAtOnce: Int64 = 16_384

  private let stream: Int64
  private let connection: Connection
  private let store: ClockStore

  init(stream: Int64, connection: Connection) {
    self.stream = stream
    self.connection = connection
    store = ClockStore(stream: stream, connection: connection)
  }

  /// Corrects the rows before a position by the marks since the last correction.
  /// - Parameters:
  ///   - corrected: the position of the last correction.
  ///   - isBehind: whether more events are there than were projected.
  /// - Returns: the position of the last correction now.
  func correct(
    before position: Int64, since corrected: Int64, isBehind: Bool
  ) throws(PostgresError) -> Int64 {
    guard !isBehind || position - corrected >= Self.reachEvents else { return corrected }
    guard try store.hasMarks(from: corrected) else { return position }
    // A start that was fixed long ago learns nothing from a later one.
    let settled = try store.lastAnchoredBoot(before: corrected)
    let first = try settled.map { boot throws(PostgresError) in try store.first(of: boot) } ?? 0
    let timeline = try store.timeline(from: settled ?? .min)
    var start = max(first, corrected - Self.reachEvents)
    while start < position {
      let range = start..<min(start + Self.rowsAtOnce, position)
      try correct("visit", claimed: "entered", in: range, by: timeline)
      try correct("departure", claimed: "departed", in: range, by: timeline)
      try correct("certificate", claimed: "issued", in: range, by: timeline)
      start = range.upperBound
    }
    return position
  }

  private func correct(
    _ table: String, claimed: String, in range: Range<Int64>, by timeline: Timeline
  ) throws(PostgresError) {
    let rows = try connection.query(
      """
      SELECT seq, boot, mono, quality, \(claimed) AS claimed FROM \(table)
      WHERE stream = $1 AND seq >= $2 AND seq < $3 AND basis <> 'synced'
      """, [.integer(stream), .integer(range.lowerBound), .integer(range.upperBound)])
    guard !rows.isEmpty else { return }
    var seqs: [Int64] = []
    var times: [CorrectedTime] = []
    for row in rows {
      guard let reading = try row.clock(claimed: "claimed") else { continue }
      seqs.append(try row.integer("seq"))
      times.append(CorrectedTime(fixed: reading) ?? timeline.time(of: reading))
    }
    try connection.change(
      """
      UPDATE \(table) SET earliest = t.earliest, latest = t.latest, best = t.best, basis = t.basis
      FROM unnest($2::bigint[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[], $6::text[])
        AS t (seq, earliest, latest, best, basis)
      WHERE \(table).stream = $1 AND \(table).seq = t.seq
        AND (\(table).earliest, \(table).latest, \(table).best, \(table).basis)
          IS DISTINCT FROM (t.earliest, t.latest, t.best, t.basis)
      """, [.integer(stream), .integers(seqs)] + TimeColumns(times).values)
  }
}

extension Row {
  /// What the clock read at an event; nil for a row of a time before clocks were kept.
  fileprivate func clock(claimed: String) throws(PostgresError) -> ClockReading? {
    guard let claimed = try optionalTime(claimed), let boot = try optionalInteger("boot"),
      let mono = try optionalInteger("mono"),
      let quality = try optionalInteger("quality").flatMap(ClockQuality.init(rawValue:))
    else { return nil }
    return ClockReading(
      boot: boot, bootMilliseconds: mono, wallMilliseconds: claimed, quality: quality)
  }
}
