import Evidence

/// A verdict as a heading with a sentence below, for screens that are read from some steps away.
enum VerdictHeading: String, CaseIterable {
  case genuine, genuineStaleList, revoked, replaced, deviceWithdrawn, demonstration, notGenuine
  case unknownRoot, unreadable

  /// The heading: short enough for large letters.
  static func word(_ verdict: Verdict, _ texts: Texts, _ language: Language) -> String {
    let key = VerdictHeading(verdict).wordKey
    return texts.text(named: key, language) ?? key
  }

  /// The sentence: what it means and what to do.
  static func about(
    _ verdict: Verdict, _ texts: Texts, _ language: Language, _ values: [String: String]
  ) -> String {
    let key = VerdictHeading(verdict).aboutKey
    return Placeholders.fill(texts.text(named: key, language) ?? key) { values[$0] }
  }

  var wordKey: String { "verdict.word.\(rawValue)" }
  var aboutKey: String { "verdict.about.\(rawValue)" }

  private init(_ verdict: Verdict) {
    switch verdict {
    case .genuine: self = .genuine
    case .genuineStaleList: self = .genuineStaleList
    case .revoked: self = .revoked
    case .replaced: self = .replaced
    case .deviceWithdrawn: self = .deviceWithdrawn
    case .demonstration: self = .demonstration
    // Whoever shows another province's certificate is not told that it is forged.
    case .notGenuine(let reason) where reason == NotGenuine.unknownRoot.rawValue:
      self = .unknownRoot
    case .notGenuine: self = .notGenuine
    case .unreadable: self = .unreadable
    }
  }
}
