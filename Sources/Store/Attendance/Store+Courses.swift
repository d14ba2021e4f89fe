package import Centre
package import Evidence
internal import GRDB

extension Store {
  /// Adds a course; an empty code is given (`CD-001`). Throws `StoreRefusal`, also for a title that a
  /// certificate may not bear.
  package func addCourse(_ new: NewCourse, now: ClockReading) throws -> Course {
    try write("add a course") { try $0.addCourse(new, now: now) }
  }

  /// Changes a course but for its code. Throws `StoreRefusal`.
  package func editCourse(_ code: String, _ new: NewCourse, now: ClockReading) throws -> Course {
    try write("edit a course") { try $0.editCourse(code, new, now: now) }
  }

  /// Closes a course to further sessions; certificates may still be issued.
  @discardableResult
  package func closeCourse(_ code: String, now: ClockReading) throws -> Course {
    try write("close a course") { try $0.closeCourse(code, now: now) }
  }

  /// All courses, the newest first.
  package func courses() throws -> [Course] {
    try read("list courses") { db in
      let sql = CourseRow.select + " ORDER BY id DESC"
      return try Row.fetchAll(db.cachedStatement(sql: sql)).map(CourseRow.course)
    }
  }

  /// The course with this code.
  package func course(code: String) throws -> Course? {
    try read("find a course") { db in
      let statement = try db.cachedStatement(sql: CourseRow.select + " WHERE code = ?")
      return try Row.fetchOne(statement, arguments: [code]).map(CourseRow.course)
    }
  }
}
