package import Centre
import Evidence
import Store

extension Desk {
  /// Changes a planned or open session. One at which somebody was counted keeps its day and course,
  /// and every session the year of its code.
  /// - Throws: `StoreRefusal.sessionFixed` for a closed session and for self-study.
  package func editSession(_ code: String, _ form: SessionForm) throws -> FormAnswer<Session> {
    guard let old = try store.session(code: code) else {
      return .notFound
    }
    let course = try form.courseCode.isEmpty ? nil : store.course(code: form.courseCode)
    var (session, problems) = read(form, course: course)
    if course?.isClosed == true, course?.code != old.courseCode {
      problems.append(FormProblem(field: "courseCode", reason: .notAChoice))
    }
    if let day = session?.day, day.year != old.day.year {
      problems.append(FormProblem(field: "day", reason: .notAChoice, detail: "\(old.day.year)"))
    }
    guard let session, problems.isEmpty else {
      return .invalid(problems)
    }
    do {
      return .saved(try saving { try store.editSession(code, session, now: clock.read()) })
    } catch StoreRefusal.sessionHasVisits {
      return .invalid(Self.fixed(old, session))
    }
  }

  /// A form filled with what is recorded of a session, to be edited.
  package func sessionForm(of session: Session) -> SessionForm {
    var form = SessionForm()
    form.courseCode = session.courseCode ?? ""
    form.title = session.title
    form.day = session.day.ddMMyyyy
    form.start = TimeOfDay.text(wallMilliseconds: session.startMilliseconds)
    form.end = TimeOfDay.text(wallMilliseconds: session.endMilliseconds)
    form.hours = Self.hoursText(session.hoursTenths)
    form.place = session.place
    form.organiser = session.organiser
    form.speaker = session.speaker
    form.partner = session.partner
    return form
  }

  private static func fixed(_ old: Session, _ new: NewSession) -> [FormProblem] {
    let course = new.courseCode == old.courseCode ? [] : ["courseCode"]
    let day = new.day == old.day ? [] : ["day"]
    return (course + day).map { FormProblem(field: $0, reason: .fixed) }
  }
}
