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
    let ids = FormText(try call.http.form(limits: .roll)).ids("resident")
    let path = DeskPlace.eligible.path(course.code)
    guard !ids.isEmpty else { return call.leave(to: path, .refusalNobody) }
    var issued: [Certificate] = []
    for id in ids {
      switch try call.desk.issueCertificate(resident: id, course: course.code) {
      case .issued(let certificate):
        issued.append(certificate)
      case .notEligible(let reasons):
        guard ids.count == 1 else { continue }
        let name = try call.desk.store.resident(id: id).map { call.name(of: $0) } ?? ""
        let reason = reasons.map { sentence(call, $0) }.joined(separator: " ")
        return call.leave(to: path, .refusalNotEligible, ["name": name, "reason": reason])
      case .refused(let refusal):
        return try show(call, course, alert: sentence(call, refusal))
      }
    }
    guard let first = issued.first else { return call.leave(to: path, .refusalNobody) }
    guard issued.count > 1 else {
      let values = ["number": first.sheet.displayNumber, "name": first.holderName]
      return call.leave(to: DeskPlace.certificate.path(first.number), .flashIssued, values)
    }
    return call.leave(to: path, .flashIssuedAll, ["count": call.number(issued.count)])
  }

  // MARK: The page

  private static func show(_ call: DeskRequest, _ course: Course) throws -> Response {
    let refusal = try call.desk.issueRefusal(course: course.code)
    return try show(call, course, alert: refusal.map { sentence(call, $0) }, isRefused: false)
  }

  private static func show(
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
    page.alert = alert
    page.status = isRefused ? .conflict : .ok
    page.back = (DeskPlace.certificates.path(), call.text(.certificatesTitle))
    return call.answer(page)
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
    }
  }

  /// Why this kiosk does not sign now.
  static func sentence(_ call: DeskRequest, _ refusal: IssueRefusal) -> String {
    switch refusal {
    case .clockUntrusted:
      return call.text(.refusalClockUntrusted)
    case .beforeLastIssue(let seconds):
      return call.text(.refusalBeforeLastIssue, ["day": call.moment(seconds * 1_000)])
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
    case .notFound:
      return call.text(.refusalNotFound)
    }
  }
}

/// The residents of a course sorted by what the rules say: may have a certificate, not yet, has one.
struct EligibleGroups {
  private(set) var eligible: [(resident: Resident, attendance: Eligibility.Attendance)] = []
  private(set) var others: [(resident: Resident, reasons: [Eligibility.Reason])] = []
  private(set) var done: [(resident: Resident, number: String)] = []

  init(_ all: [(Resident, Eligibility)]) {
    for (resident, eligibility) in all {
      switch eligibility {
      case .eligible(let attendance):
        eligible.append((resident, attendance))
      case .notEligible(let reasons):
        if let number = Self.issued(reasons) {
          done.append((resident, number))
        } else {
          others.append((resident, reasons))
        }
      }
    }
  }

  private static func issued(_ reasons: [Eligibility.Reason]) -> String? {
    for case .alreadyIssued(let number) in reasons { return number }
    return nil
  }
}
