package import Centre
package import Evidence
internal import Foundation
internal import GRDB

extension Store {
  /// Checks in the resident whom a badge belongs to, durably.
  ///
  /// `identityHash` is the keyed hash of the badge's identity number. `session` is a code that the
  /// person chose; without one, exactly one open session is taken, none gives the day's
  /// self-study, several ask. Throws `StoreRefusal.notFound(.session)` and `.sessionNotOpen` for a
  /// named session that takes no check-ins; staff sources may still enter a closed one.
  package func checkIn(
    _ badge: Badge, identityHash: [UInt8]?, session: String?, source: CheckInSource,
    now: ClockReading
  ) throws -> CheckInAnswer {
    try write("check in") { transaction in
      try transaction.checkIn(
        badge, identityHash: identityHash, session: session, source: source, now: now)
    }
  }

  /// Checks in a resident by number: after a name search, and on the roll.
  package func checkIn(
    resident id: Int64, session: String?, source: CheckInSource, now: ClockReading
  ) throws -> CheckInAnswer {
    try write("check in") { transaction in
      try transaction.checkIn(resident: id, session: session, source: source, now: now)
    }
  }

  /// Writes a visit's leaving time; a repeat gives the first one again. Throws
  /// `StoreRefusal.leavingNotRecorded` once the session is over and half a day has passed since the
  /// coming, but for staff.
  package func checkOut(
    visit id: Int64, source: CheckInSource, now: ClockReading
  ) throws -> CheckedOut {
    try write("check out") { transaction in
      guard let visit = try transaction.visit(id) else { throw StoreRefusal.notFound(.visit) }
      return try transaction.leaveOnce(visit, source, now: now)
    }
  }

  /// Checks out the holder of a badge from the open session that the person is in.
  ///
  /// Answers `checkedOut`, `unknownBadge`, or nil when the person is in no open session.
  package func checkOut(
    _ badge: Badge, identityHash: [UInt8]?, source: CheckInSource, now: ClockReading
  ) throws -> CheckInAnswer? {
    try write("check out") { transaction in
      guard let person = try transaction.person(badge, identityHash) else { return .unknownBadge }
      let staying = try transaction.meetings("s.state = 1", [person.id]).compactMap(\.visit)
        .compactMap { try transaction.visit($0.id) }
        .filter { $0.leaving(now: now) == .staying }.max { $0.id < $1.id }
      guard let visit = staying else { return nil }
      return .checkedOut(try transaction.leaveOnce(visit, source, now: now))
    }
  }

  /// Takes back a check-in within so many seconds of it, by a reversing event. A guest whose name came
  /// with it is forgotten, as one who has withdrawn the consent; see `overwriteIfDue`.
  package func undoVisit(
    _ id: Int64, withinSeconds: Int, now: ClockReading
  ) throws -> UndoAnswer {
    try write("undo a visit") { transaction in
      guard let visit = try transaction.visit(id),
        let line = try transaction.row("SELECT line FROM entry WHERE seq = ?", [id])
      else { return .notFound }
      let bytes: Data = line[0]
      let then = try Event(line: [UInt8](bytes)).clock
      guard Undo.isInTime(then: then, now: now, withinSeconds: withinSeconds) else {
        return .tooLate
      }
      try transaction.takeBack(visit, now: now)
      try transaction.forgetGuest(arrivedWith: visit, now: now)
      return .undone
    }
  }

  /// Marks a resident present or absent on the roll of an open or closed session.
  ///
  /// What is so already stays and writes nothing. Throws `StoreRefusal`.
  package func setRoll(
    session code: String, resident id: Int64, present: Bool, now: ClockReading
  ) throws {
    try write("mark the roll") { transaction in
      try transaction.setRoll(session: code, resident: id, present: present, now: now)
    }
  }

  /// A resident's hours and visits in a calendar year.
  package func attendance(
    resident id: Int64, year: Int
  ) throws -> (hoursTenths: Int64, visits: Int) {
    try read("read a resident's hours") { db in
      let sql = "SELECT hoursTenths, turns FROM tally WHERE residentId = ? AND scope = ?"
      let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [id, -year])
      return (row?[0] ?? 0, row?[1] ?? 0)
    }
  }
}

extension Transaction {
  /// Writes the leaving time unless it is there, or the session is over and it stays unrecorded.
  func leaveOnce(
    _ visit: VisitRow, _ source: CheckInSource, now: ClockReading
  ) throws -> CheckedOut {
    switch visit.leaving(now: now) {
    case .left(let out):
      let left = try times(ofVisit: visit.id).out ?? out
      return try visit.checkedOut(at: left, hours(visit.residentId, year: visit.year))
    case .staying:
      return try leave(visit, source, now: now)
    case .notRecorded:
      // The clock may have been set meanwhile: what counts is the time that passed.
      guard try source.isLate || elapsed(visit, until: now) <= CheckIn.forgottenAfterMilliseconds
      else { throw StoreRefusal.leavingNotRecorded(code: visit.sessionCode) }
      return try leave(visit, source, now: now)
    }
  }

  /// Checks out by visit; for bulk writing.
  @discardableResult
  package func checkOut(
    visit id: Int64, source: CheckInSource, now: ClockReading
  ) throws -> CheckedOut {
    guard let visit = try visit(id) else { throw StoreRefusal.notFound(.visit) }
    return try leaveOnce(visit, source, now: now)
  }

  /// Marks the roll; see `Store.setRoll`.
  package func setRoll(
    session code: String, resident id: Int64, present: Bool, now: ClockReading
  ) throws {
    guard !present else {
      _ = try checkIn(resident: id, session: code, source: .roll, now: now)
      return
    }
    guard let session = try session(code: code) else { throw StoreRefusal.notFound(.session) }
    let found = try row(
      VisitRow.select + "v.sessionId = ? AND v.residentId = ?", [session.id, owner(of: id)])
    if let found { try remove(VisitRow(found), now: now) }
  }
}
