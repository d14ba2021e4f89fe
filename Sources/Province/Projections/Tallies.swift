/// What each log adds up to, kept ready so that a page need not count millions of visits.
///
/// A log is counted anew as a whole once its watermark or the position from which its rows count has
/// moved: one kiosk's visits are thousands, so that takes milliseconds, and no increment can go wrong
/// when visits are undone or rows are made again.
struct Tallies: Sendable {
  let pool: ConnectionPool

  /// Counts what has moved since it was counted last.
  /// - Returns: how many logs that were.
  @discardableResult
  func refresh() throws -> Int {
    let streams = try pool.withConnection { connection in
      try connection.query(
        """
        SELECT s.id FROM stream s JOIN projection p ON p.stream = s.id
        LEFT JOIN tally t ON t.stream = s.id
        WHERE t.next IS DISTINCT FROM p.next OR t.counted IS DISTINCT FROM s.counted
        ORDER BY s.id
        """
      ).map { try $0.integer("id") }
    }
    for stream in streams {
      _ = try pool.withConnection { try $0.change(Tallies.countSQL, [.integer(stream)]) }
    }
    return streams.count
  }

  /// Makes the next `refresh` count again: for whoever changes rows and leaves the watermark where it is.
  /// - Parameter stream: one log, or nil for all.
  static func forget(_ stream: Int64?, _ connection: Connection) throws(PostgresError) {
    try connection.change(
      "UPDATE tally SET next = -1 WHERE $1::bigint IS NULL OR stream = $1", [.integer(stream)])
  }

  /// One statement sees one moment, so counts and watermark belong together. Rows below `counted` are
  /// counted in a branch of the log.
  ///
  /// A guest who turned out to be a resident is that person: both at one session are one turn. People are
  /// those who can be told apart; a head that was counted without a name is a turn and nobody of them,
  /// since it may be somebody who has come before.
  private static let countSQL = """
    INSERT INTO tally (stream, next, counted, turns, people, heads, sessions, certificates)
    SELECT s.id, p.next, s.counted, v.turns, v.people, v.heads,
      (SELECT count(*) FROM session
        WHERE stream = s.id AND coalesce(added, seq) >= s.counted),
      (SELECT count(*) FROM certificate
        WHERE stream = s.id AND seq >= s.counted AND cancelled IS NULL)
    FROM stream s JOIN projection p ON p.stream = s.id
    CROSS JOIN LATERAL (
      SELECT count(*) AS turns, count(DISTINCT person) FILTER (WHERE NOT head) AS people,
        count(*) FILTER (WHERE head) AS heads
      FROM (
        SELECT DISTINCT coalesce(m.resident, v.resident) AS person, v.session,
          coalesce(r.head, false) AND m.resident IS NULL AS head
        FROM visit v
          LEFT JOIN merge m ON m.stream = v.stream AND m.guest = v.resident AND m.undone IS NULL
          LEFT JOIN resident r ON r.stream = v.stream AND r.pseudonym = v.resident
        WHERE v.stream = s.id AND v.seq >= s.counted AND v.undone IS NULL) AS turn) AS v
    WHERE s.id = $1
    ON CONFLICT (stream) DO UPDATE SET next = excluded.next, counted = excluded.counted,
      turns = excluded.turns, people = excluded.people, heads = excluded.heads,
      sessions = excluded.sessions, certificates = excluded.certificates
    """
}
