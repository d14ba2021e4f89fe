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
  /// Somebody else answered; it will be tried again.
  case stranger(Stranger)
  /// It did not work; it will be tried again.
  case failed(String)
  /// An answer spoke of two histories, but nothing that both sides have signed shows them: it may have been
  /// changed on the way. It will be tried again.
  case unproven(Attention)
  /// Somebody must act.
  case attention(Attention)

  /// One word for the log.
  var word: String {
    switch self {
    case .notEnrolled: "notEnrolled"
    case .notDue: "notDue"
    case .balanced: "balanced"
    case .later: "later"
    case .stranger: "stranger"
    case .failed: "failed"
    case .unproven: "unproven"
    case .attention(let attention): "attention-\(attention.rawValue)"
    }
  }

  /// What was seen, for the log and the page; empty when the word says it all.
  var detail: String {
    switch self {
    case .failed(let text): text
    case .stranger(let stranger): stranger.looks
    case .later(let seconds): String(seconds)
    case .unproven(let attention), .attention(let attention): attention.rawValue
    case .notEnrolled, .notDue, .balanced: ""
    }
  }
}
