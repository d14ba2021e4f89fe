package import Centre
import Evidence
import Store

extension Desk {
  /// Records the visit of whoever the scanned or typed string names. A certificate's code is judged
  /// instead.
  ///
  /// The same string read again within `checkIn.repeatSeconds` is the same reading and is answered
  /// from memory.
  /// - Parameters:
  ///   - session: the code of the session, when the visitor has chosen one.
  /// - Throws: `StoreError` when nothing could be saved.
  package func checkIn(
    scanned raw: String, source: CheckInSource, session: String? = nil
  ) throws -> DeskAnswer {
    let text = ScannedText.plain(raw, source: source)
    if let code = CertificateCode(scanned: text) {
      return .certificate(try inspect(text: code.text))
    }
    let now = clock.read()
    let reading = Self.reading(text, session: session)
    let seconds = settings.checkIn.repeatSeconds
    if let already = readings.repeated(
      reading, within: seconds, bootMilliseconds: now.bootMilliseconds)
    {
      return .answer(.alreadyIn(already))
    }
    let badge: Badge
    do {
      badge = try Badge(scanned: text)
    } catch {
      return .unreadable(error)
    }
    let answer = try saving {
      try store.checkIn(
        badge, identityHash: badge.identityNumber.map(keys.identityHash), session: session,
        source: source, now: now)
    }
    if case .welcome(let welcome) = answer {
      readings.note(welcome, for: reading, bootMilliseconds: now.bootMilliseconds)
    }
    return .answer(answer)
  }

  /// Records the visit of a resident found by name or marked by staff.
  package func checkIn(
    resident id: Int64, source: CheckInSource, session: String? = nil
  ) throws -> CheckInAnswer {
    try saving {
      try store.checkIn(resident: id, session: session, source: source, now: clock.read())
    }
  }

  /// Records that a visitor leaves; nil when there is no such visit.
  package func checkOut(visit id: Int64, source: CheckInSource) throws -> CheckInAnswer? {
    readings.forget(visit: id)
    return try ifFound {
      .checkedOut(
        try saving { try store.checkOut(visit: id, source: source, now: clock.read()) })
    }
  }

  /// Takes a check-in back ("not me") while `checkIn.undoSeconds` last.
  package func undo(visit id: Int64) throws -> UndoAnswer {
    readings.forget(visit: id)
    choices.forget(visit: id)
    // A guest's name that came with the visit is forgotten with it. What that takes in the files is the
    // disk worker's: it may have to wait for whoever reads, and nobody at the door does.
    return try saving {
      try store.undoVisit(id, withinSeconds: settings.checkIn.undoSeconds, now: clock.read())
    }
  }

  /// Residents whose name matches, marks or not; none while fewer letters are given than
  /// `checkIn.searchLetters`.
  package func findResidents(_ text: String) throws -> [Resident] {
    let letters = Name.folded(text).filter { $0 != " " }.count
    guard letters >= settings.checkIn.searchLetters else {
      return []
    }
    // Guests who turned out to be residents are still found under their old names, and fill no place.
    let found = try store.residents(matching: text, limit: Store.searchedAtMost)
      .filter { !$0.isHead && !$0.isErased && $0.mergedInto == nil }
    return Array(found.prefix(settings.checkIn.searchResults))
  }
}
