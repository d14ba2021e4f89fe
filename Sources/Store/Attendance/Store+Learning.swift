package import Centre
internal import GRDB

/// How far a person is in one course.
package struct CourseStanding: Equatable, Sendable {
  /// The course.
  package let course: Course
  /// Sessions attended.
  package let sessions: Int
  /// Hours attended, in tenths.
  package let hoursTenths: Int64
  /// The number of the certificate that stands, if one does.
  package let certificate: String?
}

extension Store {
  /// Every visit of a resident in a calendar year, the newest first.
  package func visits(resident id: Int64, year: Int) throws -> [PastVisit] {
    try read("read a year of a resident's visits") { db in
      let rows = try Row.fetchAll(
        db.cachedStatement(sql: PastVisit.select + " WHERE s.year = ?2" + PastVisit.order),
        arguments: [id, year])
      return try PastVisit.all(rows, db)
    }
  }

  /// The courses that a resident has been to, the one with the latest number first.
  package func standings(resident id: Int64) throws -> [CourseStanding] {
    try read("read how far a resident is in courses") { db in
      let sql = """
        SELECT k.id, k.code, k.title, k.programme, k.hoursTenths, k.requiredSessions, k.isClosed,
          t.turns, t.hoursTenths, x.number
        FROM tally t JOIN course k ON k.id = t.scope
          LEFT JOIN certificate x
            ON x.courseId = k.id AND x.residentId = t.residentId AND x.state = 'issued'
        WHERE t.residentId = ? AND t.scope > 0 AND t.turns > 0 ORDER BY k.id DESC
        """
      return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [id]).map { row in
        CourseStanding(
          course: CourseRow.course(row), sessions: row[7], hoursTenths: row[8], certificate: row[9])
      }
    }
  }
}
