package import Centre
package import Evidence
internal import GRDB

extension Store {
  /// Adds a planned session; it gets the year's next code. Throws `StoreRefusal`.
  package func addSession(_ new: NewSession, now: ClockReading) throws -> Session {
    try write("add a session") { try $0.addSession(new, now: now) }
  }

  /// Changes a planned or open session but for its code. One at which somebody was counted keeps its
  /// day and course; changed hours count for its visits too. Throws `StoreRefusal`.
  package func editSession(
    _ code: String, _ new: NewSession, now: ClockReading
  ) throws -> Session {
    try write("edit a session") { try $0.editSession(code, new, now: now) }
  }

  /// Whether somebody was counted at the session.
  package func hasVisits(session code: String) throws -> Bool {
    guard let parts = SessionRow.parts(code) else { return false }
    return try read("look for visits") { db in
      let sql = """
        SELECT EXISTS (SELECT 1 FROM session s JOIN visit v ON v.sessionId = s.id
          WHERE s.year = ? AND s.number = ?)
        """
      let statement = try db.cachedStatement(sql: sql)
      return try Bool.fetchOne(statement, arguments: [parts.year, parts.number]) ?? false
    }
  }

  /// Opens a session for check-in; an open one stays as it is, a closed one is opened again.
  @discardableResult
  package func openSession(_ code: String, now: ClockReading) throws -> Session {
    try write("open a session") { try $0.openSession(code, now: now) }
  }

  /// Closes a session; leaving times that nobody gave stay unrecorded.
  @discardableResult
  package func closeSession(_ code: String, now: ClockReading) throws -> Session {
    try write("close a session") { try $0.closeSession(code, now: now) }
  }

  /// The session with this code.
  package func session(code: String) throws -> Session? {
    guard let parts = SessionRow.parts(code) else { return nil }
    return try sessions("s.year = ? AND s.number = ?", [parts.year, parts.number]).first
  }

  /// The sessions of a day, self-study among them, by their start.
  package func sessions(on day: Day) throws -> [Session] {
    try sessions(from: day, to: day)
  }

  /// The sessions of the days from `first` to `last`, both included, by day and start.
  package func sessions(from first: Day, to last: Day) throws -> [Session] {
    try sessions("s.day BETWEEN ? AND ?", [first.daysSince1970, last.daysSince1970])
  }

  /// The sessions of a course, the earliest first.
  package func sessions(course code: String) throws -> [Session] {
    try sessions("s.courseId = (SELECT id FROM course WHERE code = ?)", [code])
  }

  /// The sessions that take check-ins now, self-study not among them.
  package func openSessions() throws -> [Session] {
    try sessions("s.state = 1 AND s.isSelfStudy = 0", [])
  }

  /// The roll of a session: everybody who was counted, and, for a course, those who came to other
  /// sessions of it, by folded name.
  package func roll(session code: String) throws -> [RollEntry] {
    guard let session = try session(code: code) else { throw StoreRefusal.notFound(.session) }
    return try read("read the roll") { db in
      let sql = """
        WITH member AS (
          SELECT residentId FROM visit WHERE sessionId = ?1
          UNION SELECT v.residentId FROM session s JOIN visit v ON v.sessionId = s.id
            WHERE s.courseId = (SELECT courseId FROM session WHERE id = ?1))
        SELECT \(ResidentRow.columns), v.id, v.inMs, v.outMs, v.source, o.seq, a.arrivedMs, a.basis
        FROM member m CROSS JOIN resident r ON r.id = m.residentId
          LEFT JOIN card c ON c.residentId = r.id AND c.isActive = 1
          LEFT JOIN visit v ON v.sessionId = ?1 AND v.residentId = r.id
          LEFT JOIN visitOut o ON o.visitId = v.id LEFT JOIN visitTold a ON a.visitId = v.id
        ORDER BY r.folded, r.id
        """
      let rows = try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [session.id])
      let width = ResidentRow.width
      let times = try Store.times(
        of: rows.flatMap { row -> [Int64] in
          [row[width] as Int64?, row[width + 4] as Int64?].compactMap { $0 }
        }, db)
      return rows.map { Store.rollEntry($0, times) }
    }
  }

  /// The figures of a day.
  package func today(_ day: Day) throws -> TodayCounts {
    try read("count the day") { db in
      let sql = """
        SELECT count(v.id), count(DISTINCT v.residentId) FILTER (WHERE r.isHead = 0),
          count(v.id) FILTER (WHERE v.outMs IS NULL AND s.state = 1),
          count(DISTINCT s.id) FILTER (WHERE s.isSelfStudy = 0),
          count(DISTINCT s.id) FILTER (WHERE s.isSelfStudy = 0 AND s.state = 1),
          coalesce(sum(v.hoursTenths), 0), count(v.id) FILTER (WHERE r.isHead = 1)
        FROM session s LEFT JOIN visit v ON v.sessionId = s.id
          LEFT JOIN resident r ON r.id = v.residentId
        WHERE s.day = ?
        """
      let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [day.daysSince1970])
      return TodayCounts(
        day: day, turns: row?[0] ?? 0, people: row?[1] ?? 0, present: row?[2] ?? 0,
        sessions: row?[3] ?? 0, openSessions: row?[4] ?? 0, hoursTenths: row?[5] ?? 0,
        heads: row?[6] ?? 0)
    }
  }

  /// The number of visits to each of these sessions, by code; sessions without any are left out.
  package func turns(sessions: [Session]) throws -> [String: Int] {
    try read("count visits") { db in
      let sql = "SELECT count(*) FROM visit WHERE sessionId = ?"
      let statement = try db.cachedStatement(sql: sql)
      var turns: [String: Int] = [:]
      for session in sessions {
        let count = try Int.fetchOne(statement, arguments: [session.id]) ?? 0
        if count > 0 { turns[session.code] = count }
      }
      return turns
    }
  }

  private func sessions(
    _ condition: String, _ arguments: StatementArguments
  ) throws -> [Session] {
    try read("list sessions") { db in
      let sql = SessionRow.select + " WHERE \(condition) ORDER BY s.day, s.startMs, s.id"
      return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments)
        .map(SessionRow.session)
    }
  }

  private static func rollEntry(_ row: Row, _ times: [Int64: CorrectedTime]) -> RollEntry {
    let source: Int? = row[ResidentRow.width + 3]
    let visit: Int64? = row[ResidentRow.width]
    let departure: Int64? = row[ResidentRow.width + 4]
    return RollEntry(
      resident: ResidentRow.resident(row), visitId: visit,
      inMilliseconds: row[ResidentRow.width + 1], outMilliseconds: row[ResidentRow.width + 2],
      source: source.flatMap(VisitSource.source), arrival: visit.flatMap { times[$0] },
      departure: departure.flatMap { times[$0] },
      told: VisitTold.arrival(row, from: ResidentRow.width + 5))
  }
}
