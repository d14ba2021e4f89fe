import Centre
import HTTP
import Store

/// The courses: list, add, edit, and the page of one with its sessions.
enum CourseRoom {
  static func addRoutes(to routes: inout DeskRoutes) {
    routes.read(.courses, in: .courses, list)
    routes.form(.addCourse, in: .courses) { call in draw(call, nil, CourseForm()) }
    routes.write(.courses, in: .courses) { call in
      let form = read(try call.form())
      return try answer(call, nil, form, call.desk.addCourse(form))
    }
    routes.read(.course, in: .courses) { call in
      try known(call) { call, course in try show(call, course) }
    }
    routes.write(.closeCourse, in: .courses) { call in try known(call, close) }
    routes.form(.editCourse, in: .courses) { call in
      try known(call) { call, course in draw(call, course, call.desk.courseForm(of: course)) }
    }
    routes.write(.course, in: .courses) { call in
      try known(call) { call, course in
        let form = read(try call.form())
        return try answer(call, course, form, call.desk.editCourse(course.code, form))
      }
    }
  }

  /// Answers about the course of the address, or that there is none.
  static func known(
    _ call: DeskRequest, _ answer: (DeskRequest, Course) throws -> Response
  ) throws -> Response {
    guard let course = try call.desk.store.course(code: call.parameter) else {
      return call.missing(.missingCourse)
    }
    return try answer(call, course)
  }

  /// "Cần dự ít nhất 5 buổi, 12 giờ".
  static func requirement(_ call: DeskRequest, _ course: Course) -> String {
    let values = [
      "sessions": call.number(course.requiredSessions), "hours": call.hours(course.hoursTenths),
    ]
    return call.text(.coursesRequirement, values)
  }

  private static func list(_ call: DeskRequest) throws -> Response {
    let rows = try call.desk.store.courses().map { course in
      var row = call.values(of: StateMark(course))
      row["href"] = DeskPlace.course.path(course.code)
      row["title"] = course.title
      row["code"] = course.code
      row["group"] = call.name(of: course.group)
      row["required"] = call.number(course.requiredSessions)
      row["hours"] = call.hours(course.hoursTenths)
      return row
    }
    let values: [String: Any] = ["rows": rows, "hasRows": !rows.isEmpty]
    return call.answer(DeskPage("desk-courses", title: call.text(.coursesTitle), values))
  }

  private static func close(_ call: DeskRequest, _ course: Course) throws -> Response {
    guard try call.form()["sure"] == "yes" else {
      return try show(call, course, isSureMissing: true)
    }
    _ = try call.desk.closeCourse(course.code)
    return call.leave(
      to: DeskPlace.course.path(course.code), .flashCourseClosed, ["name": course.title])
  }

  private static func show(
    _ call: DeskRequest, _ course: Course, isSureMissing: Bool = false
  ) throws -> Response {
    let sessions = try call.desk.store.sessions(course: course.code)
    let open = sessions.filter { $0.state != .closed }.count
    var page = DeskPage("desk-course", title: course.title)
    page.values = call.values(of: StateMark(course))
    page.values["href"] = DeskPlace.course.path(course.code)
    page.values["code"] = course.code
    page.values["group"] = call.name(of: course.group)
    page.values["requirement"] = requirement(call, course)
    page.values["eligibleHref"] = DeskPlace.eligible.path(course.code)
    page.values["addSessionHref"] = DeskPlace.addSession.path(query: [("course", course.code)])
    page.values["sessions"] = sessions.map { call.row(of: $0) }
    page.values["hasSessions"] = !sessions.isEmpty
    page.values["isClosed"] = course.isClosed
    page.values["canAddSession"] = call.mayWrite && !course.isClosed
    page.values["canClose"] = call.mayWrite && !course.isClosed
    page.values["hasOpen"] = open > 0
    page.values["stillOpen"] = call.text(.courseStillOpen, ["count": call.number(open)])
    page.values["isTitleLong"] = try !call.desk.hasCodeRoom(course)
    page.values.merge(try LiteracyRoom.values(call, course)) { _, own in own }
    page.values["isCloseOpen"] = isSureMissing
    page.values["hasSureError"] = isSureMissing
    page.values["sureLabel"] = call.text(.courseCloseSure)
    page.values["sureError"] = call.text(.courseCloseSureMissing)
    page.status = isSureMissing ? .unprocessableContent : .ok
    page.back = (DeskPlace.courses.path(), call.text(.coursesTitle))
    return call.answer(page)
  }

  private static func answer(
    _ call: DeskRequest, _ course: Course?, _ form: CourseForm, _ answer: FormAnswer<Course>
  ) -> Response {
    switch answer {
    case .saved(let saved):
      let message: DeskText = course == nil ? .flashCourseAdded : .flashCourseEdited
      return call.leave(to: DeskPlace.course.path(saved.code), message, ["name": saved.title])
    case .invalid(let problems):
      return draw(call, course, form, problems, status: .unprocessableContent)
    case .notFound:
      return call.missing(.missingCourse)
    }
  }

  private static func read(_ sent: FormText) -> CourseForm {
    var form = CourseForm()
    form.title = sent.text("title")
    form.group = sent.text("group")
    form.hours = sent.text("hours")
    form.requiredSessions = sent.text("requiredSessions")
    return form
  }

  private static func draw(
    _ call: DeskRequest, _ course: Course?, _ form: CourseForm, _ problems: [FormProblem] = [],
    status: Status = .ok
  ) -> Response {
    let path = course.map { DeskPlace.course.path($0.code) } ?? DeskPlace.courses.path()
    var values = call.values(of: fields(call, form), problems, form: "course")
    values["action"] = path
    values["leave"] = path
    let title: DeskText = course == nil ? .courseAddTitle : .courseEditTitle
    var page = DeskPage("desk-form", title: call.text(title), values)
    page.back = (path, course?.title ?? call.text(.coursesTitle))
    page.status = status
    return call.answer(page)
  }

  private static func fields(_ call: DeskRequest, _ form: CourseForm) -> [Field] {
    var title = Field("title", call.text(.courseTitle), value: form.title)
    title.hint = call.text(.courseTitleHint)
    title.isRequired = true
    var group = Field("group", call.text(.courseGroup), value: form.group)
    let groups = ProgrammeGroup.allCases.map { (key: $0.rawValue, word: call.name(of: $0)) }
    group.kind = .choice([(key: "", word: call.text(.courseGroupChoose))] + groups)
    group.isRequired = true
    var required = Field(
      "requiredSessions", call.text(.courseRequired), value: form.requiredSessions)
    required.kind = .digits
    required.isRequired = true
    required.isNarrow = true
    var hours = Field("hours", call.text(.courseHours), value: form.hours)
    hours.hint = call.text(.courseHoursHint)
    hours.isRequired = true
    hours.isNarrow = true
    return [title, group, required, hours]
  }
}
