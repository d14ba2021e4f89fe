import Centre
import HTTP
import Store

/// The form of a session, to add one and to edit it while it is planned or open.
enum SessionFormPage {
  static func addRoutes(to routes: inout DeskRoutes) {
    routes.form(.addSession, in: .sessions) { call in try draw(call, nil, blank(call)) }
    routes.write(.sessions, in: .sessions) { call in
      let form = read(try call.form())
      return try answer(call, nil, form, call.desk.addSession(form))
    }
    routes.form(.editSession, in: .sessions) { call in
      try RollRoom.known(call) { call, session in
        guard session.isEditable else { throw StoreRefusal.sessionFixed(code: session.code) }
        return try draw(call, session, call.desk.sessionForm(of: session))
      }
    }
    routes.write(.session, in: .sessions) { call in
      try RollRoom.known(call) { call, session in
        let form = read(try call.form())
        return try answer(call, session, form, call.desk.editSession(session.code, form))
      }
    }
  }

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

  private static func answer(
    _ call: DeskRequest, _ session: Session?, _ form: SessionForm, _ answer: FormAnswer<Session>
  ) throws -> Response {
    switch answer {
    case .saved(let saved):
      let message: DeskText = session == nil ? .flashSessionAdded : .flashSessionEdited
      return call.leave(
        to: DeskPlace.session.path(saved.code), message, ["name": saved.title])
    case .invalid(let problems):
      return try draw(call, session, form, problems, status: .unprocessableContent)
    case .notFound:
      return call.missing(.missingSession)
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

  /// The form; what a session with visits keeps is shown as it is recorded and cannot be typed.
  private static func draw(
    _ call: DeskRequest, _ session: Session?, _ form: SessionForm, _ problems: [FormProblem] = [],
    status: Status = .ok
  ) throws -> Response {
    var form = form
    let isFixed = try session.map { try call.desk.store.hasVisits(session: $0.code) } ?? false
    if let session, isFixed {
      form.day = session.day.ddMMyyyy
      form.courseCode = session.courseCode ?? ""
    }
    let courses = try call.desk.store.courses().filter { course in
      isFixed ? course.code == form.courseCode : !course.isClosed || course.code == form.courseCode
    }
    let back = session.map { DeskPlace.session.path($0.code) } ?? DeskPlace.sessions.path()
    var values = call.values(
      of: fields(call, form, courses, isFixed: isFixed), problems, form: "session")
    values["action"] = back
    values["leave"] = back
    let title: DeskText = session == nil ? .sessionAddTitle : .sessionEditTitle
    var page = DeskPage("desk-form", title: call.text(title), values)
    page.back = (back, session?.title ?? call.text(.sessionsTitle))
    page.status = status
    return call.answer(page)
  }

  private static func fields(
    _ call: DeskRequest, _ form: SessionForm, _ courses: [Course], isFixed: Bool
  ) -> [Field] {
    let none = isFixed && !courses.isEmpty ? [] : [(key: "", word: call.text(.sessionsNoCourse))]
    var course = Field("courseCode", call.text(.sessionCourse), value: form.courseCode)
    course.kind = .choice(none + courses.map { (key: $0.code, word: "\($0.title) (\($0.code))") })
    course.hint = call.text(isFixed ? .sessionFixedHint : .sessionCourseHint)
    var title = Field("title", call.text(.sessionTitle), value: form.title)
    title.hint = call.text(.sessionTitleHint)
    var times = times(call, form)
    if isFixed {
      times[0].isFixed = true
      times[0].hint = call.text(.sessionFixedHint)
    }
    return [course, title] + times
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

extension Session {
  /// Whether its form may still be opened.
  var isEditable: Bool { state != .closed && !isSelfStudy }
}
