internal import Centre
internal import Evidence
internal import Foundation
internal import GRDB

extension Transaction {
  /// Counts somebody without a card; see `Store.checkIn(guest:)`.
  func checkIn(
    guest: NewGuest, arrival: [UInt8], session code: String?, source: CheckInSource,
    now: ClockReading
  ) throws -> CheckInAnswer? {
    guard arrival.count == 16 else { throw StoreRefusal.outOfRange(field: "arrival") }
    let known = try row(
      "SELECT residentId, visitId FROM guestArrival WHERE key = ?", [Data(arrival)])
    if let known { return try repeated(visit: known[1]) }
    if code == nil, let sessions = try choices(now: now) { return .chooseSession(sessions) }
    let person = try add(guest, now: now)
    let answer = try checkIn(person, session: code, source: source, now: now)
    guard case .welcome(let welcome) = answer else { throw StoreRefusal.notFound(.session) }
    try run(
      "INSERT INTO guestArrival (key, residentId, visitId) VALUES (?, ?, ?)",
      [Data(arrival), person.id, welcome.visitId])
    return answer
  }

  /// The sessions among which somebody who is not added yet must choose first; nil when none need be
  /// chosen.
  private func choices(now: ClockReading) throws -> [SessionChoice]? {
    // Nobody has this number, so that no visit is found.
    let (decision, meetings) = try decision(on: 0, now: now)
    guard case .choose(let ids) = decision else { return nil }
    return meetings.filter { ids.contains($0.id) }.map(\.choice)
  }

  private func repeated(visit id: Int64) throws -> CheckInAnswer? {
    guard let visit = try visit(id) else { return nil }
    return .alreadyIn(
      AlreadyIn(
        visitId: visit.id, residentId: visit.residentId, name: visit.name,
        sessionCode: visit.sessionCode, sessionTitle: visit.sessionTitle,
        sinceMilliseconds: visit.inMilliseconds, outMilliseconds: visit.outMilliseconds,
        hoursThisYearTenths: try hours(visit.residentId, year: visit.year)))
  }

  private func add(_ guest: NewGuest, now: ClockReading) throws -> Person {
    switch guest {
    case .head:
      return Person(id: try addResident(guest.resident, now: now).id, name: "")
    case .named(_, _, let consent):
      let resident = try addResident(guest.resident, now: now)
      try give(consent, by: resident, now: now)
      return Person(id: resident.id, name: resident.name)
    }
  }

  private func give(_ consent: ConsentText, by resident: Resident, now: ClockReading) throws {
    let text = try text(consent.text, "consent", limit: 4_000, isRequired: true)
    let digest = sha256(Array("\(consent.language)\n\(text)".utf8))
    try run(
      "INSERT OR IGNORE INTO consentText (digest, language, text) VALUES (?, ?, ?)",
      [Data(digest.bytes), consent.language, text])
    let seq = try append(
      "consent.give",
      [
        "r": .text(resident.pseudonym), "w": .text(consent.purpose), "d": .text(digest.hex),
        "l": .text(consent.language),
      ], now: now)
    try run(
      "INSERT INTO consent (seq, residentId, purpose, digest, givenMs) VALUES (?, ?, ?, ?, ?)",
      [seq, resident.id, consent.purpose, Data(digest.bytes), now.wallMilliseconds])
  }

  /// Forgets the name of a guest who came with a visit that was taken back and has no other.
  func forgetGuest(arrivedWith visit: VisitRow, now: ClockReading) throws {
    let arrived = try row("SELECT 1 FROM guestArrival WHERE visitId = ?", [visit.id]) != nil
    guard arrived, let guest = try resident(id: visit.residentId), guest.isGuest, !guest.isHead
    else { return }
    let others: Int64 =
      try row("SELECT coalesce(sum(turns), 0) FROM tally WHERE residentId = ?", [guest.id])?[0] ?? 0
    guard others == 0 else { return }
    _ = try erase(resident: guest.id, by: nil, reason: .consent, now: now)
  }

  /// Withdraws what a person has consented to, each with an event of its own.
  func withdrawConsents(of person: Resident, now: ClockReading) throws {
    let standing = try rows(
      "SELECT seq FROM consent WHERE residentId = ? AND withdrawSeq IS NULL", [person.id])
    for row in standing {
      let given: Int64 = row[0]
      let seq = try append(
        "consent.withdraw", ["r": .text(person.pseudonym), "i": .integer(given)], now: now)
      try run("UPDATE consent SET withdrawSeq = ? WHERE seq = ?", [seq, given])
    }
  }
}
