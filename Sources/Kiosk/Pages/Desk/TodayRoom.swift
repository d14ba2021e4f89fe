import Centre
import HTTP
import Store

/// What a manager sees first: the day in figures, the open sessions, what needs attention.
enum TodayRoom {
  /// Names shown of those present at one session.
  private static let namesShown = 12

  static func addRoutes(to routes: inout DeskRoutes) {
    routes.read(.today, in: .today, page)
    routes.read(.closingSlip, in: .today) { call in
      call.pdf(try call.desk.closingSlipPDF(call.today), name: "\(call.today.iso).pdf")
    }
    routes.write(.printClosingSlip, in: .today) { call in
      try call.desk.printClosingSlip()
      return call.leave(to: DeskPlace.prints.path(), .slipQueued)
    }
  }

  private static func page(_ call: DeskRequest) throws -> Response {
    let store = call.desk.store
    let counts = try store.today(call.today)
    let balance = try call.desk.balance()
    let sessions = try store.sessions(on: call.today).map { try row(call, $0) }
    var figures = [
      call.figure(counts.turns, call.text(.todayTurns)),
      call.figure(counts.people, call.text(.todayPeople)),
      call.figure(counts.openSessions, call.text(.todayOpen)),
      call.figure(try store.residentCount(), call.text(.todayResidents)),
    ]
    if counts.heads > 0 { figures.insert(call.figure(counts.heads, call.text(.todayHeads)), at: 2) }
    var page = DeskPage(
      "desk-today", title: call.text(.todayTitle),
      [
        "today": call.weekday(call.today), "counts": figures, "sessions": sessions,
        "hasSessions": !sessions.isEmpty,
        "books": TransferRoom.sentence(call, balance),
      ])
    page.values.merge(NeedList.values(call, try call.desk.needs())) { own, _ in own }
    return call.answer(page)
  }

  private static func row(_ call: DeskRequest, _ session: Session) throws -> [String: Any] {
    var row = call.row(of: session)
    let isOpen = session.state == .open
    let inside = try isOpen ? call.desk.roll(session: session.code).filter(\.isInside) : []
    var names = inside.prefix(namesShown).map { call.name(of: $0.resident) }
      .joined(separator: ", ")
    if inside.count > namesShown {
      let more = call.number(inside.count - namesShown)
      names += " \(call.text(.todayMore, ["count": more]))"
    }
    row["hasPlace"] = !session.place.isEmpty
    row["isOpen"] = isOpen
    row["canOpen"] = session.state == .planned && call.mayWrite
    row["insideCount"] = call.number(inside.count)
    row["inside"] = names
    row["hasInside"] = !inside.isEmpty
    return row
  }
}

extension RollEntry {
  /// Whether the person came and has not left, as far as it was recorded.
  var isInside: Bool { visitId != nil && outMilliseconds == nil }
}
