import Evidence

/// When this kiosk last asked its province for a certificate, and what came of it: a line in the file
/// `certificate.asked` beside the keys, so that a restart does not ask again.
struct RenewalMark: Equatable {
  /// What the province said. The raw value is the word in the file.
  enum Outcome: String, CaseIterable {
    /// It gave a certificate.
    case certified
    /// The request waits for the root key, which is kept offline.
    case pending
    /// The kiosk was withdrawn.
    case refused
    /// It gave an answer that is not believed, or none of the protocol.
    case failed

    /// The key of its phrase in the text catalogues.
    var phraseKey: String {
      switch self {
      case .certified: "desk.transfers.renewalCertified"
      case .pending: "desk.transfers.renewalPending"
      case .refused: "desk.transfers.renewalRefused"
      case .failed: "desk.transfers.renewalFailed"
      }
    }
  }

  /// Seconds that pass between two requests at least.
  static let restSeconds: Int64 = 86_400

  /// When, in seconds since 1970 by this kiosk's clock.
  let askedSeconds: Int64
  let outcome: Outcome

  /// Whether it is too early to ask again. A mark of the future means that the clock was set back.
  func rests(atSeconds now: Int64) -> Bool {
    (0..<Self.restSeconds).contains(now - askedSeconds)
  }

  /// The mark in a folder of keys; nil when there is none or it is damaged.
  init?(directory: String) {
    let line = try? Files.line(Self.path(directory))
    let words = (line.flatMap { $0 } ?? "").split(separator: " ")
    guard words.count == 2, let seconds = Int64(words[0]), seconds >= 0,
      let outcome = Outcome(rawValue: String(words[1]))
    else {
      return nil
    }
    self.init(askedSeconds: seconds, outcome: outcome)
  }

  init(askedSeconds: Int64, outcome: Outcome) {
    self.askedSeconds = askedSeconds
    self.outcome = outcome
  }

  /// Puts the mark on disk.
  func write(to directory: String) throws(FileError) {
    try Files.write("\(askedSeconds) \(outcome.rawValue)\n", to: Self.path(directory))
  }

  private static func path(_ directory: String) -> String { "\(directory)/certificate.asked" }
}
