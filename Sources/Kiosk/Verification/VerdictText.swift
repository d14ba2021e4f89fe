import Evidence

/// The words of a verdict, the same on the screen, the command and the page.
enum VerdictText: String, CaseIterable {
  case genuine = "verdict.genuine"
  case genuineStaleList = "verdict.genuineStaleList"
  case revoked = "verdict.revoked"
  case replaced = "verdict.replaced"
  case deviceWithdrawn = "verdict.deviceWithdrawn"
  case demonstration = "verdict.demonstration"
  case notGenuine = "verdict.notGenuine"
  case unreadable = "verdict.unreadable"
  case number = "verdict.field.number"
  case holder = "verdict.field.holder"
  case course = "verdict.field.course"
  case award = "verdict.field.award"
  case hours = "verdict.field.hours"
  case completed = "verdict.field.completed"
  case issued = "verdict.field.issued"
  case centre = "verdict.field.centre"
  case root = "verdict.field.root"
  case unknownRoot = "verdict.unknownRoot"
  case inkNote = "verdict.inkNote"
  case unproven = "verdict.unproven"
  case byRegister = "verdict.byRegister"
  case byList = "verdict.byList"
  case unchecked = "verdict.unchecked"

  /// The sentence that a verdict begins with.
  init(_ verdict: Verdict) {
    switch verdict {
    case .genuine: self = .genuine
    case .genuineStaleList: self = .genuineStaleList
    case .revoked: self = .revoked
    case .replaced: self = .replaced
    case .deviceWithdrawn: self = .deviceWithdrawn
    case .demonstration: self = .demonstration
    case .notGenuine: self = .notGenuine
    case .unreadable: self = .unreadable
    }
  }

  /// The text in a language, its places filled.
  func text(
    _ texts: Texts, _ language: Language, _ values: [String: String] = [:]
  ) -> String {
    let text = texts.text(named: rawValue, language) ?? rawValue
    return Placeholders.fill(text) { values[$0] }
  }
}
