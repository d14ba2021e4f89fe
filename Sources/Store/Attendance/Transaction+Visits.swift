internal import Centre
internal import Evidence
internal import Foundation
internal import GRDB

extension Transaction {
  /// Writes a visit, its event `visit.in` and the sums, and says what the screen greets with.
  ///
  /// The event's own time is that of the entry. Where staff enter somebody later, `a` says beside it when
  /// the person came, and `ab` what that rests on: a raw value of `ToldArrival.Basis`.
  /// - Parameter written: the time that stands on a paper list, wall milliseconds.
  func enter(
    _ meeting: Meeting, _ person: Person, _ source: CheckInSource, written: Int64? = nil,
    now: ClockReading
  ) throws -> Welcome {
    let told =
      meeting.isSelfStudy
      ? nil : LateEntry.arrival(at: meeting.late, source: source, written: written, now: now)
    var fields: [String: CanonicalValue] = [
      "r": .text(Resident.pseudonym(id: person.id)), "s": .text(meeting.code),
      "w": .text(source.rawValue),
    ]
    if let told {
      fields["a"] = .integer(told.milliseconds)
      fields["ab"] = .text(told.basis.rawValue)
    }
    let seq = try append("visit.in", fields, now: now)
    try run(
      """
      INSERT INTO visit (id, sessionId, residentId, source, inMs, hoursTenths)
        VALUES (?, ?, ?, ?, ?, ?)
      """,
      [
        seq, meeting.id, person.id, VisitSource.number(source), now.wallMilliseconds,
        meeting.hoursTenths,
      ])
    if let told { try tell(told, of: seq) }
    let year = try count(person.id, scope: -Int64(meeting.year), hoursTenths: meeting.hoursTenths)
    let course = try meeting.courseId.map {
      try count(person.id, scope: $0, hoursTenths: meeting.hoursTenths)
    }
    return Welcome(
      visitId: seq, eventSeq: seq, residentId: person.id, name: person.name,
      sessionCode: meeting.code, sessionTitle: meeting.title,
      atMilliseconds: told?.milliseconds ?? now.wallMilliseconds,
      hoursThisYearTenths: year.hoursTenths,
      visitsThisYear: year.turns,
      progress: course.map { course in
        CourseProgress(
          courseTitle: meeting.courseTitle ?? "", attended: course.turns,
          required: meeting.requiredSessions ?? 1)
      })
  }

  /// Keeps when somebody came, where the clock of the visit does not tell it.
  func tell(_ told: ToldArrival, of visit: Int64) throws {
    try run(
      "INSERT INTO visitTold (visitId, arrivedMs, basis) VALUES (?, ?, ?)",
      [visit, told.milliseconds, told.basis.rawValue])
  }

  /// Takes a person out of a session: the visit, and the spare ones beside it, since the person was not
  /// there.
  func remove(_ visit: VisitRow, now: ClockReading) throws {
    let spare = try rows(
      """
      SELECT id FROM spareVisit
      WHERE residentId = ?2 AND sessionId = (SELECT sessionId FROM visit WHERE id = ?1)
      """, [visit.id, visit.residentId])
    for row in spare { try undoSpare(row[0], now: now) }
    try undo(visit, now: now)
  }

  /// Takes one visit back. Where another of the same person and session was spare beside it, as after
  /// a merge, that one counts now: each was an entry of its own.
  func takeBack(_ visit: VisitRow, now: ClockReading) throws {
    try undo(visit, now: now)
    if try settle(visit.residentId) { try recount(visit.residentId) }
  }

  /// Takes a spare visit out of the books with its event `visit.undo`.
  func undoSpare(_ id: Int64, now: ClockReading) throws {
    try append("visit.undo", ["i": .integer(id)], now: now)
    try run("DELETE FROM spareVisit WHERE id = ?", [id])
  }

  /// Takes a visit out of the books with its event `visit.undo`; both events stay in the log.
  private func undo(_ visit: VisitRow, now: ClockReading) throws {
    try append("visit.undo", ["i": .integer(visit.id)], now: now)
    try run("DELETE FROM visit WHERE id = ?", [visit.id])
    for scope in visit.scopes {
      try run(
        """
        UPDATE tally SET turns = turns - 1, hoursTenths = hoursTenths - ?
          WHERE residentId = ? AND scope = ?
        """, [visit.hoursTenths, visit.residentId, scope])
    }
  }

  /// Writes the leaving time with its event `visit.out`; self-study counts its own hours now.
  func leave(_ visit: VisitRow, _ source: CheckInSource, now: ClockReading) throws -> CheckedOut {
    let out = max(visit.inMilliseconds, now.wallMilliseconds)
    let seq = try append(
      "visit.out",
      [
        "r": .text(Resident.pseudonym(id: visit.writtenFor)), "s": .text(visit.sessionCode),
        "w": .text(source.rawValue),
      ], now: now)
    let gained = try visit.isSelfStudy ? selfStudyTenths(visit, until: now) : 0
    try run(
      "UPDATE visit SET outMs = ?, hoursTenths = hoursTenths + ? WHERE id = ?",
      [out, gained, visit.id])
    try run("INSERT INTO visitOut (visitId, seq) VALUES (?, ?)", [visit.id, seq])
    if gained > 0 {
      try run(
        "UPDATE tally SET hoursTenths = hoursTenths + ? WHERE residentId = ? AND scope = ?",
        [gained, visit.residentId, -Int64(visit.year)])
    }
    // What is kept stands by the clock's own claims; what is told is known better by now.
    let came = try times(ofVisit: visit.id).in ?? visit.inMilliseconds
    return try visit.checkedOut(
      at: max(came, now.wallMilliseconds), hours(visit.residentId, year: visit.year))
  }

  /// What a self-study counts.
  private func selfStudyTenths(_ visit: VisitRow, until now: ClockReading) throws -> Int64 {
    SelfStudy.hoursTenths(inMilliseconds: 0, outMilliseconds: try elapsed(visit, until: now))
  }

  /// The milliseconds since the coming: by the time since start where both ends lie in one, which no
  /// setting of the clock moves; else by the corrected times.
  func elapsed(_ visit: VisitRow, until now: ClockReading) throws -> Int64 {
    guard let line = try row("SELECT line FROM entry WHERE seq = ?", [visit.id]) else { return 0 }
    let bytes: Data = line[0]
    let then = try Event(line: [UInt8](bytes)).clock
    if then.boot == now.boot, then.bootMilliseconds <= now.bootMilliseconds {
      return now.bootMilliseconds - then.bootMilliseconds
    }
    let came = try Store.times(of: [visit.id], db)[visit.id]?.best ?? visit.inMilliseconds
    return now.wallMilliseconds - came
  }

  /// The visit with this number, or nil when there is none or it was undone.
  func visit(_ id: Int64) throws -> VisitRow? {
    try row(VisitRow.select + "v.id = ?", [id]).map(VisitRow.init)
  }

  /// A resident's hours in a year, in tenths.
  func hours(_ resident: Int64, year: Int) throws -> Int64 {
    try row(
      "SELECT hoursTenths FROM tally WHERE residentId = ? AND scope = ?", [resident, -Int64(year)]
    )?[0] ?? 0
  }

  private func count(
    _ resident: Int64, scope: Int64, hoursTenths: Int64
  ) throws -> (turns: Int, hoursTenths: Int64) {
    let row = try row(
      """
      INSERT INTO tally (residentId, scope, turns, hoursTenths) VALUES (?, ?, 1, ?)
        ON CONFLICT DO UPDATE SET turns = turns + 1, hoursTenths = hoursTenths + excluded.hoursTenths
        RETURNING turns, hoursTenths
      """, [resident, scope, hoursTenths])
    return (row?[0] ?? 1, row?[1] ?? hoursTenths)
  }
}

/// A visit with what check-out and undo need of its session and resident.
struct VisitRow {
  let id: Int64
  let residentId: Int64
  /// Whom its event names: a guest who has turned out to be the resident, else the resident.
  let writtenFor: Int64
  let name: String
  let sessionCode: String
  let sessionTitle: String
  let year: Int
  let courseId: Int64?
  let isSelfStudy: Bool
  let inMilliseconds: Int64
  let outMilliseconds: Int64?
  let hoursTenths: Int64
  let endMilliseconds: Int64
  let state: Session.State

  static let select = """
    SELECT v.id, v.residentId, r.name, s.year, s.number, s.title, s.courseId, s.isSelfStudy, v.inMs,
      v.outMs, v.hoursTenths, coalesce(g.guestId, v.residentId), s.endMs, s.state
    FROM visit v JOIN session s ON s.id = v.sessionId JOIN resident r ON r.id = v.residentId
      LEFT JOIN guestVisit g ON g.visitId = v.id
    WHERE\u{20}
    """

  init(_ row: Row) {
    id = row[0]
    residentId = row[1]
    name = row[2]
    year = row[3]
    sessionCode = SessionRow.code(year: row[3], number: row[4])
    sessionTitle = row[5]
    courseId = row[6]
    isSelfStudy = row[7]
    inMilliseconds = row[8]
    outMilliseconds = row[9]
    hoursTenths = row[10]
    writtenFor = row[11]
    endMilliseconds = row[12]
    let number: Int = row[13]
    state = SessionRow.state(number)
  }

  /// What is known of its end.
  func leaving(now: ClockReading) -> Leaving {
    Leaving.decide(
      outMilliseconds: outMilliseconds, endMilliseconds: endMilliseconds, state: state,
      isSelfStudy: isSelfStudy, now: now)
  }

  /// The sums that the visit counts in.
  var scopes: [Int64] { [-Int64(year)] + (courseId.map { [$0] } ?? []) }

  func checkedOut(at milliseconds: Int64, _ hoursTenths: Int64) -> CheckedOut {
    CheckedOut(
      visitId: id, residentId: residentId, name: name, sessionTitle: sessionTitle,
      atMilliseconds: milliseconds, hoursThisYearTenths: hoursTenths)
  }
}
