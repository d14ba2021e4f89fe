package import Centre
import Evidence
import Store

extension Desk {
  /// Opens a new course.
  package func addCourse(_ form: CourseForm) throws -> FormAnswer<Course> {
    let (course, problems) = read(form)
    guard let course else {
      return .invalid(problems)
    }
    return .saved(try saving { try store.addCourse(course, now: clock.read()) })
  }

  /// Changes a course; certificates already issued keep what they say.
  package func editCourse(_ code: String, _ form: CourseForm) throws -> FormAnswer<Course> {
    let (course, problems) = read(form)
    guard let course else {
      return .invalid(problems)
    }
    let saved = try ifFound {
      try saving { try store.editCourse(code, course, now: clock.read()) }
    }
    return saved.map { .saved($0) } ?? .notFound
  }

  /// Closes a course to further sessions; certificates may still be issued. Nil when there is none
  /// of this code.
  package func closeCourse(_ code: String) throws -> Course? {
    try ifFound { try saving { try store.closeCourse(code, now: clock.read()) } }
  }

  /// A form filled with what is recorded of a course, to be edited.
  package func courseForm(of course: Course) -> CourseForm {
    var form = CourseForm()
    form.title = course.title
    form.group = course.group.rawValue
    form.hours = Self.hoursText(course.hoursTenths)
    form.requiredSessions = String(course.requiredSessions)
    return form
  }

  /// Plans a session.
  package func addSession(_ form: SessionForm) throws -> FormAnswer<Session> {
    let course = try form.courseCode.isEmpty ? nil : store.course(code: form.courseCode)
    let (session, problems) = read(form, course: course)
    guard let session else {
      return .invalid(problems)
    }
    guard course?.isClosed != true else {
      return .invalid([FormProblem(field: "courseCode", reason: .notAChoice)])
    }
    return .saved(try saving { try store.addSession(session, now: clock.read()) })
  }

  /// Opens a session for check-in; nil when there is none of this code.
  package func openSession(_ code: String) throws -> Session? {
    try ifFound { try saving { try store.openSession(code, now: clock.read()) } }
  }

  /// Closes a session: its roll is final; nil when there is none of this code.
  package func closeSession(_ code: String) throws -> Session? {
    try ifFound { try saving { try store.closeSession(code, now: clock.read()) } }
  }

  /// Who was at a session, and who of its course was not.
  /// - Throws: `StoreRefusal.notFound` when there is no such session.
  package func roll(session code: String) throws -> [RollEntry] {
    try store.roll(session: code)
  }

  /// Marks a resident present or absent on the roll.
  package func setRoll(session code: String, resident id: Int64, isPresent: Bool) throws {
    try saving {
      try store.setRoll(session: code, resident: id, present: isPresent, now: clock.read())
    }
  }

  /// Hours as a form shows them: "12" or "12,5".
  package static func hoursText(_ tenths: Int64) -> String {
    tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10),\(tenths % 10)"
  }

  private func read(_ form: CourseForm) -> (NewCourse?, [FormProblem]) {
    var reader = FormReader()
    let title = reader.title(
      "title", form.title, most: settings.limits.titleLength, isNeeded: true)
    let group = ProgrammeGroup(rawValue: form.group)
    if group == nil {
      reader.refuse("group", form.group.isEmpty ? .missing : .notAChoice)
    }
    let hours = reader.hoursTenths("hours", form.hours, most: 1_000)
    let required = reader.integer("requiredSessions", form.requiredSessions, in: 1...500)
    guard reader.problems.isEmpty, let group, let hours, let required else {
      return (nil, reader.problems)
    }
    let course = NewCourse(
      code: "", title: title, group: group, hoursTenths: hours, requiredSessions: required)
    return (course, [])
  }

  /// What a session's form says; `course` is the one that it names.
  func read(_ form: SessionForm, course: Course?) -> (NewSession?, [FormProblem]) {
    var reader = FormReader()
    let limits = settings.limits
    if course == nil, !form.courseCode.isEmpty {
      reader.refuse("courseCode", .unknown)
    }
    let title = reader.line(
      "title", form.title, most: limits.titleLength, isNeeded: course == nil)
    let day = reader.day("day", form.day)
    let start = reader.time("start", form.start)
    let end = reader.time("end", form.end)
    if let start, let end, end <= start {
      reader.refuse("end", .endBeforeStart)
    }
    let span = Self.spanTenths(start, end)
    let hours =
      form.hours.isEmpty && span != nil ? span : reader.hoursTenths("hours", form.hours, most: 24)
    let place = reader.line("place", form.place, most: limits.titleLength)
    let organiser = reader.line("organiser", form.organiser, most: limits.titleLength)
    let speaker = reader.line("speaker", form.speaker, most: limits.titleLength)
    let partner = reader.line("partner", form.partner, most: limits.titleLength)
    guard reader.problems.isEmpty, let day, let start, let end, let hours else {
      return (nil, reader.problems)
    }
    let session = NewSession(
      courseCode: course?.code, title: title.isEmpty ? course?.title ?? "" : title, day: day,
      startMilliseconds: day.startMilliseconds + start,
      endMilliseconds: day.startMilliseconds + end, place: place, organiser: organiser,
      speaker: speaker, partner: partner, hoursTenths: hours)
    return (session, [])
  }

  private static func spanTenths(_ start: Int64?, _ end: Int64?) -> Int64? {
    guard let start, let end, end > start else {
      return nil
    }
    return max(1, (end - start + 180_000) / 360_000)
  }
}
