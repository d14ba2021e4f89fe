package import Centre
package import Evidence
internal import GRDB

/// Whom an entry from paper is about.
package enum PaperEntrant: Equatable, Sendable {
  /// Whoever holds this badge, with the keyed hash of its identity number.
  case badge(Badge, identityHash: [UInt8]?)
  /// The resident of this number, found by name.
  case resident(Int64)
}

extension Store {
  /// Enters somebody from the paper list of a session: source `paper`, counted once like every other
  /// visit. A planned session that has begun is opened first, and closed at once when it is over.
  ///
  /// - Parameter written: the time that stands on the paper, wall milliseconds; nil takes the session's
  ///   start.
  /// - Returns: `welcome`, `alreadyIn` or `unknownBadge`.
  /// - Throws: `StoreRefusal.sessionNotOpen` before the session begins, `.sessionFixed` for self-study,
  ///   which counts its own hours and has no list, and `.notFound`.
  package func enterFromPaper(
    _ entrant: PaperEntrant, session code: String, written: Int64?, now: ClockReading
  ) throws -> CheckInAnswer {
    try write("enter from paper") { transaction in
      try transaction.enterFromPaper(entrant, session: code, written: written, now: now)
    }
  }

  /// Takes back a visit that was entered from the paper list of a session, by a reversing event. Only this
  /// one goes: another visit of the same person, as a guest merged later has, counts in its place.
  /// - Returns: whether there was one; others are taken back at the door and on the roll.
  package func takeBackFromPaper(
    visit id: Int64, session code: String, now: ClockReading
  ) throws -> Bool {
    try write("take back an entry from paper") { transaction in
      try transaction.takeBackFromPaper(visit: id, session: code, now: now)
    }
  }

  /// The villages that residents with a card live in, with how many do, by name.
  package func villages() throws -> [(name: String, residents: Int)] {
    try read("list villages") { db in
      let sql = """
        SELECT r.village, count(*) FROM resident r JOIN card c ON c.residentId = r.id AND c.isActive = 1
        WHERE r.eraseSeq IS NULL AND r.name <> '' GROUP BY r.village ORDER BY r.village
        """
      return try Row.fetchAll(db.cachedStatement(sql: sql)).map { ($0[0], $0[1]) }
    }
  }

  /// Residents of a village, or of all, at most `limit`.
  package func residents(village: String?, limit: Int) throws -> [Resident] {
    try read("list residents of a village") { db in
      let sql =
        ResidentRow.select + """
           WHERE r.eraseSeq IS NULL AND r.name <> '' AND c.number IS NOT NULL
            AND (?1 IS NULL OR r.village = ?1) ORDER BY r.folded, r.id LIMIT ?2
          """
      return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [village, limit])
        .map(ResidentRow.resident)
    }
  }
}

extension Transaction {
  func enterFromPaper(
    _ entrant: PaperEntrant, session code: String, written: Int64?, now: ClockReading
  ) throws -> CheckInAnswer {
    guard let session = try session(code: code) else { throw StoreRefusal.notFound(.session) }
    guard !session.isSelfStudy else { throw StoreRefusal.sessionFixed(code: code) }
    guard let person = try person(entrant) else { return .unknownBadge }
    try makeReady(session, now: now)
    return try checkIn(person, session: code, source: .paper, written: written, now: now)
  }

  func takeBackFromPaper(
    visit id: Int64, session code: String, now: ClockReading
  ) throws -> Bool {
    guard let session = try session(code: code) else { return false }
    let isPaper = "id = ? AND sessionId = ? AND source = ?"
    let place: StatementArguments = [id, session.id, VisitSource.number(.paper)]
    if try row("SELECT 1 FROM visit WHERE \(isPaper)", place) != nil, let visit = try visit(id) {
      try takeBack(visit, now: now)
      return true
    }
    guard try row("SELECT 1 FROM spareVisit WHERE \(isPaper)", place) != nil else { return false }
    try undoSpare(id, now: now)
    return true
  }

  private func person(_ entrant: PaperEntrant) throws -> Person? {
    switch entrant {
    case .badge(let badge, let hash):
      return try person(badge, hash)
    case .resident(let id):
      return try person(id)
    }
  }

  private func makeReady(_ session: Session, now: ClockReading) throws {
    switch LateEntry.readiness(of: .init(session), now: now) {
    case .ready: break
    case .tooEarly: throw StoreRefusal.sessionNotOpen(code: session.code)
    case .opens(let closes):
      _ = try openSession(session.code, now: now)
      if closes { _ = try closeSession(session.code, now: now) }
    }
  }
}
