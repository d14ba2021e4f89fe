import Synchronization

/// Codes that a scanner of the service has read and for which every screen asks "which session?". The
/// first touch decides; whoever touches later sees what it led to.
final class OpenChoices: Sendable {
  /// More are not kept: a newer scan has taken the screens anyway.
  private static let most = 8

  private let open = Mutex<[(code: String, answer: DeskAnswer?)]>([])

  /// The screens ask for this code.
  func ask(_ code: String) {
    open.withLock { open in
      open.removeAll { $0.code == code }
      if open.count == Self.most { open.removeFirst() }
      open.append((code, nil))
    }
  }

  /// What the first touch led to, which is this one if nobody has touched before; nil for a code that
  /// nobody was asked about.
  func decide(
    _ code: String, by answer: () throws -> DeskAnswer
  ) rethrows -> (answer: DeskAnswer, isFirst: Bool)? {
    try open.withLock { open in
      guard let index = open.firstIndex(where: { $0.code == code }) else { return nil }
      if let earlier = open[index].answer { return (earlier, false) }
      let decided = try answer()
      open[index].answer = decided
      return (decided, true)
    }
  }
}
