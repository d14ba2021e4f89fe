import Centre
import HTTP
import Store

/// The paper list of a session: whom to print, and the list itself.
enum PaperListRoom {
  /// Blank rows that are offered.
  private static let blankChoices = [0, 5, 10, 20, 40, PaperList.mostBlanks]
  private static let usualBlanks = 10

  static func addRoutes(to routes: inout DeskRoutes) {
    routes.read(.paperList, in: .sessions) { call in try known(call) { try choose($0, $1) } }
    routes.read(.paperListPDF, in: .sessions) { call in try known(call, pdf) }
  }

  /// Answers about a session that has a list; self-study has none.
  static func known(
    _ call: DeskRequest, _ answer: (DeskRequest, Session) throws -> Response
  ) throws -> Response {
    try RollRoom.known(call) { call, session in
      session.isSelfStudy ? call.missing(.missingSession) : try answer(call, session)
    }
  }

  private static func choose(
    _ call: DeskRequest, _ session: Session, alert: String? = nil
  ) throws -> Response {
    var page = DeskPage("desk-paper-list", title: call.text(.paperTitle))
    page.alert = alert
    page.status = alert == nil ? .ok : .unprocessableContent
    let blanks = blanks(call)
    page.values = [
      "session": session.title, "when": "\(call.weekday(session.day)), \(call.span(session))",
      "pdfHref": DeskPlace.paperListPDF.path(session.code),
      "choices": try choices(call, session),
      "blanks": blankChoices.map { count in
        ["count": String(count), "isChosen": count == blanks] as [String: Any]
      },
      "entryHref": DeskPlace.paperEntry.path(session.code),
    ]
    page.back = (DeskPlace.session.path(session.code), session.title)
    return call.answer(page)
  }

  /// Who may be printed; those of the course first, and chosen, if anybody came to it yet.
  private static func choices(
    _ call: DeskRequest, _ session: Session
  ) throws -> [[String: Any]] {
    let members = try call.desk.people(.course, session: session).count
    let villages = try call.desk.store.villages()
    let all = villages.reduce(0) { $0 + $1.residents }
    var choices = [("course", call.text(.paperCourse, ["count": call.number(members)]))]
    choices.append(("all", call.text(.paperEverybody, ["count": call.number(all)])))
    for village in villages {
      let name = village.name.isEmpty ? call.text(.paperNoVillage) : village.name
      let values = ["village": name, "count": call.number(village.residents)]
      choices.append(("village:\(village.name)", call.text(.paperVillage, values)))
    }
    let wish = call.http.query["who"] ?? (members > 0 ? "course" : "all")
    return choices.map { ["key": $0.0, "word": $0.1, "isChosen": $0.0 == wish] }
  }

  private static func pdf(_ call: DeskRequest, _ session: Session) throws -> Response {
    let who = call.http.query["who"] ?? "course"
    let wish: PaperListWish =
      who.hasPrefix("village:")
      ? .village(String(who.dropFirst("village:".count))) : who == "all" ? .everybody : .course
    let people = try call.desk.people(wish, session: session)
    guard people.count <= PaperList.mostPeople else {
      let values = ["most": call.number(PaperList.mostPeople)]
      return try choose(call, session, alert: call.text(.paperTooMany, values))
    }
    let blanks = blanks(call)
    guard !people.isEmpty || blanks > 0 else {
      return try choose(call, session, alert: call.text(.paperNobody))
    }
    let bytes = try call.desk.paperList(of: people, session: session, blanks: blanks)
    return call.pdf(bytes, name: "danh-sach-diem-danh-\(session.code).pdf")
  }

  private static func blanks(_ call: DeskRequest) -> Int {
    let wish = call.http.query["blanks"].flatMap(Int.init) ?? usualBlanks
    return min(max(wish, 0), PaperList.mostBlanks)
  }
}
