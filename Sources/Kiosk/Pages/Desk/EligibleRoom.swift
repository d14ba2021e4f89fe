import Centre
import HTTP
import Store

/// Certificates course by course: who may have one, of the others why not, and issuing.
enum EligibleRoom {
  static func addRoutes(to routes: inout DeskRoutes) {
    routes.read(.eligible, in: .certificates) { call in try CourseRoom.known(call, show) }
    routes.write(.eligible, in: .certificates) { call in try CourseRoom.known(call, issue) }
  }

  // MARK: Issuing

  private static func issue(_ call: DeskRequest, _ course: Course) throws -> Response {
    let path = DeskPlace.eligible.path(course.code)
    guard let id = FormText(try call.http.form()).ids("resident").first else {
      return call.leave(to: path, .refusalNobody)
    }
    switch try call.desk.issueCertificate(resident: id, course: course.code) {
    case .issued(let certificate):
      let values = ["number": certificate.sheet.displayNumber, "name": certificate.holderName]
      return call.leave(to: DeskPlace.certificate.path(certificate.number), .flashIssued, values)
    case .notEligible(let reasons):
      let name = try call.desk.store.resident(id: id).map { call.name(of: $0) } ?? ""
      let reason = reasons.map { sentence(call, $0) }.joined(separator: " ")
      return call.leave(to: path, .refusalNotEligible, ["name": name, "reason": reason])
    case .refused(let refusal):
      return try show(call, course, alert: sentence(call, refusal))
    }
  }

  // MARK: The page

  private static func show(_ call: DeskRequest, _ course: Course) throws -> Response {
    let refusal = try call.desk.issueRefusal(course: course.code)
    return try show(call, course, alert: refusal.map { sentence(call, $0) }, isRefused: false)
  }

  /// The page with what stands against signing now.
  static func show(
    _ call: DeskRequest, _ course: Course, alert: String?, isRefused: Bool = true
  ) throws -> Response {
    let all = try call.desk.eligibility(course: course.code)
    let groups = EligibleGroups(all)
    let canIssue = call.mayWrite && alert == nil
    var page = DeskPage("desk-eligible", title: call.text(.eligibleTitle))
    page.values = call.values(of: StateMark(course))
    let own: [String: Any] = [
      "course": course.title, "courseHref": DeskPlace.course.path(course.code),
      "requirement": CourseRoom.requirement(call, course),
      "href": DeskPlace.eligible.path(course.code), "isEmpty": all.isEmpty,
      "eligible": groups.eligible.map { row(call, $0.resident, $0.attendance) },
      "hasEligible": !groups.eligible.isEmpty, "canIssue": canIssue,
      "eligibleCount": call.number(groups.eligible.count),
      "canIssueAll": canIssue && groups.eligible.count > 1,
      "issueAll": call.text(.eligibleIssueAll, ["count": call.number(groups.eligible.count)]),
      "others": groups.others.map { row(call, $0.resident, $0.reasons) },
      "hasOthers": !groups.others.isEmpty, "othersCount": call.number(groups.others.count),
      "done": try groups.done.map { try row(call, $0.resident, $0.number) },
      "hasDone": !groups.done.isEmpty, "doneCount": call.number(groups.done.count),
    ]
    page.values.merge(own) { _, own in own }
    page.values.merge(try run(call, course)) { _, own in own }
    page.values.merge(try LiteracyRoom.values(call, course)) { _, own in own }
    page.values.merge(try ClassPaperRoom.values(call, course)) { _, own in own }
    page.alert = alert
    page.status = isRefused ? .conflict : .ok
    page.back = (DeskPlace.certificates.path(), call.text(.certificatesTitle))
    return call.answer(page)
  }

  /// How far the last issuing to this class came, where that is still worth a look.
  private static func run(_ call: DeskRequest, _ course: Course) throws -> [String: Any] {
    let run = try call.desk.store.issueRun(course: course.code)
    let isOpen = run?.state == .running || run?.state == .interrupted
    guard let run, isOpen else { return ["hasRun": false, "runHref": ""] }
    let counts = ["issued": call.number(run.issued), "wanted": call.number(run.wanted)]
    let sentence: DeskText =
      run.state == .running ? .runRunningText : .runInterruptedText
    return [
      "hasRun": true, "run": call.text(sentence, counts),
      "runHref": DeskPlace.issueRun.path(course.code),
    ]
  }

  private static func person(_ call: DeskRequest, _ resident: Resident) -> [String: Any] {
    [
      "id": resident.id, "name": call.name(of: resident), "birth": call.birth(resident),
      "residentHref": DeskPlace.resident.path(String(resident.id)),
    ]
  }

  private static func row(
    _ call: DeskRequest, _ resident: Resident, _ attendance: Eligibility.Attendance
  ) -> [String: Any] {
    var row = person(call, resident)
    let values = [
      "sessions": call.number(attendance.sessions), "hours": call.hours(attendance.hoursTenths),
    ]
    row["attended"] = call.text(.eligibleAttendedText, values)
    row["issueFor"] = call.text(.eligibleIssueFor, ["name": call.name(of: resident)])
    return row
  }

  private static func row(
    _ call: DeskRequest, _ resident: Resident, _ reasons: [Eligibility.Reason]
  ) -> [String: Any] {
    var row = person(call, resident)
    row["reasons"] = reasons.map { sentence(call, $0) }
    return row
  }

  private static func row(
    _ call: DeskRequest, _ resident: Resident, _ number: String
  ) throws -> [String: Any] {
    var row = person(call, resident)
    row["number"] = CertificateNumber(number)?.display ?? number
    row["certificateHref"] = DeskPlace.certificate.path(number)
    return row
  }

  // MARK: Words

  /// Why a resident may not have a certificate yet.
  static func sentence(_ call: DeskRequest, _ reason: Eligibility.Reason) -> String {
    switch reason {
    case .tooFewSessions(let attended, let required):
      let values = ["attended": call.number(attended), "required": call.number(required)]
      return call.text(.reasonTooFewSessions, values)
    case .tooFewHours(let attended, let required):
      let values = ["attended": call.hours(attended), "required": call.hours(required)]
      return call.text(.reasonTooFewHours, values)
    case .courseStillOpen:
      return call.text(.reasonCourseStillOpen)
    case .alreadyIssued(let number):
      let display = CertificateNumber(number)?.display ?? number
      return call.text(.reasonAlreadyIssued, ["number": display])
    case .guestWithoutName:
      return call.text(.reasonGuestWithoutName)
    case .erased:
      return call.text(.eraseNoCertificate)
    }
  }

  /// Why this kiosk does not sign now.
  static func sentence(_ call: DeskRequest, _ refusal: IssueRefusal) -> String {
    switch refusal {
    case .clockUntrusted:
      return call.text(.refusalClockUntrusted)
    case .beforeLastIssue(let seconds):
      return call.text(.refusalBeforeLastIssue, ["day": call.moment(seconds * 1_000)])
    case .numbersUnsure:
      return call.text(.refusalNumbersUnsure)
    case .outsideDeviceCertificate(let from, let to):
      let values = [
        "from": Day(wallMilliseconds: from * 1_000).ddMMyyyy,
        "to": Day(wallMilliseconds: to * 1_000).ddMMyyyy,
      ]
      return call.text(.refusalOutsideDevice, values)
    case .notCertified:
      return call.text(.refusalNotCertified)
    case .forbiddenTitle(let word):
      return call.text(.refusalForbiddenTitle, ["word": word])
    case .codeTooLarge:
      return call.text(.refusalCodeTooLarge)
    case .glyphMissing:
      return call.text(.refusalGlyphMissing)
    case .textTooLong:
      return call.text(.refusalTextTooLong)
    case .notFound:
      return call.text(.refusalNotFound)
    }
  }
}
