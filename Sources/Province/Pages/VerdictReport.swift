import Centre
package import Evidence

/// A verdict in words, the same as the kiosk's: the sentence, every signed field, and what no code can
/// prove.
package struct VerdictReport: Sendable {
  private let verification: Verification
  private let text: PageText

  /// The report of a judgement in a language.
  package init(_ verification: Verification, texts: Texts, language: Language) {
    self.verification = verification
    text = PageText(texts: texts, language: language, nowMilliseconds: 0)
  }

  /// The exit status: 0 genuine, 1 not genuine or withdrawn, 2 unreadable, 3 demonstration.
  package var exitCode: Int32 {
    switch verification.verdict {
    case .genuine, .genuineStaleList: 0
    case .revoked, .replaced, .deviceWithdrawn, .notGenuine: 1
    case .unreadable: 2
    case .demonstration: 3
    }
  }

  /// The lines for a terminal.
  package var lines: [String] {
    guard let claims = verification.token?.claims else { return [sentence] }
    let holder: [(TextKey, String)] = [
      (.fieldHolder, claims.holderName), (.fieldNumber, claims.number),
    ]
    let issue: [(TextKey, String)] = [
      (.fieldIssued, Day(wallMilliseconds: claims.issuedAtSeconds * 1000).ddMMyyyy),
      (.fieldCentre, claims.centre),
      (.fieldRoot, verification.root?.name ?? text.texts(.verdictUnknownRoot)),
    ]
    let fields = holder + content(claims) + issue
    let checked = verification.listDay.map { day in
      text.texts(.verdictByRegister, ["day": Day(daysSince1970: day).ddMMyyyy])
    }
    return [sentence] + fields.map { "  \(text.texts($0.0)): \($0.1)" }
      + [checked, text.texts(.verdictInkNote)].compactMap { $0 }
  }

  /// What is certified. An award has no hours and is complete when it is issued.
  private func content(_ claims: CertificateClaims) -> [(TextKey, String)] {
    guard claims.courseCode != Award.courseCode else { return [(.fieldAward, claims.title)] }
    return [(.fieldCourse, "\(claims.title) (\(claims.courseCode))")]
      + (claims.hoursTenths > 0 ? [(.fieldHours, text.hours(claims.hoursTenths))] : [])
      + [(.fieldCompleted, Day(daysSince1970: claims.completedDay).ddMMyyyy)]
  }

  private var sentence: String {
    switch verification.verdict {
    case .genuine: text.texts(.verdictGenuine)
    case .genuineStaleList(let day):
      text.texts(.verdictStaleList, ["day": Day(daysSince1970: day).ddMMyyyy])
    case .revoked: text.texts(.verdictRevoked)
    case .replaced(let number): text.texts(.verdictReplaced, ["number": number])
    case .deviceWithdrawn: text.texts(.verdictDeviceWithdrawn)
    case .demonstration: text.texts(.verdictDemonstration)
    case .notGenuine(let reason): text.texts(.verdictNotGenuine, ["reason": reason])
    case .unreadable(let reason): text.texts(.verdictUnreadable, ["reason": reason])
    }
  }
}
