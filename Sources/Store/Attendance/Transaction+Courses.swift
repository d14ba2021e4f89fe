package import Centre
package import Evidence
internal import GRDB

extension Transaction {
  /// Adds a course, with its event `course.add`. Throws `StoreRefusal`.
  package func addCourse(_ new: NewCourse, now: ClockReading) throws -> Course {
    var new = try checked(new)
    if new.code.isEmpty { new.code = try nextCourseCode() }
    // The code of all awards, in every spelling, so that no list shows one for the other.
    guard new.code.uppercased() != Award.courseCode, try course(code: new.code) == nil else {
      throw StoreRefusal.taken(field: "code")
    }
    let seq = try append("course.add", Transaction.fields(new), now: now)
    try run(
      """
      INSERT INTO course (code, title, programme, hoursTenths, requiredSessions, isClosed, addSeq)
        VALUES (?, ?, ?, ?, ?, 0, ?)
      """,
      [new.code, new.title, new.group.rawValue, new.hoursTenths, new.requiredSessions, seq])
    return try existingCourse(new.code)
  }

  /// Changes a course but for its code, with its event `course.edit`. Throws `StoreRefusal`.
  package func editCourse(_ code: String, _ new: NewCourse, now: ClockReading) throws -> Course {
    var new = try checked(new)
    new.code = code
    let old = try existingCourse(code)
    try append("course.edit", Transaction.fields(new), now: now)
    try run(
      """
      UPDATE course SET title = ?, programme = ?, hoursTenths = ?, requiredSessions = ?
        WHERE id = ?
      """, [new.title, new.group.rawValue, new.hoursTenths, new.requiredSessions, old.id])
    return try existingCourse(code)
  }

  /// Closes a course to further sessions, with its event `course.close`; again changes nothing.
  package func closeCourse(_ code: String, now: ClockReading) throws -> Course {
    let old = try existingCourse(code)
    guard !old.isClosed else { return old }
    try append("course.close", ["c2": .text(code)], now: now)
    try run("UPDATE course SET isClosed = 1 WHERE id = ?", [old.id])
    return try existingCourse(code)
  }

  /// The course with this code, as this transaction sees it.
  package func course(code: String) throws -> Course? {
    try row(CourseRow.select + " WHERE code = ?", [code]).map(CourseRow.course)
  }

  func existingCourse(_ code: String) throws -> Course {
    guard let course = try course(code: code) else { throw StoreRefusal.notFound(.course) }
    return course
  }

  private func checked(_ new: NewCourse) throws -> NewCourse {
    var new = new
    new.title = try text(new.title, "title", limit: settings.limits.title, isRequired: true)
    new.code = try text(new.code, "code", limit: settings.limits.code)
    do throws(CertificateTitle.Forbidden) {
      try CertificateTitle.check(new.title)
    } catch {
      throw StoreRefusal.forbiddenTitle(word: error.word)
    }
    guard (0...100_000).contains(new.hoursTenths) else {
      throw StoreRefusal.outOfRange(field: "hours")
    }
    guard (1...1000).contains(new.requiredSessions) else {
      throw StoreRefusal.outOfRange(field: "requiredSessions")
    }
    return new
  }

  private func nextCourseCode() throws -> String {
    var number: Int64 = try row("SELECT coalesce(max(id), 0) + 1 FROM course")?[0] ?? 1
    while try course(code: "CD-\(padded(number, 3))") != nil { number += 1 }
    return "CD-\(padded(number, 3))"
  }

  private static func fields(_ course: NewCourse) -> [String: CanonicalValue] {
    [
      "c2": .text(course.code), "g": .text(course.group.rawValue),
      "h": .integer(course.hoursTenths), "n": .integer(Int64(course.requiredSessions)),
      "x": .text(course.title),
    ]
  }
}

/// How a course is selected and read.
enum CourseRow {
  static let select =
    "SELECT id, code, title, programme, hoursTenths, requiredSessions, isClosed FROM course"

  static func course(_ row: Row) -> Course {
    let programme: String = row[3]
    return Course(
      id: row[0], code: row[1], title: row[2],
      group: ProgrammeGroup(rawValue: programme) ?? .other, hoursTenths: row[4],
      requiredSessions: row[5], isClosed: row[6])
  }
}
