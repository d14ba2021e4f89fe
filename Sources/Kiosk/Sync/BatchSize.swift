/// How many events the next batch holds. It doubles on success and halves on failure, as long as the
/// line carries a batch within a few seconds: a line that is cut every 20 seconds then loses a tenth
/// of its work at most.
struct BatchSize: Equatable, Sendable {
  /// The longest that an exchange should take, milliseconds.
  static let targetMilliseconds: Int64 = 3_000

  /// Events in the smallest batch.
  let least: Int
  /// Events in the largest batch.
  let most: Int
  /// Events in the next batch.
  private(set) var events: Int

  /// - Parameter events: the size that was found good before.
  init(events: Int, least: Int, most: Int) {
    self.least = least
    self.most = most
    self.events = min(most, max(least, events))
  }

  /// A batch of `sent` events arrived and its receipt was here after so long.
  mutating func grow(sent: Int, milliseconds: Int64) {
    if milliseconds > Self.targetMilliseconds {
      let fitting = Int64(sent) * Self.targetMilliseconds / milliseconds
      events = min(events, max(least, Int(fitting)))
    } else if milliseconds <= Self.targetMilliseconds / 2 {
      events = min(most, events * 2)
    }
  }

  /// A batch did not arrive.
  /// - Returns: whether it could be made smaller.
  mutating func shrink() -> Bool {
    let smaller = max(least, events / 2)
    defer { events = smaller }
    return smaller < events
  }
}
