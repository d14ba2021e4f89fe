import Centre
import Evidence

/// A verdict as it is shown: on the command line and the check-in screen for people in their
/// language, as JSON for programs.
package struct VerificationReport: Sendable {
  private let judgement: Judgement

  /// The report of a judgement.
  package init(_ judgement: Judgement) {
    self.judgement = judgement
  }

  /// The exit status: 0 genuine, 1 not genuine or withdrawn, 2 unreadable, 3 demonstration.
  package var exitCode: Int32 {
    switch judgement.verdict {
    case .genuine, .genuineStaleList: 0
    case .revoked, .replaced, .deviceWithdrawn, .notGenuine: 1
    case .unreadable: 2
    case .demonstration: 3
    }
  }

  /// The status for several certificates at once: the gravest of theirs.
  package static func worst(of reports: [VerificationReport]) -> Int32 {
    let codes = Set(reports.map(\.exitCode))
    return [1, 2, 3].first(where: codes.contains) ?? 0
  }

  /// The verdict, then every signed field, one a line, then what no code can prove.
  package func text(_ texts: Texts, _ language: Language) -> String {
    let verdict = VerdictText(judgement.verdict)
    var lines = [verdict.text(texts, language, Self.values(judgement.verdict))]
    guard judgement.verification.token != nil else {
      return lines[0]
    }
    lines += fields(texts, language).map { "  \($0.label): \($0.value)" }
    if let line = revocation(texts, language) { lines.append(line) }
    lines.append(note(texts, language))
    return lines.joined(separator: "\n")
  }

  /// Every signed field with its name; none when the code was unreadable.
  func fields(_ texts: Texts, _ language: Language) -> [(label: String, value: String)] {
    guard let claims = judgement.verification.token?.claims else {
      return []
    }
    let root = judgement.verification.root?.name
    let holder: [(VerdictText, String)] = [
      (.holder, claims.holderName), (.number, claims.number),
    ]
    let issue: [(VerdictText, String)] = [
      (.issued, Day(wallMilliseconds: claims.issuedAtSeconds * 1_000).ddMMyyyy),
      (.centre, claims.centre),
      (.root, root ?? VerdictText.unknownRoot.text(texts, language)),
    ]
    return (holder + content(claims, language) + issue).map { field in
      (field.0.text(texts, language), field.1)
    }
  }

  /// What is certified. An award has no hours and is complete when it is issued.
  private func content(
    _ claims: CertificateClaims, _ language: Language
  ) -> [(VerdictText, String)] {
    guard claims.courseCode != Award.courseCode else { return [(.award, claims.title)] }
    let hours = HoursText.text(tenths: claims.hoursTenths, language)
    return [(.course, "\(claims.title) (\(claims.courseCode))")]
      + (claims.hoursTenths > 0 ? [(.hours, hours)] : [])
      + [(.completed, Day(daysSince1970: claims.completedDay).ddMMyyyy)]
  }

  /// The verdict in one or two words, for a heading.
  func word(_ texts: Texts, _ language: Language) -> String {
    VerdictHeading.word(judgement.verdict, texts, language)
  }

  /// What the verdict means and what to do, in a sentence under the heading.
  func about(_ texts: Texts, _ language: Language) -> String {
    VerdictHeading.about(judgement.verdict, texts, language, Self.values(judgement.verdict))
  }

  /// What to do with the fields: compare them with the paper, unless nobody has signed them.
  func note(_ texts: Texts, _ language: Language) -> String {
    if case .notGenuine = judgement.verdict {
      return VerdictText.unproven.text(texts, language)
    }
    return VerdictText.inkNote.text(texts, language)
  }

  /// What is known of a withdrawal, in a sentence; nil where it does not matter any more.
  func revocation(_ texts: Texts, _ language: Language) -> String? {
    switch judgement.verdict {
    case .demonstration, .notGenuine, .unreadable, .genuineStaleList: return nil
    case .genuine, .revoked, .replaced, .deviceWithdrawn: break
    }
    if judgement.isByRegister {
      return VerdictText.byRegister.text(texts, language)
    }
    guard let day = judgement.listDay else {
      return VerdictText.unchecked.text(texts, language)
    }
    return VerdictText.byList.text(texts, language, ["day": Day(daysSince1970: day).ddMMyyyy])
  }

  /// The verdict and the signed fields as one JSON object; `list` is the day of the list that was
  /// asked, or null.
  package var json: [UInt8] {
    let verification = judgement.verification
    var json = JSONText()
    json.text("verdict", judgement.verdict.name)
    let values = Self.values(judgement.verdict)
    json.text("reason", values["reason"])
    json.text("replacedBy", values["number"])
    if let day = judgement.listDay {
      json.text("list", Day(daysSince1970: day).iso)
    } else {
      json.null("list")
    }
    json.boolean("registered", judgement.isRegistered)
    if let root = verification.root {
      var inner = JSONText()
      inner.text("name", root.name)
      inner.text("key", root.key.hex)
      json.raw("root", inner.object)
    }
    if let token = verification.token {
      json.text("device", nfc(token.deviceCertificate.device))
      json.raw("fields", Self.object(token.claims))
    }
    return json.object
  }

  /// Several reports as one JSON document: the object of one, the list of more.
  package static func json(of reports: [VerificationReport]) -> [UInt8] {
    guard reports.count != 1 else {
      return reports[0].json
    }
    let objects = reports.map(\.json).joined(separator: [UInt8(ascii: ",")])
    return [UInt8(ascii: "[")] + objects + [UInt8(ascii: "]")]
  }

  private static func object(_ claims: CertificateClaims) -> [UInt8] {
    var json = JSONText()
    json.text("number", claims.number)
    json.text("name", claims.holderName)
    json.text("courseCode", claims.courseCode)
    json.text("title", claims.title)
    json.number("hoursTenths", claims.hoursTenths)
    json.text("completed", Day(daysSince1970: claims.completedDay).iso)
    json.number("issuedAt", claims.issuedAtSeconds)
    json.text("centre", claims.centre)
    return json.object
  }

  /// What fills the places of a verdict's sentences.
  private static func values(_ verdict: Verdict) -> [String: String] {
    switch verdict {
    case .genuine, .revoked, .deviceWithdrawn, .demonstration: [:]
    case .genuineStaleList(let day): ["day": Day(daysSince1970: day).ddMMyyyy]
    case .replaced(let number): ["number": number]
    case .notGenuine(let reason), .unreadable(let reason): ["reason": reason]
    }
  }
}
