import Centre
import HTTP
import Store

/// Awards for learning-promotion (giấy chứng nhận thành tích khuyến học): whom, what for, and issuing.
enum AwardRoom {
  /// Residents shown when the holder is looked for.
  private static let foundShown = 20

  static func addRoutes(to routes: inout DeskRoutes) {
    routes.form(.addAward, in: .certificates) { call in
      guard let wanted = call.http.query["resident"] else { return try choose(call) }
      return try known(call, wanted) { resident in
        var form = AwardForm()
        form.title = AwardFields.vietnamese(
          call, .awardTitlePrefilled, ["year": String(call.today.year)])
        return try draw(call, resident, form)
      }
    }
    routes.write(.awards, in: .certificates, issue)
  }

  /// The address of the form for a resident.
  static func path(_ resident: Resident) -> String {
    DeskPlace.addAward.path(query: [("resident", String(resident.id))])
  }

  private static func known(
    _ call: DeskRequest, _ id: String, _ answer: (Resident) throws -> Response
  ) throws -> Response {
    guard let id = Int64(id), let resident = try call.desk.store.resident(id: id) else {
      return call.missing(.missingResident)
    }
    return try answer(resident)
  }

  // MARK: Whom

  private static func choose(_ call: DeskRequest) throws -> Response {
    let query = Name.tidied(String((call.http.query["q"] ?? "").prefix(80)))
    let found =
      try query.isEmpty ? [] : ResidentRoom.find(call, query, limit: foundShown)
    var page = DeskPage("desk-award-holder", title: call.text(.awardNew))
    page.values = [
      "action": DeskPlace.addAward.path(), "query": query, "hasRows": !found.isEmpty,
      "rows": found.map { row(call, $0) }, "isNobody": !query.isEmpty && found.isEmpty,
      "nobody": ResidentRoom.nobody(call, query),
    ]
    page.back = (DeskPlace.certificates.path(), call.text(.certificatesTitle))
    return call.answer(page)
  }

  private static func row(_ call: DeskRequest, _ resident: Resident) -> [String: Any] {
    let name = call.name(of: resident)
    return [
      "href": path(resident), "name": name, "birth": call.birth(resident),
      "village": call.orDash(resident.village), "isGuest": resident.isGuest,
      "chooseFor": call.text(.awardChooseFor, ["name": name]),
    ]
  }

  // MARK: What for

  private static func issue(_ call: DeskRequest) throws -> Response {
    let sent = try call.form()
    return try known(call, sent["resident"] ?? "") { resident in
      let form = AwardFields.read(call, sent)
      let (award, problems) = try call.desk.read(form)
      guard let award else { return try draw(call, resident, form, problems) }
      switch try call.desk.issueAward(award, to: resident.id) {
      case .issued(let new):
        let values = ["number": new.sheet.displayNumber, "name": new.holderName]
        return call.leave(to: DeskPlace.certificate.path(new.number), .flashIssued, values)
      case .notEligible(let reasons):
        let reason = reasons.map { sentence(call, $0) }.joined(separator: " ")
        let values = ["name": call.name(of: resident), "reason": reason]
        return try draw(call, resident, form, alert: call.text(.refusalNotEligible, values))
      case .refused(let refusal):
        return try draw(call, resident, form, alert: sentence(call, refusal))
      }
    }
  }

  private static func draw(
    _ call: DeskRequest, _ resident: Resident, _ form: AwardForm, _ problems: [FormProblem] = [],
    alert: String? = nil
  ) throws -> Response {
    let refusal = try call.desk.awardRefusal().map { sentence(call, $0) }
    var page = DeskPage("desk-award", title: call.text(.awardNew))
    page.values = call.values(of: AwardFields.fields(call, form), problems, form: "award")
    let own: [String: Any] = [
      "action": DeskPlace.awards.path(), "resident": resident.id,
      "holder": call.name(of: resident), "birth": call.birth(resident),
      "village": call.orDash(resident.village),
      "otherHref": DeskPlace.addAward.path(), "leave": DeskPlace.certificates.path(),
    ]
    page.values.merge(own) { _, own in own }
    page.alert = alert ?? refusal
    page.status = problems.isEmpty && alert == nil ? .ok : .unprocessableContent
    page.back = (DeskPlace.certificates.path(), call.text(.certificatesTitle))
    return call.answer(page)
  }

  // MARK: Words

  /// Why a resident does not get this award.
  static func sentence(_ call: DeskRequest, _ reason: Eligibility.Reason) -> String {
    guard case .alreadyIssued(let number) = reason else {
      return EligibleRoom.sentence(call, reason)
    }
    return call.text(.awardAlreadyIssued, ["number": call.display(number)])
  }

  /// Why this kiosk does not sign it now.
  static func sentence(_ call: DeskRequest, _ refusal: IssueRefusal) -> String {
    refusal == .codeTooLarge
      ? call.text(.awardCodeTooLarge) : EligibleRoom.sentence(call, refusal)
  }
}
