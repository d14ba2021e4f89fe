import Centre
import HTTP
import Store

/// Correcting a certificate: the old one is cancelled and a new one issued in its place, in one act;
/// and noting afterwards which one took the place of a cancelled one.
enum ReplaceRoom {
  static func addRoutes(to routes: inout DeskRoutes) {
    routes.form(.replaceCertificate, in: .certificates) { call in
      try CertificateRoom.known(call) { call, old in
        try show(call, old, Filled(award: old.award.map { AwardForm($0) }))
      }
    }
    routes.write(.replaceCertificate, in: .certificates) { call in
      try CertificateRoom.known(call, replace)
    }
    routes.write(.linkCertificate, in: .certificates) { call in
      try CertificateRoom.known(call, link)
    }
  }

  /// What the form holds.
  private struct Filled {
    var why = ""
    var note = ""
    var isPrinted = true
    /// The words of an award; nil at the certificate of a course.
    var award: AwardForm?
    var problems: [FormProblem] = []
    var isSureMissing = false
    var alert: String?

    var isWrong: Bool { !problems.isEmpty || isSureMissing || alert != nil }
  }

  // MARK: Replacing

  private static func replace(_ call: DeskRequest, _ old: Certificate) throws -> Response {
    let form = try call.form()
    var filled = Filled()
    filled.why = form.text("why")
    filled.note = form.text("note")
    filled.isPrinted = form["print"] == "yes"
    filled.isSureMissing = form["sure"] != "yes"
    let isAward = old.award != nil
    let reason = ReplaceReason(rawValue: filled.why).flatMap {
      $0.suits(isAward: isAward) ? $0 : nil
    }
    var award: Award?
    if isAward {
      let words = AwardFields.read(call, form)
      filled.award = words
      (award, filled.problems) = try call.desk.read(words)
    }
    if reason == nil { filled.problems.append(FormProblem(field: "why", reason: .notAChoice)) }
    if reason == .other, Name.tidied(filled.note).isEmpty {
      filled.problems.append(FormProblem(field: "note", reason: .missing))
    }
    guard let reason, !filled.isWrong else { return try show(call, old, filled) }
    let text = sentence(call, reason, filled.note)
    let path = DeskPlace.certificate.path(old.number)
    switch try call.desk.replaceCertificate(
      old.number, reason: text, award: award, isPrinted: filled.isPrinted)
    {
    case .replaced(let new):
      let values = ["old": old.sheet.displayNumber, "new": new.sheet.displayNumber]
      return call.leave(to: DeskPlace.certificate.path(new.number), .flashReplaced, values)
    case .alreadyCancelled:
      return call.leave(to: path, .certificateAlreadyCancelled)
    case .notEligible(let reasons):
      filled.alert = call.text(
        .replaceNotEligible,
        ["reason": reasons.map { sentence(call, $0, isAward) }.joined(separator: " ")])
    case .refused(let refusal):
      filled.alert = sentence(call, refusal, isAward)
    case .invalid(let problem):
      filled.problems = [problem]
    }
    return try show(call, old, filled)
  }

  private static func sentence(
    _ call: DeskRequest, _ reason: Eligibility.Reason, _ isAward: Bool
  ) -> String {
    isAward ? AwardRoom.sentence(call, reason) : EligibleRoom.sentence(call, reason)
  }

  private static func sentence(
    _ call: DeskRequest, _ refusal: IssueRefusal, _ isAward: Bool
  ) -> String {
    isAward ? AwardRoom.sentence(call, refusal) : EligibleRoom.sentence(call, refusal)
  }

  /// The reason as the register keeps it: in Vietnamese, whoever wrote it.
  private static func sentence(
    _ call: DeskRequest, _ reason: ReplaceReason, _ note: String
  ) -> String {
    let note = Name.tidied(note)
    guard reason != .other else { return note }
    let key = "desk.replace.reason.\(reason.rawValue)"
    let word = call.pages.texts.text(named: key, .vi) ?? reason.rawValue
    return note.isEmpty ? word : "\(word): \(note)"
  }

  // MARK: The page

  private static func show(
    _ call: DeskRequest, _ old: Certificate, _ filled: Filled
  ) throws -> Response {
    guard old.state == .issued else {
      return call.leave(
        to: DeskPlace.certificate.path(old.number), .certificateAlreadyCancelled)
    }
    let display = ["number": old.sheet.displayNumber]
    let refusal = try call.desk.issueRefusal(replacing: old)
    let isAward = old.award != nil
    var page = DeskPage("desk-replace", title: call.text(.replaceTitle, display))
    page.values = call.values(of: fields(call, filled, isAward), filled.problems, form: "replace")
    let own: [String: Any] = [
      "href": DeskPlace.replaceCertificate.path(old.number), "rows": try rows(call, old),
      "residentHref": DeskPlace.editResident.path(String(old.residentId)),
      "isAward": isAward, "courseHref": DeskPlace.editCourse.path(old.courseCode),
      "isPrinted": filled.isPrinted,
      "canReplace": refusal == nil, "sureLabel": call.text(.replaceSure),
      "hasSureError": filled.isSureMissing, "sureError": call.text(.replaceSureMissing),
    ]
    page.values.merge(own) { _, own in own }
    page.alert = filled.alert ?? refusal.map { sentence(call, $0, isAward) }
    page.status = filled.isWrong ? .unprocessableContent : .ok
    page.back = (
      DeskPlace.certificate.path(old.number), call.text(.certificateTitle, display)
    )
    return call.answer(page)
  }

  private static func fields(
    _ call: DeskRequest, _ filled: Filled, _ isAward: Bool
  ) -> [Field] {
    var why = Field("why", call.text(.replaceWhy), value: filled.why)
    let reasons = ReplaceReason.allCases.filter { $0.suits(isAward: isAward) }.map { reason in
      let key = "desk.replace.reason.\(reason.rawValue)"
      return (key: reason.rawValue, word: call.phrase(key) ?? reason.rawValue)
    }
    why.kind = .choice([(key: "", word: call.text(.replaceWhyChoose))] + reasons)
    why.isRequired = true
    var note = Field("note", call.text(.replaceNote), value: filled.note)
    note.hint = call.text(.replaceNoteHint)
    note.isOptional = true
    return (filled.award.map { AwardFields.fields(call, $0) } ?? []) + [why, note]
  }

  /// What the old paper says beside what a new one will say.
  private static func rows(_ call: DeskRequest, _ old: Certificate) throws -> [[String: Any]] {
    let resident = try call.desk.store.resident(id: old.residentId)
    let course = try call.desk.store.course(code: old.courseCode)
    let dash = call.text(.dash)
    let content: [(DeskText, String, String)] =
      old.award == nil ? [(.certificateCourse, old.courseTitle, course?.title ?? dash)] : []
    let pairs: [(DeskText, String, String)] = [
      (.certificateName, old.holderName, resident?.name ?? dash),
      (
        .certificateBirth, old.sheet.birthYear.map(String.init) ?? dash,
        resident?.birthYear.map(String.init) ?? dash
      ),
      (
        .certificateResidence, call.orDash(old.sheet.residence ?? ""),
        call.orDash(resident?.village ?? "")
      ),
    ]
    return (pairs + content).map { label, before, after in
      [
        "label": call.text(label), "before": before, "after": after,
        "isChanged": before != after,
      ]
    }
  }

  // MARK: Linking

  private static func link(_ call: DeskRequest, _ old: Certificate) throws -> Response {
    let new = try call.form().text("new")
    let path = DeskPlace.certificate.path(old.number)
    guard try call.desk.linkCertificate(old.number, replacedBy: new) else {
      return call.leave(to: path, .certificateNotLinked)
    }
    return call.leave(to: path, .flashLinked, ["number": call.display(new)])
  }
}
