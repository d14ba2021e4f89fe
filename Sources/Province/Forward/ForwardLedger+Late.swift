import Evidence

// Events that were in quarantine when their log's place passed them, and are understood since.
extension ForwardLedger {
  /// An event whose turn had passed.
  struct Late: Equatable {
    let stream: Int64
    let seq: Int64
  }

  /// The events of a range that are in quarantine and may make statements once they are understood; not
  /// those that another log stores and tells.
  func skipped(_ stream: Int64, _ range: Range<Int64>) throws -> [Int64] {
    try connection.query(
      """
      SELECT seq FROM quarantine q
      WHERE stream = $1 AND seq >= $2 AND seq < $3 AND (kind IS NULL OR kind = ANY($4))
        AND NOT EXISTS (
          SELECT FROM shared x WHERE x.stream = q.stream AND q.seq >= x.first AND q.seq < x.last)
      """,
      [
        .integer(stream), .integer(range.lowerBound), .integer(range.upperBound),
        .texts(ForwardLedger.kinds),
      ]
    ).map { try $0.integer("seq") }
  }

  /// Those passed over that are understood now, in order. What was taken back meanwhile is not told any
  /// more, since nothing would take it back in the store.
  func late() throws -> [Late] {
    try connection.change(
      """
      DELETE FROM "forwardSkipped" k USING forward f
      WHERE f.stream = k.stream AND EXISTS (
        SELECT FROM (
          SELECT v.undone AS by FROM visit v WHERE v.stream = k.stream AND v.seq = k.seq
          UNION ALL
          SELECT v.undone FROM visit v WHERE v.stream = k.stream AND v.departure = k.seq
          UNION ALL
          SELECT c.cancelled FROM certificate c WHERE c.stream = k.stream AND c.seq = k.seq
        ) AS gone
        WHERE by < f.next AND NOT EXISTS (
          SELECT FROM "forwardSkipped" u WHERE u.stream = k.stream AND u.seq = by))
      """)
    return try connection.query(
      """
      SELECT k.stream, k.seq FROM "forwardSkipped" k
      JOIN projection p ON p.stream = k.stream AND p.next > k.seq
      WHERE NOT EXISTS (SELECT FROM quarantine q WHERE q.stream = k.stream AND q.seq = k.seq)
      ORDER BY k.stream, k.seq
      """
    ).map { Late(stream: try $0.integer("stream"), seq: try $0.integer("seq")) }
  }

  /// The statements of one such event. One at a time, since one may take back another.
  func batch(_ late: Late, _ maker: StatementMaker) throws -> ForwardBatch {
    try snapshot {
      let rows = try connection.query(
        "SELECT seq, line FROM event WHERE stream = $1 AND seq = $2",
        [.integer(late.stream), .integer(late.seq)])
      let told = try reader(late.stream).read(rows)
      return ForwardBatch(
        stream: late.stream, statements: try told.happenings.map(maker.statement),
        next: late.seq + 1, voids: told.voids)
    }
  }

  /// The event is told; its log's place stays where it is.
  func finish(
    _ batch: ForwardBatch, of late: Late, _ fates: [UUIDv8: Delivery.Fate], now: Int64
  ) throws {
    try connection.transaction {
      try record(batch, fates, now)
      try connection.change(
        "DELETE FROM \"forwardSkipped\" WHERE stream = $1 AND seq = $2",
        [.integer(late.stream), .integer(late.seq)])
    }
  }
}
