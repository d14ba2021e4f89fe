package import Centre
package import Evidence
internal import GRDB

extension Transaction {
  /// Changes a session with its event `session.edit`, which carries what `session.add` does; see
  /// `Store.editSession`. A form that changes nothing leaves no event.
  package func editSession(
    _ code: String, _ new: NewSession, now: ClockReading
  ) throws -> Session {
    guard let old = try session(code: code) else { throw StoreRefusal.notFound(.session) }
    guard old.state != .closed, !old.isSelfStudy else {
      throw StoreRefusal.sessionFixed(code: code)
    }
    let new = try checked(new, keeping: old.courseCode)
    guard new != NewSession(old) else { return old }
    guard new.day.year == old.day.year else { throw StoreRefusal.outOfRange(field: "day") }
    if new.day != old.day || new.courseCode != old.courseCode {
      guard try row("SELECT 1 FROM visit WHERE sessionId = ? LIMIT 1", [old.id]) == nil else {
        throw StoreRefusal.sessionHasVisits(code: code)
      }
    }
    try append("session.edit", Transaction.fields(new, code: code), now: now)
    try update(old.id, new)
    if new.hoursTenths != old.hoursTenths { try recount(old, hoursTenths: new.hoursTenths) }
    return try session(code: code) ?? old
  }

  /// Writes what a session says now.
  func update(_ id: Int64, _ new: NewSession) throws {
    try run(
      """
      UPDATE session SET courseId = (SELECT id FROM course WHERE code = ?), title = ?, day = ?,
        startMs = ?, endMs = ?, place = ?, organiser = ?, speaker = ?, partner = ?, hoursTenths = ?
        WHERE id = ?
      """,
      [
        new.courseCode, new.title, new.day.daysSince1970, new.startMilliseconds,
        new.endMilliseconds, new.place, new.organiser, new.speaker, new.partner, new.hoursTenths,
        id,
      ])
  }

  /// Gives the session's visits its new hours, and the sums with them.
  private func recount(_ old: Session, hoursTenths: Int64) throws {
    try run(
      """
      UPDATE tally SET hoursTenths = hoursTenths + ?1
        WHERE residentId IN (SELECT residentId FROM visit WHERE sessionId = ?2)
          AND scope IN (
            SELECT -year FROM session WHERE id = ?2
            UNION SELECT courseId FROM session WHERE id = ?2 AND courseId IS NOT NULL)
      """, [hoursTenths - old.hoursTenths, old.id])
    try run("UPDATE visit SET hoursTenths = ? WHERE sessionId = ?", [hoursTenths, old.id])
    try run("UPDATE spareVisit SET hoursTenths = ? WHERE sessionId = ?", [hoursTenths, old.id])
  }
}

extension NewSession {
  /// What a session says now.
  init(_ session: Session) {
    self.init(
      courseCode: session.courseCode, title: session.title, day: session.day,
      startMilliseconds: session.startMilliseconds, endMilliseconds: session.endMilliseconds,
      place: session.place, organiser: session.organiser, speaker: session.speaker,
      partner: session.partner, hoursTenths: session.hoursTenths)
  }
}
