internal import Centre
internal import GRDB

/// Loads the facts that a certificate depends on; the decision is `Eligibility.decide`.
enum EligibilityFacts {
  /// One row per resident who came to the course; `?1` is the course, `?2` a resident or NULL for
  /// all.
  static let sql = """
    WITH attended AS (
      SELECT v.residentId AS id, count(*) AS turns, sum(v.hoursTenths) AS hours,
        min(s.day) AS firstDay, max(s.day) AS lastDay
      FROM session s CROSS JOIN visit v ON v.sessionId = s.id
      WHERE s.courseId = ?1 AND (?2 IS NULL OR v.residentId = ?2)
      GROUP BY v.residentId)
    SELECT \(ResidentRow.columns), a.turns, a.hours, a.firstDay, a.lastDay, x.number
    FROM attended a CROSS JOIN resident r ON r.id = a.id
      LEFT JOIN card c ON c.residentId = r.id AND c.isActive = 1
      LEFT JOIN certificate x
        ON x.courseId = ?1 AND x.residentId = r.id AND x.state = 'issued'
    ORDER BY r.folded, r.id
    """

  static func hasOpenSession(_ db: Database, _ course: Course) throws -> Bool {
    let sql = "SELECT EXISTS (SELECT 1 FROM session WHERE state = 1 AND courseId = ?)"
    return try Bool.fetchOne(db.cachedStatement(sql: sql), arguments: [course.id]) ?? false
  }

  /// - Parameter replaced: the number of a valid certificate that is about to be cancelled, and so
  ///   does not stand against a new one.
  static func eligibility(
    _ row: Row, _ course: Course, hasOpenSession: Bool, replaced: String? = nil
  ) -> Eligibility {
    var facts = facts(row, course)
    facts.hasOpenSession = hasOpenSession
    if facts.issuedNumber == replaced { facts.issuedNumber = nil }
    return Eligibility.decide(facts)
  }

  /// What a row of `sql` says, but for whether a session is open.
  static func facts(_ row: Row, _ course: Course) -> Eligibility.Facts {
    let width = ResidentRow.width
    let first: Int64 = row[width + 2]
    let last: Int64 = row[width + 3]
    let attendance = Eligibility.Attendance(
      sessions: row[width], hoursTenths: row[width + 1], firstDay: Day(daysSince1970: first),
      lastDay: Day(daysSince1970: last))
    return Eligibility.Facts(
      attendance: attendance, requiredSessions: course.requiredSessions,
      requiredHoursTenths: course.hoursTenths, hasOpenSession: false, issuedNumber: row[width + 4],
      name: row[1],
      isErased: ResidentRow.isErased(row))
  }
}
