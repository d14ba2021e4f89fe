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
    let warnings = try warnings(call, balance)
    let figures = [
      call.figure(counts.turns, call.text(.todayTurns)),
      call.figure(counts.people, call.text(.todayPeople)),
      call.figure(counts.openSessions, call.text(.todayOpen)),
      call.figure(try store.residentCount(), call.text(.todayResidents)),
    ]
    let page = DeskPage(
      "desk-today", title: call.text(.todayTitle),
      [
        "today": call.weekday(call.today), "counts": figures, "sessions": sessions,
        "hasSessions": !sessions.isEmpty, "warnings": warnings, "hasWarnings": !warnings.isEmpty,
        "books": TransferRoom.sentence(call, balance),
      ])
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

  private static func warnings(
    _ call: DeskRequest, _ balance: BooksBalance
  ) throws -> [[String: Any]] {
    let health = call.desk.health
    var found: [(DeskText, DeskText)] = []
    if !health.canSave { found.append((.healthCannotSave, .healthCannotSaveDo)) }
    if !health.damage.isEmpty { found.append((.healthDamage, .healthDamageDo)) }
    if !health.isClockTrusted { found.append((.healthClock, .healthClockDo)) }
    if try call.desk.store.printJobs().contains(where: \.hasFailed) {
      found.append((.healthPrinter, .healthPrinterDo))
    }
    if !balance.isEnrolled { found.append((.healthNotEnrolled, .healthNotEnrolledDo)) }
    var warnings = found.map { ["what": call.text($0.0), "do": call.text($0.1)] }
    if let signing = signing(call) { warnings.append(signing) }
    if let attention = TransferRoom.attention(call, balance) {
      warnings.append(["what": attention.what, "do": attention.advice])
    }
    return warnings
  }
}

extension TodayRoom {
  /// What staff must know of this kiosk's own certificate; nil while it is good.
  private static func signing(_ call: DeskRequest) -> [String: String]? {
    let now = call.nowMilliseconds / 1_000
    switch try? call.desk.certification.state(atSeconds: now) {
    case .notEnrolled, .good, nil: return nil
    case .waiting:
      return ["what": call.text(.healthWaiting), "do": call.text(.healthWaitingDo)]
    case .ending(let left, _):
      let what = call.text(.healthEnding, ["count": call.number(left)])
      return ["what": what, "do": call.text(.healthEndingDo)]
    case .over:
      return ["what": call.text(.healthOver), "do": call.text(.healthOverDo)]
    }
  }
}

extension RollEntry {
  /// Whether the person came and has not left, as far as it was recorded.
  var isInside: Bool { visitId != nil && outMilliseconds == nil }
}
