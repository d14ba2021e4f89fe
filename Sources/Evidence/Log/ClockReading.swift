/// How far the wall time of a reading can be trusted (sync.md, "Clock on a board without a battery").
package enum ClockQuality: Int64, Sendable, CaseIterable {
  /// The clock was never set since power came on.
  case unset = 0
  /// Raised to the floor of build time, last receipt and last event: not earlier than the truth was.
  case restoredFloor
  /// Set by a person at the screen.
  case operatorSet
  /// Set by a network time server.
  case networkTime
  /// Taken from a signed receipt of the province.
  case receipt
}

/// What the clock said when something happened; every event carries one, so that its time can be
/// corrected later.
package struct ClockReading: Equatable, Sendable {
  /// Counts the starts of the machine.
  package var boot: Int64
  /// Milliseconds since that start, sleep included (CLOCK_BOOTTIME).
  package var bootMilliseconds: Int64
  /// Milliseconds since 1970-01-01T00:00:00Z as the kiosk believed.
  package var wallMilliseconds: Int64
  /// How far to believe it.
  package var quality: ClockQuality

  /// One reading.
  package init(
    boot: Int64, bootMilliseconds: Int64, wallMilliseconds: Int64, quality: ClockQuality
  ) {
    self.boot = boot
    self.bootMilliseconds = bootMilliseconds
    self.wallMilliseconds = wallMilliseconds
    self.quality = quality
  }
}
