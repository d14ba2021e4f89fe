import Centre
import Evidence
import HTTP
import Store

/// Judging a certificate that somebody brings to the desk: its code as text, a photograph or a PDF.
enum VerifyRoom {
  /// Certificates shown of one picture.
  private static let mostShown = 8
  /// When to send a picture again that met another one.
  private static let busySeconds = 5

  static func addRoutes(to routes: inout DeskRoutes) {
    let limits = limits(routes.desk)
    routes.read(.verify, in: .certificates) { call in show(call, []) }
    routes.write(
      .verify, in: .certificates, by: .any, limits: limits,
      bodyBytes: routes.desk.settings.limits.uploadBytes + limits.maxValueBytes
    ) { call in try judge(call, limits) }
  }

  private static func limits(_ desk: Desk) -> FormLimits {
    var limits = FormLimits.standard
    limits.maxFileBytes = desk.settings.limits.uploadBytes
    return limits
  }

  private static func judge(_ call: DeskRequest, _ limits: FormLimits) throws -> Response {
    let form = try call.http.form(limits: limits)
    let picture = form.files.first { $0.name == "picture" && !$0.bytes.isEmpty }
    let code = Name.tidied(form["code"] ?? "")
    guard picture != nil || !code.isEmpty else {
      return show(call, [], alert: call.text(.verifyNothing))
    }
    guard let judgements = try call.desk.inspect(picture?.bytes ?? Array(code.utf8)) else {
      return show(call, [], alert: call.text(.verifyBusy), status: .serviceUnavailable)
        .with("Retry-After", String(busySeconds))
    }
    return show(call, try judgements.prefix(mostShown).map { try row(call, $0) })
  }

  private static func show(
    _ call: DeskRequest, _ results: [[String: Any]], alert: String? = nil,
    status: Status = .unprocessableContent
  ) -> Response {
    let megabytes = call.desk.settings.limits.uploadBytes >> 20
    var page = DeskPage("desk-verify", title: call.text(.verifyTitle))
    page.values = [
      "results": results, "hasResults": !results.isEmpty,
      "pictureHint": call.text(.verifyPictureHint, ["limit": call.number(megabytes)]),
      "inkNote": VerdictText.inkNote.text(call.pages.texts, call.language),
    ]
    page.alert = alert
    page.status = alert == nil ? .ok : status
    page.back = (DeskPlace.certificates.path(), call.text(.certificatesTitle))
    return call.answer(page)
  }

  private static func row(_ call: DeskRequest, _ judgement: Judgement) throws -> [String: Any] {
    let texts = call.pages.texts
    let report = VerificationReport(judgement)
    let fields = report.fields(texts, call.language)
    let revocation = report.revocation(texts, call.language)
    let number = judgement.verification.token?.claims.number
    let own = judgement.isRegistered ? number.map { DeskPlace.certificate.path($0) } : nil
    return [
      "word": report.word(texts, call.language), "about": report.about(texts, call.language),
      "style": style(judgement.verdict), "icon": icon(judgement.verdict),
      "fields": fields.map { ["label": $0.label, "value": $0.value] },
      "hasFields": !fields.isEmpty, "revocation": revocation ?? "",
      "hasRevocation": revocation != nil, "ownHref": own ?? "", "isOwn": own != nil,
    ]
  }

  private static func style(_ verdict: Verdict) -> String {
    switch verdict {
    case .genuine: "success"
    case .genuineStaleList, .demonstration, .unreadable: "attention"
    case .revoked, .replaced, .deviceWithdrawn, .notGenuine: "error"
    }
  }

  private static func icon(_ verdict: Verdict) -> String {
    switch verdict {
    case .genuine: "tick"
    case .genuineStaleList, .demonstration, .unreadable: "attention"
    case .revoked, .replaced, .deviceWithdrawn, .notGenuine: "cross"
    }
  }
}
