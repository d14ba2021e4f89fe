import Centre
import Evidence
import Paper
import Store

/// Who stands on a printed list.
enum PaperListWish: Equatable, Sendable {
  /// Those who came to other sessions of the course.
  case course
  /// Everybody who has a card.
  case everybody
  /// The people of a village, as it is written in their records; empty: those without one.
  case village(String)
}

/// What becomes of one entry from a paper list.
enum PaperEntryAnswer: Equatable, Sendable {
  case taken
  case invalid([FormProblem])
}

extension Desk {
  // MARK: The list

  /// Those who would stand on a list, at most one more than fit on it.
  func people(_ wish: PaperListWish, session: Session) throws -> [Resident] {
    let limit = PaperList.mostPeople + 1
    let found: [Resident]
    switch wish {
    case .course: found = try store.roll(session: session.code).map(\.resident)
    case .everybody: found = try store.residents(village: nil, limit: limit)
    case .village(let name): found = try store.residents(village: name, limit: limit)
    }
    return PaperList.sorted(
      found.filter(PaperList.includes), byVillage: wish == .everybody)
  }

  /// The paper list of a session as a PDF, with these people, at most `PaperList.mostPeople`, and so many
  /// blank rows.
  func paperList(of people: [Resident], session: Session, blanks: Int) throws -> [UInt8] {
    let start = TimeOfDay.text(wallMilliseconds: session.startMilliseconds)
    var sheet = AttendanceSheet(
      title: session.title, code: session.code, day: session.day,
      time: "\(start)–\(TimeOfDay.text(wallMilliseconds: session.endMilliseconds))",
      rows: people.map { person in
        AttendanceSheet.Row(
          name: person.name, about: PaperList.about(person), cardDigits: person.cardDigits)
      }, blanks: blanks)
    sheet.parentBody = settings.centre.parentBody
    sheet.issuingBody = settings.centre.issuingBody
    sheet.place = session.place
    sheet.speaker = session.speaker
    sheet.isDemonstration = try keys.enrolment() == nil
    return try papers.attendance.pdf(sheet)
  }

  // MARK: Entering it

  /// Enters whoever a code from the list names.
  /// - Parameter time: the time that stands on the paper, "08:10"; empty takes the session's start.
  func enterFromPaper(
    scanned raw: String, session: Session, time: String
  ) throws -> PaperEntryAnswer {
    let text = ScannedText.plain(raw, source: .paper)
    let (written, problems) = written(time, session)
    guard problems.isEmpty else { return .invalid(problems) }
    let badge: Badge
    do {
      badge = try Badge(scanned: text)
    } catch {
      paperTrail.note(.unreadable(error), session: session.code)
      return .taken
    }
    let entrant = PaperEntrant.badge(
      badge, identityHash: badge.identityNumber.map(keys.identityHash))
    try enter(entrant, session, written, code: Self.shown(badge))
    return .taken
  }

  /// Enters a resident who was found by name: somebody in a blank row.
  func enterFromPaper(
    resident id: Int64, session: Session, time: String
  ) throws -> PaperEntryAnswer {
    let (written, problems) = written(time, session)
    guard problems.isEmpty else { return .invalid(problems) }
    try enter(.resident(id), session, written, code: "")
    return .taken
  }

  private func enter(
    _ entrant: PaperEntrant, _ session: Session, _ written: Int64?, code: String
  ) throws {
    let answer = try saving {
      try store.enterFromPaper(
        entrant, session: session.code, written: written, now: clock.read())
    }
    switch answer {
    case .welcome(let welcome):
      paperTrail.note(
        .entered(visit: welcome.visitId, resident: welcome.residentId), session: session.code)
    case .alreadyIn(let already):
      let outcome = PaperTrail.Outcome.already(
        resident: already.residentId, sinceMilliseconds: already.sinceMilliseconds)
      paperTrail.note(outcome, session: session.code)
    case .unknownBadge:
      paperTrail.note(.unknown(code: code), session: session.code)
    case .chooseSession, .checkedOut:
      break
    }
  }

  /// Takes an entry from paper back; whether there was one.
  func takeBackFromPaper(visit id: Int64, session code: String) throws -> Bool {
    readings.forget(visit: id)
    return try saving {
      try store.takeBackFromPaper(visit: id, session: code, now: clock.read())
    }
  }

  /// A time on the day of the session, which is not still to come.
  private func written(_ time: String, _ session: Session) -> (Int64?, [FormProblem]) {
    guard !Name.tidied(time).isEmpty else { return (nil, []) }
    var reader = FormReader()
    guard let moment = reader.time("time", time) else { return (nil, reader.problems) }
    let written = session.day.startMilliseconds + moment
    let now = clock.read()
    guard now.quality == .unset || written <= now.wallMilliseconds else {
      let latest = TimeOfDay.text(wallMilliseconds: now.wallMilliseconds)
      return (nil, [FormProblem(field: "time", reason: .tooLate, detail: latest)])
    }
    return (written, [])
  }

  /// As much of a code as may be shown: a card whole, of an identity number the end.
  private static func shown(_ badge: Badge) -> String {
    switch badge {
    case .card(let card): card.spaced
    case .identityCard(let card): "…" + card.number.suffix(4)
    case .identityNumber(let number): "…" + number.suffix(4)
    }
  }
}
