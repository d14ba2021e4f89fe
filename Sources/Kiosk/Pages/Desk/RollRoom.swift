import Centre
import HTTP
import Store

/// The page of one session with its roll, where staff mark who was there, late ones too.
enum RollRoom {
  static func addRoutes(to routes: inout DeskRoutes) {
    routes.read(.session, in: .sessions) { call in try known(call, show) }
    routes.write(.roll, in: .sessions, limits: .roll) { call in try known(call, mark) }
  }

  /// Answers about the session of the address, or that there is none.
  static func known(
    _ call: DeskRequest, _ answer: (DeskRequest, Session) throws -> Response
  ) throws -> Response {
    guard let session = try call.desk.store.session(code: call.parameter) else {
      return call.missing(.missingSession)
    }
    return try answer(call, session)
  }

  // MARK: Marking

  /// Marks the differences between what the page showed (`was`) and what was sent (`present`), so
  /// that a check-in at the door between the two is never taken back.
  private static func mark(_ call: DeskRequest, _ session: Session) throws -> Response {
    let path = DeskPlace.session.path(session.code)
    let sent = FormText(try call.http.form(limits: .roll))
    let present = Set(sent.ids("present"))
    let was = Set(sent.ids("was"))
    let added = present.subtracting(was).sorted()
    let removed = was.subtracting(present).sorted()
    guard !added.isEmpty || !removed.isEmpty else { return call.leave(to: path, .rollUnchanged) }
    for id in added {
      try call.desk.setRoll(session: session.code, resident: id, isPresent: true)
    }
    for id in removed {
      try call.desk.setRoll(session: session.code, resident: id, isPresent: false)
    }
    if added.count == 1, removed.isEmpty,
      let resident = try call.desk.store.resident(id: added[0])
    {
      return call.leave(to: path, .flashMarked, ["name": call.name(of: resident)])
    }
    let counts = ["added": call.number(added.count), "removed": call.number(removed.count)]
    return call.leave(to: path, .rollChanged, counts)
  }

  // MARK: The page

  private static func show(_ call: DeskRequest, _ session: Session) throws -> Response {
    let roll = try call.desk.roll(session: session.code)
    let present = roll.filter { $0.visitId != nil }
    let canMark = call.mayWrite && session.state != .planned
    var page = DeskPage("desk-session", title: session.title)
    page.values = try head(call, session)
    page.values["summary"] = call.text(
      .rollSummary,
      ["present": call.number(present.count), "listed": call.number(roll.count)])
    page.values["hasRoll"] = !roll.isEmpty
    page.values["roll"] = roll.enumerated().map { index, entry in
      row(call, session, entry, number: index + 1, canMark: canMark)
    }
    page.values["canMark"] = canMark
    page.values["emptyNext"] = call.text(canMark ? .rollEmptyNext : .rollEmptyWait)
    page.values.merge(try search(call, session, present)) { own, _ in own }
    page.back = (
      DeskPlace.sessions.path(query: [("day", session.day.iso)]), call.text(.sessionsTitle)
    )
    return call.answer(page)
  }

  private static func head(_ call: DeskRequest, _ session: Session) throws -> [String: Any] {
    let course = try session.courseCode.flatMap { try call.desk.store.course(code: $0) }
    let people = [
      (DeskText.sessionOrganiser, session.organiser), (.sessionSpeaker, session.speaker),
      (.sessionPartner, session.partner),
    ].filter { !$0.1.isEmpty }
    let hint: DeskText =
      switch session.state {
      case .planned: .sessionPlannedHint
      case .open: .sessionOpenHint
      case .closed: .sessionClosedHint
      }
    var values = call.row(of: session)
    values["hours"] = call.text(.sessionHoursText, ["hours": call.hours(session.hoursTenths)])
    values["hasPlace"] = !session.place.isEmpty
    values["hasCourse"] = course != nil
    values["course"] = course?.title ?? ""
    values["courseHref"] = course.map { DeskPlace.course.path($0.code) } ?? ""
    values["people"] = people.map { ["label": call.text($0.0), "value": $0.1] }
    values["canOpen"] = session.state == .planned
    values["canReopen"] = session.state == .closed && session.day == call.today
    values["canEdit"] = session.isEditable
    values["canClose"] = session.state == .open
    values["stateHint"] = call.text(hint)
    values["rollHref"] = DeskPlace.roll.path(session.code)
    values["hasPaper"] = !session.isSelfStudy
    values["paperHref"] = DeskPlace.paperList.path(session.code)
    values["paperEntryHref"] = DeskPlace.paperEntry.path(session.code)
    return values
  }

  private static func row(
    _ call: DeskRequest, _ session: Session, _ entry: RollEntry, number: Int, canMark: Bool
  ) -> [String: Any] {
    let name = call.name(of: entry.resident)
    let isPresent = entry.visitId != nil
    let arrival = entry.inMilliseconds.map {
      VisitTime(claimed: $0, entry.arrival, on: session.day)
    }
    // Before arrivals were told, only the time of the entry showed that it was made later.
    let isOldLate =
      entry.told == nil && !session.isSelfStudy
      && arrival?.isAfter(session.endMilliseconds) ?? false
    let isLate = entry.told != nil || isOldLate
    let leaving = isPresent ? self.leaving(call, session, entry) : ""
    let coming = entry.told?.text(call) ?? arrival?.text(call) ?? ""
    let tag: DeskText = entry.source == .paper ? .paperRollTag : .rollLate
    return [
      "id": entry.resident.id, "number": number, "name": name, "isPresent": isPresent,
      "isFixed": !canMark, "href": DeskPlace.resident.path(String(entry.resident.id)),
      "presentFor": call.text(.rollPresentFor, ["name": name]), "card": call.card(entry.resident),
      "birth": call.birth(entry.resident), "in": isOldLate ? "" : coming, "isLate": isLate,
      "lateTag": call.text(tag),
      "out": isLate && entry.outMilliseconds == nil ? "" : leaving,
    ]
  }

  private static func leaving(
    _ call: DeskRequest, _ session: Session, _ entry: RollEntry
  ) -> String {
    let leaving = Leaving.decide(
      outMilliseconds: entry.outMilliseconds, endMilliseconds: session.endMilliseconds,
      state: session.state, isSelfStudy: session.isSelfStudy, now: call.desk.clock.read())
    return leaving.text(call, entry.departure, on: session.day)
  }

  private static func search(
    _ call: DeskRequest, _ session: Session, _ present: [RollEntry]
  ) throws -> [String: Any] {
    let query = Name.tidied(String((call.http.query["q"] ?? "").prefix(80)))
    let here = Set(present.map(\.resident.id))
    let found = try query.isEmpty ? [] : ResidentRoom.find(call, query, limit: 20)
    let rows = found.map { resident -> [String: Any] in
      let name = call.name(of: resident)
      return [
        "id": resident.id, "name": name, "birth": call.birth(resident),
        "village": call.orDash(resident.village), "isPresent": here.contains(resident.id),
        "presentFor": call.text(.rollPresentFor, ["name": name]),
      ]
    }
    return [
      "query": query, "found": rows, "hasFound": !rows.isEmpty,
      "hasNotFound": !query.isEmpty && rows.isEmpty,
      "notFound": ResidentRoom.nobody(call, query),
    ]
  }
}

extension FormLimits {
  /// A roll may name some hundreds of people twice.
  static var roll: FormLimits {
    var limits = FormLimits.standard
    limits.maxFields = 2_000
    return limits
  }
}
