/// How much the next batch holds. It doubles on success and halves on failure, as long as the line
/// carries a batch within two seconds. A cut takes half an exchange on average: of a line that is cut
/// every 20 seconds that is a twentieth, and a tenth at the worst. Shorter exchanges would spend the
/// line on waiting for answers, and never grow over a satellite, whose answers take 0.7 s. A good line
/// is at the largest batch after eight. Events say little of a batch's weight, visits take 20 bytes and
/// residents 150, so bytes are counted too.
struct BatchSize: Equatable, Sendable {
  /// The longest that an exchange should take, milliseconds.
  static let targetMilliseconds: Int64 = 2_000
  /// Bytes of the first batch over a line that nobody knows: with its answer, 1.5 seconds at 40 kbit/s.
  static let firstBytes = 6_144
  private static let leastBytes = 4_096

  /// Events in the smallest and in the largest batch.
  let limits: ClosedRange<Int>
  /// Compressed bytes of the largest batch.
  let mostBytes: Int
  /// Events in the next batch.
  private(set) var events: Int
  /// Compressed bytes of the next batch, unless a single event takes more.
  private(set) var bytes: Int

  /// - Parameters:
  ///   - events: the size that was found good before.
  ///   - bytes: the weight that was found good before.
  init(events: Int, bytes: Int, limits: ClosedRange<Int>, mostBytes: Int) {
    self.limits = limits
    self.mostBytes = mostBytes
    self.events = min(limits.upperBound, max(limits.lowerBound, events))
    self.bytes = min(mostBytes, max(Self.leastBytes, bytes))
  }

  /// A batch arrived and its receipt was here after so long.
  mutating func grow(events sent: Int, bytes weight: Int, milliseconds: Int64) {
    if milliseconds > Self.targetMilliseconds {
      let share = { (whole: Int) in Int(Int64(whole) * Self.targetMilliseconds / milliseconds) }
      events = min(events, max(limits.lowerBound, share(sent)))
      bytes = min(bytes, max(Self.leastBytes, share(weight)))
    } else if milliseconds <= Self.targetMilliseconds / 2 {
      events = min(limits.upperBound, events * 2)
      bytes = min(mostBytes, bytes * 2)
    }
  }

  /// A batch did not arrive.
  /// - Returns: whether it could be made smaller.
  mutating func shrink() -> Bool {
    let old = self
    events = max(limits.lowerBound, events / 2)
    bytes = max(Self.leastBytes, bytes / 2)
    return self != old
  }
}
