/// How one attempt to bring the log to the province ended.
package enum SyncOutcome: Equatable, Sendable {
  /// The kiosk belongs to no province yet.
  case notEnrolled
  /// It is not time yet.
  case notDue
  /// Everything recorded is confirmed.
  case balanced
  /// The province asked to come back after so long.
  case later(seconds: Int)
  /// It did not work; it will be tried again.
  case failed(String)
  /// Somebody must act.
  case attention(Attention)

  /// One word for the log.
  var word: String {
    switch self {
    case .notEnrolled: "notEnrolled"
    case .notDue: "notDue"
    case .balanced: "balanced"
    case .later: "later"
    case .failed: "failed"
    case .attention(let attention): "attention-\(attention.rawValue)"
    }
  }
}
