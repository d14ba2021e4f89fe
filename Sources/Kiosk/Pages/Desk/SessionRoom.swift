import Centre
import HTTP
import Store

/// The sessions: those of a day and around it, open and close. The page of one is `RollRoom`'s, its
/// form `SessionFormPage`'s.
enum SessionRoom {
  /// Days before and after the day shown that are listed as well.
  private static let daysAround: Int64 = 14

  static func addRoutes(to routes: inout DeskRoutes) {
    routes.read(.sessions, in: .sessions, list)
    routes.write(.openSession, in: .sessions) { call in
      try RollRoom.known(call) { call, session in
        _ = try call.desk.openSession(session.code)
        return call.leave(to: DeskPlace.session.path(session.code), .flashSessionOpened)
      }
    }
    routes.write(.closeSession, in: .sessions) { call in
      try RollRoom.known(call) { call, session in
        _ = try call.desk.closeSession(session.code)
        return call.leave(to: DeskPlace.session.path(session.code), .flashSessionClosed)
      }
    }
  }

  private static func list(_ call: DeskRequest) throws -> Response {
    let wish = Name.tidied(call.http.query["day"] ?? "")
    let known = DeskDate.day(wish)
    let day = known ?? call.today
    let store = call.desk.store
    let sessions = try store.sessions(on: day)
    let coming = try store.sessions(
      from: day.advanced(byDays: 1), to: day.advanced(byDays: daysAround))
    let past = try store.sessions(
      from: day.advanced(byDays: -daysAround), to: day.advanced(byDays: -1))
    let isWrong = known == nil && !wish.isEmpty
    let problem = FormProblem(field: "day", reason: .notADate)
    let others = [(DeskText.sessionsComing, coming), (.sessionsPast, past.reversed())]
      .filter { !$0.1.isEmpty }
    var page = DeskPage("desk-sessions", title: call.text(.sessionsTitle))
    page.status = isWrong ? .unprocessableContent : .ok
    page.values = [
      "day": isWrong ? wish : day.ddMMyyyy, "hasDayError": isWrong,
      "dayError": call.sentence(problem, form: "session"),
      "before": path(day.advanced(byDays: -1)), "after": path(day.advanced(byDays: 1)),
      "onDay": call.text(.sessionsOnDay, ["day": call.weekday(day)]),
      "emptyTitle": call.text(.sessionsNoneOnDay, ["day": day.ddMMyyyy]),
      "addHref": DeskPlace.addSession.path(query: [("day", day.iso)]),
      "sessions": sessions.map { call.row(of: $0) }, "hasSessions": !sessions.isEmpty,
      "others": others.map { heading, list in
        ["heading": call.text(heading), "sessions": list.map { call.row(of: $0) }]
      },
    ]
    return call.answer(page)
  }

  private static func path(_ day: Day) -> String {
    DeskPlace.sessions.path(query: [("day", day.iso)])
  }
}
