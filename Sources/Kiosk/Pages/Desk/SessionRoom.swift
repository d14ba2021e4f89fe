import Centre
import HTTP
import Store

/// The sessions: those of a day and around it, add, open and close. The page of one is `RollRoom`'s.
enum SessionRoom {
  /// Days before and after the day shown that are listed as well.
  private static let daysAround: Int64 = 14

  static func addRoutes(to routes: inout DeskRoutes) {
    routes.read(.sessions, in: .sessions, list)
    routes.form(.addSession, in: .sessions) { call in try draw(call, blank(call)) }
    routes.write(.sessions, in: .sessions, add)
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

  // MARK: List

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

  // MARK: Add

  private static func blank(_ call: DeskRequest) throws -> SessionForm {
    var form = SessionForm()
    form.courseCode = call.http.query["course"] ?? ""
    form.day = (DeskDate.day(call.http.query["day"] ?? "") ?? call.today).ddMMyyyy
    form.start = "08:00"
    form.end = "10:00"
    if let last = try call.desk.store.sessions(course: form.courseCode).last {
      form.start = TimeOfDay.text(wallMilliseconds: last.startMilliseconds)
      form.end = TimeOfDay.text(wallMilliseconds: last.endMilliseconds)
      form.place = last.place
      form.organiser = last.organiser
      form.speaker = last.speaker
      form.partner = last.partner
    }
    return form
  }

  private static func add(_ call: DeskRequest) throws -> Response {
    let form = read(try call.form())
    switch try call.desk.addSession(form) {
    case .saved(let session):
      let path = DeskPlace.session.path(session.code)
      return call.leave(to: path, .flashSessionAdded, ["name": session.title])
    case .invalid(let problems):
      return try draw(call, form, problems, status: .unprocessableContent)
    case .notFound:
      return call.missing(.missingCourse)
    }
  }

  private static func read(_ sent: FormText) -> SessionForm {
    var form = SessionForm()
    form.courseCode = sent.text("courseCode")
    form.title = sent.text("title")
    form.day = sent.text("day")
    form.start = sent.text("start")
    form.end = sent.text("end")
    form.hours = sent.text("hours")
    form.place = sent.text("place")
    form.organiser = sent.text("organiser")
    form.speaker = sent.text("speaker")
    form.partner = sent.text("partner")
    return form
  }

  private static func draw(
    _ call: DeskRequest, _ form: SessionForm, _ problems: [FormProblem] = [], status: Status = .ok
  ) throws -> Response {
    let courses = try call.desk.store.courses()
    var values = call.values(of: fields(call, form, courses), problems, form: "session")
    values["action"] = DeskPlace.sessions.path()
    values["leave"] = DeskPlace.sessions.path()
    var page = DeskPage("desk-form", title: call.text(.sessionAddTitle), values)
    page.back = (DeskPlace.sessions.path(), call.text(.sessionsTitle))
    page.status = status
    return call.answer(page)
  }

  private static func fields(
    _ call: DeskRequest, _ form: SessionForm, _ courses: [Course]
  ) -> [Field] {
    var course = Field("courseCode", call.text(.sessionCourse), value: form.courseCode)
    let choices = courses.filter { !$0.isClosed || $0.code == form.courseCode }
      .map { (key: $0.code, word: "\($0.title) (\($0.code))") }
    course.kind = .choice([(key: "", word: call.text(.sessionsNoCourse))] + choices)
    course.hint = call.text(.sessionCourseHint)
    var title = Field("title", call.text(.sessionTitle), value: form.title)
    title.hint = call.text(.sessionTitleHint)
    return [course, title] + times(call, form)
      + [
        short(call, "place", .sessionPlace, form.place, hint: .sessionPlaceHint),
        short(call, "organiser", .sessionOrganiser, form.organiser),
        short(call, "speaker", .sessionSpeaker, form.speaker),
        short(call, "partner", .sessionPartner, form.partner),
      ]
  }

  private static func times(_ call: DeskRequest, _ form: SessionForm) -> [Field] {
    var fields = [
      short(call, "day", .sessionDay, form.day, hint: .sessionDayHint),
      short(call, "start", .sessionStart, form.start, hint: .sessionTimeHint),
      short(call, "end", .sessionEnd, form.end),
      short(call, "hours", .sessionHours, form.hours, hint: .sessionHoursHint),
    ]
    for index in 0..<3 {
      fields[index].isRequired = true
      fields[index].isOptional = false
    }
    fields[0].isNarrow = false
    return fields
  }

  private static func short(
    _ call: DeskRequest, _ name: String, _ label: DeskText, _ value: String, hint: DeskText? = nil
  ) -> Field {
    var field = Field(name, call.text(label), value: value)
    field.hint = hint.map { call.text($0) } ?? ""
    field.isNarrow = true
    field.isOptional = true
    return field
  }
}
