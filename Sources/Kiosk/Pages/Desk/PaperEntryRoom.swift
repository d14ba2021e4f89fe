import Centre
import HTTP
import Store

/// Entering a session's paper list later: a field that takes code after code, and what became of each.
///
/// Every entry is answered by a redirect, so that a page loaded again enters nothing again; the rule of
/// one visit a session stands in the database besides.
enum PaperEntryRoom {
  /// Rows shown; all who were entered stand on the roll.
  private static let mostRows = 100
  private static let mostFound = 20

  static func addRoutes(to routes: inout DeskRoutes) {
    routes.form(.paperEntry, in: .sessions) { call in
      try PaperListRoom.known(call) { try show($0, $1) }
    }
    routes.write(.paperEntry, in: .sessions) { call in try PaperListRoom.known(call, enter) }
    routes.write(.takeBackPaper, in: .sessions) { call in
      try PaperListRoom.known(call) { call, session in
        let sent = try call.form()
        let path = path(session, time: sent.text("time"))
        guard let visit = Int64(sent.text("visit")),
          try call.desk.takeBackFromPaper(visit: visit, session: session.code)
        else { return call.leave(to: path) }
        return call.leave(to: path, .paperTakenBack)
      }
    }
  }

  private static func enter(_ call: DeskRequest, _ session: Session) throws -> Response {
    let sent = try call.form()
    let (code, time) = (sent.text("code"), sent.text("time"))
    let answer: PaperEntryAnswer
    if let resident = Int64(sent.text("resident")) {
      answer = try call.desk.enterFromPaper(resident: resident, session: session, time: time)
    } else if Name.tidied(code).isEmpty {
      answer = .taken
    } else {
      answer = try call.desk.enterFromPaper(scanned: code, session: session, time: time)
    }
    switch answer {
    case .taken: return call.leave(to: path(session, time: time))
    case .invalid(let problems):
      return try show(call, session, code: code, time: time, problems)
    }
  }

  /// The time stays for the codes that follow.
  private static func path(_ session: Session, time: String) -> String {
    DeskPlace.paperEntry.path(session.code, query: [("time", Name.tidied(time))])
  }

  // MARK: The page

  private static func show(
    _ call: DeskRequest, _ session: Session, code: String = "", time: String? = nil,
    _ problems: [FormProblem] = []
  ) throws -> Response {
    let time = time ?? String((call.http.query["time"] ?? "").prefix(8))
    let lines = try lines(call, session)
    let entered = lines.count { $0.isEntered }
    let hint = hint(call, session)
    var page = DeskPage("desk-paper-entry", title: call.text(.paperEntryTitle))
    page.status = problems.isEmpty ? .ok : .unprocessableContent
    page.values = [
      "session": session.title, "when": "\(call.weekday(session.day)), \(call.span(session))",
      "entryHref": DeskPlace.paperEntry.path(session.code),
      "takeBackHref": DeskPlace.takeBackPaper.path(session.code), "code": code, "time": time,
      "hasTimeError": !problems.isEmpty,
      "timeError": problems.first.map { call.sentence($0, form: "paper") } ?? "",
      "start": TimeOfDay.text(wallMilliseconds: session.startMilliseconds),
      "left": "%", "hasLines": !lines.isEmpty, "lines": lines.prefix(mostRows).map(\.values),
      "counted": call.text(.paperCounted, ["count": call.number(entered)]),
      "hint": hint ?? "", "hasHint": hint != nil,
      "listHref": DeskPlace.paperList.path(session.code),
      "hasRest": lines.count > mostRows, "rollHref": DeskPlace.session.path(session.code),
    ]
    page.values.merge(try search(call, session)) { own, _ in own }
    page.back = (DeskPlace.session.path(session.code), session.title)
    return call.answer(page)
  }

  /// What will happen to a session that was never opened.
  private static func hint(_ call: DeskRequest, _ session: Session) -> String? {
    switch LateEntry.readiness(of: .init(session), now: call.desk.clock.read()) {
    case .ready: return nil
    case .opens: return call.text(.paperSessionBegins)
    case .tooEarly: return call.text(.paperNotBegun)
    }
  }

  private static func search(
    _ call: DeskRequest, _ session: Session
  ) throws -> [String: Any] {
    let query = Name.tidied(String((call.http.query["q"] ?? "").prefix(80)))
    let found = try query.isEmpty ? [] : ResidentRoom.find(call, query, limit: mostFound)
    return [
      "query": query, "hasFound": !found.isEmpty, "hasNotFound": !query.isEmpty && found.isEmpty,
      "notFound": ResidentRoom.nobody(call, query), "addHref": DeskPlace.addResident.path(),
      "found": found.map { resident in
        let name = call.name(of: resident)
        return [
          "id": resident.id, "name": name, "birth": call.birth(resident),
          "village": call.orDash(resident.village),
          "enterFor": call.text(.paperEnterFor, ["name": name]),
        ] as [String: Any]
      },
    ]
  }
}

extension PaperEntryRoom {
  /// One line of what was entered, and whether it stands for somebody who is counted.
  private struct Line {
    var isEntered = false
    var values: [String: Any]
  }

  /// What was read since the start, and before it whoever the store knows to be entered from paper, the
  /// latest first.
  private static func lines(_ call: DeskRequest, _ session: Session) throws -> [Line] {
    let roll = try call.desk.roll(session: session.code)
    var standing: [Int64: RollEntry] = [:]
    for entry in roll where entry.source == .paper {
      if let visit = entry.visitId { standing[visit] = entry }
    }
    var lines: [Line] = []
    for reading in call.desk.paperTrail.readings(session: session.code) {
      if case .entered(let visit, _) = reading, let entry = standing.removeValue(forKey: visit) {
        lines.append(line(call, entry, visit))
      } else if let line = try line(call, reading) {
        lines.append(line)
      }
    }
    let earlier = standing.sorted { $0.key > $1.key }
    return lines + earlier.map { line(call, $0.value, $0.key) }
  }

  private static func line(_ call: DeskRequest, _ entry: RollEntry, _ visit: Int64) -> Line {
    let name = call.name(of: entry.resident)
    let about = PaperList.about(entry.resident)
    return Line(
      isEntered: true,
      values: [
        "what": call.text(.paperEntered), "kind": "success", "icon": "tick", "name": name,
        "about": about, "hasAbout": !about.isEmpty,
        "arrival": entry.told?.text(call) ?? "",
        "canTakeBack": true, "visit": visit,
        "takeBackFor": call.text(.paperTakeBackFor, ["name": name]),
      ])
  }

  /// A reading that stands for nobody who is counted by it; nil for an entry that was taken back.
  private static func line(
    _ call: DeskRequest, _ reading: PaperTrail.Outcome
  ) throws -> Line? {
    switch reading {
    case .entered: return nil
    case .already(let id, let since):
      guard let resident = try call.desk.store.resident(id: id) else { return nil }
      return plain(
        call.text(.paperAlready), "attention", "again", name: call.name(of: resident),
        about: PaperList.about(resident), time: TimeOfDay.text(wallMilliseconds: since))
    case .unknown(let code):
      return plain(call.text(.paperUnknown), "error", "cross", name: code)
    case .unreadable(let reason):
      let phrase = call.pages.texts.phrase(reason, call.language)
      return plain(call.text(.paperUnreadable), "error", "cross", name: phrase)
    }
  }

  private static func plain(
    _ what: String, _ kind: String, _ icon: String, name: String, about: String = "",
    time: String = ""
  ) -> Line {
    Line(values: [
      "what": what, "kind": kind, "icon": icon, "name": name, "about": about,
      "hasAbout": !about.isEmpty,
      "arrival": time,
      "canTakeBack": false,
    ])
  }
}
