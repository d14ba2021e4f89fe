import Evidence

extension Projector {
  /// How many events in quarantine are read at once: at most 16 MiB.
  private static let pageEvents: Int64 = 1024

  /// What became of events that had been set aside.
  package struct Replayed: Equatable, Sendable {
    /// How many were set aside before.
    package var before: Int64 = 0
    /// How many still are.
    package var after: Int64 = 0

    /// How many logs could not be tried; the service's own log says why.
    package var failed = 0

    /// How many are understood now.
    package var accepted: Int64 { before - after }
  }

  /// Tries the events in quarantine again with this program, log by log in the order of their positions.
  ///
  /// What later events mean may rest on one that was not understood (a departure belongs to the last
  /// visit before it), so a log of which one event is understood now is read anew from its beginning, in
  /// the same transaction: readers see the old figures or the new ones, and those are the figures of a
  /// rebuild.
  /// - Parameter all: also those that this very version has set aside; otherwise an update is what makes
  ///   it worth trying.
  @discardableResult
  package func replay(all: Bool) throws -> Replayed {
    let streams = try pool.withConnection { connection in
      try connection.query(
        """
        SELECT DISTINCT stream FROM quarantine WHERE $1 OR program IS DISTINCT FROM $2
        ORDER BY stream
        """, [.boolean(all), .text(program)]
      ).map { try $0.integer("stream") }
    }
    var total = Replayed()
    for stream in streams where !stop.isUp {
      let one = try isolated(stream) { try pool.transaction { try replay(stream, $0) } }
      total.before += one?.before ?? 0
      total.after += one?.after ?? 0
      total.failed += one == nil ? 1 : 0
    }
    return total
  }

  private func replay(_ stream: Int64, _ connection: Connection) throws -> Replayed {
    // A projector that is at work on this log ends its stretch first.
    try connection.query(
      "SELECT next FROM projection WHERE stream = $1 FOR UPDATE", [.integer(stream)])
    try Erasures.lockKin(of: stream, connection)
    let before = try quarantined(stream, connection)
    guard try isOneUnderstood(stream, connection) else {
      return Replayed(before: before, after: before)
    }
    try readAnew(stream, connection)
    return Replayed(before: before, after: try quarantined(stream, connection))
  }

  private func quarantined(_ stream: Int64, _ connection: Connection) throws -> Int64 {
    try connection.query(
      "SELECT count(*) AS n FROM quarantine WHERE stream = $1", [.integer(stream)]
    ).first?.integer("n") ?? 0
  }

  /// Tries each event without leaving a trace, until one is understood. Those that are not get today's
  /// reason and this program's version.
  private func isOneUnderstood(_ stream: Int64, _ connection: Connection) throws -> Bool {
    var last: Int64 = -1
    while true {
      let rows = try connection.query(
        """
        SELECT e.seq, e.line FROM quarantine q
          JOIN lineage(q.stream) l ON q.seq >= l.first AND q.seq < l.last
          JOIN event e ON e.stream = l.holder AND e.seq = q.seq
        WHERE q.stream = $1 AND q.seq > $2 ORDER BY q.seq LIMIT $3
        """, [.integer(stream), .integer(last), .integer(Self.pageEvents)])
      guard !rows.isEmpty else { return false }
      var refused = Facts()
      for row in rows {
        let (seq, line) = (try row.integer("seq"), try row.bytes("line"))
        guard let reason = try refusal(of: line, at: seq, stream, connection) else { return true }
        refused.refused.append(reason)
        last = seq
      }
      try writer(stream, connection, 0..<0, refused).write(refused)
    }
  }

  /// Why an event is still not accepted; nil if it is.
  private func refusal(
    of line: [UInt8], at seq: Int64, _ stream: Int64, _ connection: Connection
  ) throws -> Facts.Refused? {
    var facts = Facts()
    facts.take(line, seq: seq)
    if let refused = facts.refused.first { return refused }
    return try trial(of: facts, at: seq, stream, connection).map {
      Facts.Refused(line: line, seq: seq, reason: $0.message)
    }
  }

  /// What the database has against these facts; nil if nothing.
  private func trial(
    of facts: Facts, at seq: Int64, _ stream: Int64, _ connection: Connection
  ) throws -> PostgresError? {
    try connection.execute("SAVEPOINT trial")
    do {
      try writer(stream, connection, seq..<seq + 1, facts).write(facts)
      try connection.execute("ROLLBACK TO trial")
      return nil
    } catch let error as PostgresError where error.isDataError {
      try connection.execute("ROLLBACK TO trial")
      return error
    }
  }

  /// Makes the rows of one log again, from its first event to where they were.
  private func readAnew(_ stream: Int64, _ connection: Connection) throws {
    let since = try connection.query(
      "SELECT seq, since FROM quarantine WHERE stream = $1", [.integer(stream)])
    for table in Projector.tables {
      try connection.change("DELETE FROM \(table) WHERE stream = $1", [.integer(stream)])
    }
    try connection.change(
      "UPDATE projection SET next = 0, corrected = 0, wall = NULL, quality = NULL WHERE stream = $1",
      [.integer(stream)])
    try Tallies.forget(stream, connection)
    var limit = chunkEvents
    while try stretch(stream, limit: &limit, connection) > 0 { try stop.check() }
    try connection.change(
      """
      UPDATE quarantine SET since = t.since
      FROM unnest($2::bigint[], $3::timestamptz[]) AS t (seq, since)
      WHERE quarantine.stream = $1 AND quarantine.seq = t.seq
      """,
      [
        .integer(stream), .integers(try since.map { try $0.integer("seq") }),
        .times(try since.map { try $0.optionalTime("since") }),
      ])
  }

  /// Like `step`, within a transaction that goes on.
  private func stretch(
    _ stream: Int64, limit: inout Int64, _ connection: Connection
  ) throws -> Int64 {
    try halving(&limit) { limit, refusal in
      try connection.execute("SAVEPOINT stretch")
      do {
        let count = try project(stream, limit: limit, quarantine: refusal, connection)
        try connection.execute("RELEASE stretch")
        return count
      } catch let error as PostgresError where error.isDataError {
        try connection.execute("ROLLBACK TO stretch; RELEASE stretch")
        throw error
      }
    }
  }
}
