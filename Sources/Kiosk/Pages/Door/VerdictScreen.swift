import Evidence
import HTTP

/// The screen that answers a certificate shown to the scanner: the verdict in large words, then
/// every signed field, so that whoever holds the paper sees what was altered on it.
struct VerdictScreen {
  let desk: Desk
  let pages: Pages
  let look: Look

  func response(_ judgement: Judgement) -> Response {
    let report = VerificationReport(judgement)
    let fields = report.fields(pages.texts, look.language)
    var values: [String: Any] = [
      "kind": Self.kind(judgement.verdict),
      "icon": Self.icon(judgement.verdict),
      "word": report.word(pages.texts, look.language),
      "about": report.about(pages.texts, look.language),
      "hasFields": !fields.isEmpty,
      "fields": fields.map { ["label": $0.label, "value": $0.value] },
      "note": report.note(pages.texts, look.language),
      "hasRevocation": false,
    ]
    if let line = report.revocation(pages.texts, look.language) {
      values["hasRevocation"] = true
      values["revocation"] = line
    }
    let frame = DoorFrame(settings: desk.settings, look: look)
    let seconds = desk.settings.checkIn.verdictSeconds
    return pages.render(
      "door-certificate", frame.result(values, seconds: seconds), language: look.language)
  }

  /// The colour, by the style sheet's names for kinds of results.
  private static func kind(_ verdict: Verdict) -> String {
    switch verdict {
    case .genuine: "success"
    case .genuineStaleList: "again"
    case .demonstration, .unreadable: "attention"
    case .revoked, .replaced, .deviceWithdrawn, .notGenuine: "error"
    }
  }

  private static func icon(_ verdict: Verdict) -> String {
    switch verdict {
    case .genuine, .genuineStaleList: "tick"
    case .demonstration, .unreadable: "attention"
    case .revoked, .replaced, .deviceWithdrawn, .notGenuine: "cross"
    }
  }
}
