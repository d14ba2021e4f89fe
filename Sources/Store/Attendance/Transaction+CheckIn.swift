package import Centre
package import Evidence
internal import Foundation
internal import GRDB

extension Transaction {
  /// Checks in the resident whom a badge belongs to; see `Store.checkIn`.
  package func checkIn(
    _ badge: Badge, identityHash: [UInt8]?, session: String?, source: CheckInSource,
    now: ClockReading
  ) throws -> CheckInAnswer {
    guard let person = try person(badge, identityHash) else { return .unknownBadge }
    return try checkIn(person, session: session, source: source, now: now)
  }

  /// Checks in a resident by number; see `Store.checkIn`.
  package func checkIn(
    resident id: Int64, session: String?, source: CheckInSource, now: ClockReading
  ) throws -> CheckInAnswer {
    try checkIn(person(id), session: session, source: source, now: now)
  }

  func checkIn(
    _ person: Person, session code: String?, source: CheckInSource, written: Int64? = nil,
    now: ClockReading
  ) throws -> CheckInAnswer {
    if let code {
      let meeting = try chosenMeeting(code, person, source)
      return try act(
        on: CheckIn.decide(chosen: meeting.candidate), [meeting], person, source,
        written: written, now: now)
    }
    let (decision, meetings) = try decision(on: person.id, now: now)
    return try act(on: decision, meetings, person, source, now: now)
  }

  /// What is to be done with somebody who named no session, and the open sessions that it is about.
  func decision(
    on person: Int64, now: ClockReading
  ) throws -> (CheckIn.Decision, [Meeting]) {
    let meetings = try meetings("s.state = 1 AND s.isSelfStudy = 0", [person])
    let decision = CheckIn.decide(
      open: CheckIn.current(meetings.map(\.candidate), now: now),
      nowMilliseconds: now.wallMilliseconds)
    return (decision, meetings)
  }

  /// The person of a badge, or nil when nobody here holds it.
  func person(_ badge: Badge, _ identityHash: [UInt8]?) throws -> Person? {
    let row: Row? =
      switch badge {
      case .card(let card):
        try row(
          """
          SELECT r.id, r.name FROM card c JOIN resident r ON r.id = c.residentId
            WHERE c.number = ? AND c.isActive = 1
          """, [Int64(card.digits) ?? -1])
      case .identityCard, .identityNumber:
        try identityHash.flatMap { hash in
          try self.row("SELECT id, name FROM resident WHERE identityHash = ?", [Data(hash)])
        }
      }
    return row.map { Person(id: $0[0], name: $0[1]) }
  }

  /// The person whom a resident's number means; an old page may still name the guest.
  func person(_ id: Int64) throws -> Person {
    let found = try row(
      "SELECT id, name FROM resident WHERE id = ? AND eraseSeq IS NULL", [owner(of: id)])
    guard let found else { throw StoreRefusal.notFound(.resident) }
    return Person(id: found[0], name: found[1])
  }

  /// The number under which a person is counted: a guest's is that of the resident whom the guest
  /// turned out to be.
  func owner(of id: Int64) throws -> Int64 {
    try row("SELECT mergedInto FROM resident WHERE id = ? AND mergedInto IS NOT NULL", [id])?[0]
      ?? id
  }

  /// Sessions under a condition, each with the person's visit to it.
  func meetings(_ condition: String, _ arguments: StatementArguments) throws -> [Meeting] {
    try rows(Meeting.select + condition + " ORDER BY s.startMs, s.id", arguments)
      .map(Meeting.init)
  }

  private func chosenMeeting(
    _ code: String, _ person: Person, _ source: CheckInSource
  ) throws -> Meeting {
    guard let parts = SessionRow.parts(code),
      let meeting = try meetings(
        "s.year = ?2 AND s.number = ?3", [person.id, parts.year, parts.number]
      ).first
    else { throw StoreRefusal.notFound(.session) }
    guard CheckIn.takes(meeting.state, from: source) else {
      throw StoreRefusal.sessionNotOpen(code: code)
    }
    return meeting
  }

  private func act(
    on decision: CheckIn.Decision, _ meetings: [Meeting], _ person: Person,
    _ source: CheckInSource, written: Int64? = nil, now: ClockReading
  ) throws -> CheckInAnswer {
    switch decision {
    case .enter(let id):
      guard let meeting = meetings.first(where: { $0.id == id }) else { break }
      return .welcome(try enter(meeting, person, source, written: written, now: now))
    case .alreadyIn(let id, let visit):
      guard let meeting = meetings.first(where: { $0.id == id }) else { break }
      return .alreadyIn(try already(meeting, visit, person))
    case .choose(let ids):
      return .chooseSession(meetings.filter { ids.contains($0.id) }.map(\.choice))
    case .selfStudy:
      return try checkInToSelfStudy(person, source, now: now)
    }
    throw StoreRefusal.notFound(.session)
  }

  func already(
    _ meeting: Meeting, _ visit: CheckIn.Visit, _ person: Person
  ) throws -> AlreadyIn {
    let times = try times(ofVisit: visit.id)
    return AlreadyIn(
      visitId: visit.id, residentId: person.id, name: person.name, sessionCode: meeting.code,
      sessionTitle: meeting.title, sinceMilliseconds: times.in ?? visit.inMilliseconds,
      outMilliseconds: times.out ?? visit.outMilliseconds,
      hoursThisYearTenths: try hours(person.id, year: meeting.year))
  }

  /// When the person came and left, as well as is known by now: the clock may have been set since.
  func times(ofVisit id: Int64) throws -> (in: Int64?, out: Int64?) {
    let row = try row(
      """
      SELECT (SELECT arrivedMs FROM visitTold WHERE visitId = ?1),
        (SELECT seq FROM visitOut WHERE visitId = ?1)
      """, [id])
    let told: Int64? = row.flatMap { $0[0] }
    let leaving: Int64? = row.flatMap { $0[1] }
    let times = try Store.times(of: [id] + (leaving.map { [$0] } ?? []), db)
    return (told ?? times[id]?.best, leaving.flatMap { times[$0]?.best })
  }
}
