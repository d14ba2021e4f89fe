import Evidence

/// What the forwarder remembers in PostgreSQL: how far each log is, what is under way, what was set
/// aside, and when it may try again.
struct ForwardLedger {
  let connection: Connection

  /// The kinds of events that make statements.
  static let kinds = [
    "visit.in", "visit.out", "visit.undo", "certificate.issue", "certificate.cancel",
  ]

  /// Where one log stands.
  struct Place: Equatable {
    let stream: Int64
    /// Statements of events before it are in the store or aside.
    let next: Int64
    /// Statements before it may be in the store since `sent`, when they were under way.
    let under: Int64?
    let sent: Int64?
    /// The projector's watermark, or where events begin that another log stores and has still to tell.
    let projected: Int64
  }

  /// How far a log may be forwarded: its events may point at earlier ones that another log stores, its
  /// parent or a twin, and wait until those are. None waits in a circle, since each waits for what lies
  /// further down. Times that are still to be corrected wait, too: a statement is sent once.
  private static let end = """
    least(p.next, p.corrected, (
      SELECT min(l.first) FROM lineage(p.stream) l LEFT JOIN forward h ON h.stream = l.holder
      WHERE l.holder <> p.stream AND coalesce(h.next, 0) < l.last))
    """

  /// The logs with something to forward.
  func behind() throws -> [Int64] {
    try connection.query(
      """
      SELECT s.id FROM stream s JOIN projection p ON p.stream = s.id
      LEFT JOIN forward f ON f.stream = s.id
      WHERE p.next > coalesce(f.next, s.fork, 0)
        AND \(ForwardLedger.end) > coalesce(f.next, s.fork, 0)
      ORDER BY s.id
      """
    ).map { try $0.integer("id") }
  }

  /// Begins with what is projected now for every log that has not begun; gives back how many those are.
  func beginNow() throws -> Int {
    try connection.change(
      """
      INSERT INTO forward (stream, first, next)
      SELECT p.stream, greatest(p.next, s.fork, 0), greatest(p.next, s.fork, 0)
      FROM projection p JOIN stream s ON s.id = p.stream
      ON CONFLICT (stream) DO NOTHING
      """)
  }

  /// Sends every log to its beginning, to forward it all again. What was forwarded may be in the store,
  /// so it counts as under way, and each statement is asked for before it is sent.
  func reset() throws {
    try connection.change(
      """
      UPDATE forward SET next = first, under = CASE WHEN next > first OR under > first
          THEN greatest(next, under) END,
        sent = CASE WHEN next > first OR under > first THEN coalesce(sent, 'epoch') END
      """)
    try connection.change("DELETE FROM \"forwardSkipped\"")
  }

  /// A log's place, made at its beginning when there is none.
  func place(_ stream: Int64) throws -> Place? {
    try connection.change(
      """
      INSERT INTO forward (stream, first, next)
      SELECT id, coalesce(fork, 0), coalesce(fork, 0) FROM stream WHERE id = $1
      ON CONFLICT (stream) DO NOTHING
      """, [.integer(stream)])
    return try connection.query(
      """
      SELECT f.next, f.under, f.sent, greatest(f.next, \(ForwardLedger.end)) AS projected
      FROM forward f JOIN projection p ON p.stream = f.stream WHERE f.stream = $1
      """, [.integer(stream)]
    ).first.map { row in
      Place(
        stream: stream, next: try row.integer("next"), under: try row.optionalInteger("under"),
        sent: try row.optionalTime("sent"), projected: try row.integer("projected"))
    }
  }

  /// Notes, durably and before they leave, that statements before `under` are under way.
  func note(_ place: Place, under: Int64, nowMilliseconds: Int64) throws {
    try connection.change(
      "UPDATE forward SET under = greatest(under, $2), sent = $3 WHERE stream = $1",
      [.integer(place.stream), .integer(under), .time(nowMilliseconds)])
  }

  /// Notes that nothing of a log is under way: what was sent is certainly not in the store.
  func clear(_ stream: Int64) throws {
    try connection.change(
      "UPDATE forward SET under = NULL, sent = NULL WHERE stream = $1", [.integer(stream)])
  }

  /// The batch is done: its log goes on at `next`, what the store refused is set aside. What was under
  /// way before and lies beyond the batch still counts as sent when it was.
  func finish(
    _ batch: ForwardBatch, at place: Place, _ fates: [UUIDv8: Delivery.Fate], now: Int64
  ) throws {
    try connection.transaction {
      try record(batch, fates, now)
      try connection.change(
        """
        INSERT INTO "forwardSkipped" (stream, seq) SELECT $1, unnest($2::bigint[])
        ON CONFLICT DO NOTHING
        """, [.integer(batch.stream), .integers(batch.skipped)])
      try connection.change(
        """
        UPDATE forward SET next = $2,
          under = CASE WHEN under > $2 THEN under END, sent = CASE WHEN under > $2 THEN $3 END
        WHERE stream = $1
        """, [.integer(batch.stream), .integer(batch.next), .time(place.sent)])
    }
  }

  /// What the store made of a batch's statements, in the caller's transaction.
  func record(
    _ batch: ForwardBatch, _ fates: [UUIDv8: Delivery.Fate], _ now: Int64
  ) throws {
    for statement in batch.statements {
      guard case .aside(let reason) = fates[statement.id] else { continue }
      try setAside(statement, batch.stream, reason, now)
    }
    let stored = batch.statements.filter { fates[$0.id] == .stored }
    try forget(stored, batch.stream)
    for void in batch.voids {
      try connection.change(
        """
        INSERT INTO "forwardVoid" (stream, seq, voider, "voiderSeq") VALUES ($1, $2, $3, $4)
        ON CONFLICT DO NOTHING
        """,
        [
          .integer(void.stream), .integer(void.seq), .integer(batch.stream),
          .integer(void.voiderSeq),
        ])
    }
    guard !stored.isEmpty else { return }
    try connection.change(
      """
      UPDATE "forwardState" SET failures = 0, problem = NULL, due = NULL, ordered = false,
        accepted = $1
      """, [.time(now)])
  }

  /// The statements set aside, in order: log, event and part of each.
  func asides() throws -> [(stream: Int64, seqs: [Int64])] {
    // What was taken back meanwhile need not be sent any more.
    try connection.change(
      """
      DELETE FROM "forwardAside" a USING "forwardVoid" v
      WHERE v.stream = a.stream AND v.seq = a.seq AND a.part = 0
      """)
    let rows = try connection.query(
      "SELECT DISTINCT stream, seq FROM \"forwardAside\" ORDER BY stream, seq")
    let pairs = try rows.map { (try $0.integer("stream"), try $0.integer("seq")) }
    return Dictionary(grouping: pairs) { $0.0 }
      .map { (stream: $0.key, seqs: $0.value.map { $0.1 }) }.sorted { $0.stream < $1.stream }
  }

  /// Takes away what is no longer set aside.
  func forget(_ statements: [Statement], _ stream: Int64) throws {
    guard !statements.isEmpty else { return }
    try connection.change(
      "DELETE FROM \"forwardAside\" WHERE stream = $1 AND statement = ANY($2)",
      [.integer(stream), .texts(statements.map { "\($0.id)" })])
  }

  /// Keeps a statement that the store refuses, with its reason.
  func setAside(
    _ statement: Statement, _ stream: Int64, _ reason: String, _ now: Int64
  ) throws {
    try connection.change(
      """
      INSERT INTO "forwardAside" (stream, seq, part, statement, reason, since)
      VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (stream, seq, part) DO UPDATE SET reason = excluded.reason
      """,
      [
        .integer(stream), .integer(statement.seq), .integer(Int64(statement.part)),
        .text("\(statement.id)"), .text(reason), .time(now),
      ])
  }
}
