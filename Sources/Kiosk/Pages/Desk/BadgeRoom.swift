import Centre
import Evidence
import HTTP
import Store

/// The Open Badge of a certificate: one form, answered with the file.
enum BadgeRoom {
  static func addRoutes(to routes: inout DeskRoutes) {
    routes.write(.certificateBadge, in: .certificates, export)
  }

  private static func export(_ call: DeskRequest) throws -> Response {
    guard let certificate = try call.desk.store.certificate(number: call.parameter) else {
      return call.missing(.missingCertificate)
    }
    let answer = try call.desk.exportBadge(
      certificate.number, showsName: try call.form()["showsName"] == "yes",
      words: words(call, certificate))
    let path = DeskPlace.certificate.path(certificate.number)
    switch answer {
    case .exported(let badge): return file(badge, name: "\(certificate.number).jwt")
    case .notVouched: return call.leave(to: path, .badgeNotVouched)
    case .cancelled: return call.leave(to: path, .badgeCancelled)
    case .notFound: return call.missing(.missingCertificate)
    }
  }

  /// Open Badges 3.0, sections 5.1 and 5.2: the file holds the compact JWS and nothing else, ends in
  /// `.jwt`, and travels as plain text.
  private static func file(_ badge: String, name: String) -> Response {
    Response.text(badge)
      .with("Content-Disposition", "attachment; filename=\"\(name)\"")
      .with("Cache-Control", "no-store")
  }

  /// The sentences inside the badge: in Vietnamese as on the paper, whatever language the desk is in.
  private static func words(_ call: DeskRequest, _ certificate: Certificate) -> BadgeWords {
    // The sentence around a citation has its own full stop.
    let citation = certificate.award?.citation ?? ""
    let values = [
      "number": certificate.number, "title": certificate.courseTitle,
      "citation": citation.hasSuffix(".") ? String(citation.dropLast()) : citation,
    ]
    let isAward = certificate.award != nil
    let text = { (key: DeskText) in
      call.pages.texts.text(named: key.rawValue, .vi).map { text in
        Placeholders.fill(text) { values[$0] }
      } ?? key.rawValue
    }
    return BadgeWords(
      name: certificate.sheet.isDemonstration
        ? text(.badgeDemonstrationName) : certificate.courseTitle,
      description: text(isAward ? .badgeAwardDescription : .badgeDescription),
      criteria: text(isAward ? .badgeAwardCriteria : .badgeCriteria),
      hours: text(.badgeHours), paper: text(.badgePaper),
      paperNarrative: text(.badgePaperNarrative), device: text(.badgeDevice),
      deviceNarrative: text(.badgeDeviceNarrative))
  }
}
