import Centre
import HTTP
import Paper
import Store

/// A resident's own page after a scan: what was learnt this year, how far each certificate is, the
/// certificates held with their codes, and what is kept of the person. Opened by a key that is good
/// once; gone with the next scan, the next touch of "home", or a minute without any.
struct OwnScreen {
  let desk: Desk
  let pages: Pages
  let look: Look

  /// Visits and courses that fit on the page.
  private static let mostVisits = 6
  private static let mostCourses = 5

  /// The page that the form's key opens, or the code of one certificate of it.
  func response(_ form: Form) throws -> Response {
    guard let resident = form["key"].flatMap(desk.ownResident(key:)),
      let page = try desk.ownPage(resident: resident)
    else { return closed }
    guard let number = form["certificate"] else { return draw(page) }
    return code(number, page)
  }

  /// The key was used or is too old: a page that was opened again, or left alone.
  private var closed: Response {
    let frame = DoorFrame(settings: desk.settings, look: look)
    return pages.render(
      "door-own-closed", frame.result([:], isDecision: true), language: look.language)
  }

  private func draw(_ page: OwnPage) -> Response {
    var values = frame(page)
    values["visits"] = "\(page.visits.count)"
    values["hours"] = hours(page.hoursTenths)
    values["courses"] = page.standings.prefix(Self.mostCourses).map(course)
    values["hasCourses"] = !page.standings.isEmpty
    values["rows"] = page.visits.prefix(Self.mostVisits).map(visit)
    values["hasRows"] = !page.visits.isEmpty
    values["certificates"] = page.certificates.map(certificate)
    values["hasCertificates"] = !page.certificates.isEmpty
    values.merge(evidence(page.evidence)) { own, _ in own }
    return pages.render("door-own", values, language: look.language)
  }

  private func frame(_ page: OwnPage) -> [String: Any] {
    var values = DoorFrame(settings: desk.settings, look: look).context
    values["key"] = desk.ownKey(resident: page.resident.id, seconds: OwnKeys.pageSeconds)
    values["year"] = "\(page.year)"
    if !desk.settings.checkIn.hidesNames, !page.resident.name.isEmpty {
      values["name"] = page.resident.name
    }
    return values
  }

  private func hours(_ tenths: Int64) -> String { HoursText.text(tenths: tenths, look.language) }

  private func text(_ key: TextKey, _ values: [String: String] = [:]) -> String {
    pages.texts.text(key, look.language, values)
  }

  // MARK: What was learnt

  private func course(_ standing: CourseStanding) -> [String: Any] {
    let course = standing.course
    let (need, have) = (max(1, course.requiredSessions), standing.sessions)
    return [
      "title": course.title, "attended": "\(have)", "required": "\(need)",
      "shown": "\(min(have, need))", "hours": hours(standing.hoursTenths),
      "requiredHours": hours(course.hoursTenths), "isDone": standing.certificate != nil,
      "state": state(standing),
    ]
  }

  private func state(_ standing: CourseStanding) -> String {
    let course = standing.course
    if let number = standing.certificate { return text(.ownCertified, ["number": number]) }
    let left = max(1, course.requiredSessions) - standing.sessions
    if left > 0 { return text(.ownMissingSessions, ["left": "\(left)"]) }
    let missing = course.hoursTenths - standing.hoursTenths
    guard missing <= 0 else { return text(.ownMissingHours, ["left": hours(missing)]) }
    return text(.ownReady)
  }

  private func visit(_ row: (visit: PastVisit, leaving: Leaving)) -> [String: Any] {
    let arrival =
      row.visit.told?.milliseconds ?? row.visit.arrival?.best ?? row.visit.inMilliseconds
    let leaving: String =
      switch row.leaving {
      case .left(let out):
        text(
          .ownLeft,
          ["left": TimeOfDay.text(wallMilliseconds: row.visit.departure?.best ?? out)])
      case .staying: text(.ownStaying)
      case .notRecorded: text(.ownNotRecorded)
      }
    return [
      "day": row.visit.session.day.ddMMyyyy, "title": row.visit.session.title,
      "in": TimeOfDay.text(wallMilliseconds: arrival), "out": leaving,
    ]
  }

  private func evidence(_ evidence: LearningEvidence) -> [String: Any] {
    [
      "sessionCount": "\(evidence.sessions.visits)",
      "sessionHours": hours(evidence.sessions.hoursTenths),
      "studyCount": "\(evidence.selfStudy.visits)",
      "studyHours": hours(evidence.selfStudy.hoursTenths),
      "technologyCount": "\(evidence.technology.visits)",
      "technologyHours": hours(evidence.technology.hoursTenths),
    ]
  }

  // MARK: Certificates

  private func certificate(_ certificate: Certificate) -> [String: Any] {
    [
      "number": certificate.number, "title": certificate.courseTitle,
      "day": certificate.issuedDay.ddMMyyyy, "state": state(certificate),
      "isIssued": certificate.state == .issued && !certificate.isErased,
    ]
  }

  private func state(_ certificate: Certificate) -> String {
    guard certificate.state == .cancelled else { return text(.ownValid) }
    guard let number = certificate.replacedBy else { return text(.ownCancelled) }
    return text(.ownReplaced, ["number": number])
  }

  /// The code of one of the person's own certificates, large enough for a telephone's camera.
  private func code(_ number: String, _ page: OwnPage) -> Response {
    guard let certificate = page.certificates.first(where: { $0.number == number }),
      certificate.state == .issued, !certificate.isErased,
      let symbol = try? Desk.code(of: certificate)
    else { return draw(page) }
    var values = frame(page)
    values["number"] = certificate.sheet.displayNumber
    values["title"] = certificate.courseTitle
    let drawing = CodeDrawing(symbol)
    values["side"] = "\(drawing.side)"
    values["path"] = drawing.path
    return pages.render("door-own-code", values, language: look.language)
  }
}
