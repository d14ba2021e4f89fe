package import Centre
package import Evidence
internal import GRDB

extension Transaction {
  /// Adds a planned session with the year's next number, and its event `session.add`.
  ///
  /// An empty title takes the course's. Throws `StoreRefusal`.
  package func addSession(_ new: NewSession, now: ClockReading) throws -> Session {
    try insert(try checked(new, keeping: nil), isSelfStudy: false, now: now)
  }

  /// Opens a session for check-in, with its event; an open one stays as it is.
  package func openSession(_ code: String, now: ClockReading) throws -> Session {
    try move(code, to: .open, kind: "session.open", now: now)
  }

  /// Closes a session, with its event; a closed one stays as it is.
  ///
  /// Visits without a leaving time keep none: "leaving time not recorded".
  package func closeSession(_ code: String, now: ClockReading) throws -> Session {
    try move(code, to: .closed, kind: "session.close", now: now)
  }

  /// The session with this code, as this transaction sees it.
  package func session(code: String) throws -> Session? {
    guard let parts = SessionRow.parts(code) else { return nil }
    return try row(
      SessionRow.select + " WHERE s.year = ? AND s.number = ?", [parts.year, parts.number]
    ).map(SessionRow.session)
  }

  private func move(
    _ code: String, to state: Session.State, kind: String, now: ClockReading
  ) throws -> Session {
    guard let session = try session(code: code) else { throw StoreRefusal.notFound(.session) }
    guard session.state != state else { return session }
    try append(kind, ["s": .text(code)], now: now)
    try run(
      "UPDATE session SET state = ? WHERE id = ?", [SessionRow.number(state), session.id])
    return try self.session(code: code) ?? session
  }

  /// `own` is the course that the session has already: it may be closed meanwhile.
  func checked(_ new: NewSession, keeping own: String?) throws -> NewSession {
    var new = new
    let limits = settings.limits
    if let code = new.courseCode {
      let course = try existingCourse(code)
      guard !course.isClosed || code == own else { throw StoreRefusal.courseClosed(code: code) }
      if Name.tidied(new.title).isEmpty { new.title = course.title }
    }
    new.title = try text(new.title, "title", limit: limits.title, isRequired: true)
    new.place = try text(new.place, "place", limit: limits.text)
    new.organiser = try text(new.organiser, "organiser", limit: limits.text)
    new.speaker = try text(new.speaker, "speaker", limit: limits.text)
    new.partner = try text(new.partner, "partner", limit: limits.text)
    guard new.endMilliseconds > new.startMilliseconds else {
      throw StoreRefusal.outOfRange(field: "end")
    }
    guard (0...240).contains(new.hoursTenths) else { throw StoreRefusal.outOfRange(field: "hours") }
    return new
  }

  func insert(
    _ new: NewSession, isSelfStudy: Bool, now: ClockReading
  ) throws -> Session {
    let year = new.day.year
    let number: Int =
      try row("SELECT coalesce(max(number), 0) + 1 FROM session WHERE year = ?", [year])?[0] ?? 1
    let code = SessionRow.code(year: year, number: number)
    let seq = try append("session.add", Transaction.fields(new, code: code), now: now)
    try run(
      """
      INSERT INTO session (year, number, courseId, title, day, startMs, endMs, place, organiser,
        speaker, partner, hoursTenths, state, isSelfStudy, addSeq)
        VALUES (?, ?, (SELECT id FROM course WHERE code = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)
      """,
      [
        year, number, new.courseCode, new.title, new.day.daysSince1970, new.startMilliseconds,
        new.endMilliseconds, new.place, new.organiser, new.speaker, new.partner, new.hoursTenths,
        isSelfStudy, seq,
      ])
    guard let session = try session(code: code) else { throw StoreRefusal.notFound(.session) }
    return session
  }

  /// What `session.add` and `session.edit` say.
  static func fields(_ session: NewSession, code: String) -> [String: CanonicalValue] {
    var fields: [String: CanonicalValue] = [
      "s": .text(code), "d": .integer(session.day.daysSince1970), "x": .text(session.title),
      "f": .integer(session.startMilliseconds), "u": .integer(session.endMilliseconds),
      "h": .integer(session.hoursTenths),
    ]
    if let course = session.courseCode { fields["c2"] = .text(course) }
    return fields
  }
}
