/// The languages the screens speak; Vietnamese is the one a visitor meets first.
package enum Language: String, CaseIterable, Sendable {
  case vi, en

  /// The language a screen shows when nobody has chosen one.
  package static let standard = Language.vi
}
