import Evidence

/// When something happened: what the kiosk's clock said, and what is known better by now.
struct EventTime: Equatable, Sendable {
  /// What the kiosk's clock said, and how far to believe it.
  let claimed: ClockReading
  /// The corrected time, where there is one.
  let corrected: TimeBounds?
  /// When a visit began that staff entered later, from paper or on the roll; no clock saw it.
  let told: Int64?

  init(claimed: ClockReading, corrected: TimeBounds? = nil, told: Int64? = nil) {
    self.claimed = claimed
    self.corrected = corrected
    self.told = told
  }

  /// What was told, else what the pages show; where neither is known the claimed time if it can be true,
  /// else the nearest one that can.
  var milliseconds: Int64 {
    if let known = told ?? corrected?.best { return known }
    let claimed = claimed.wallMilliseconds
    let earliest = corrected?.earliest ?? .min
    let latest = corrected?.latest ?? .max
    return earliest <= latest ? min(max(claimed, earliest), latest) : claimed
  }

  /// The time from `start` to this; nil if the clocks cannot tell, and where one was told.
  ///
  /// Within one boot the boot-time clock counts, which no correction of the wall clock moves.
  func milliseconds(since start: EventTime) -> Int64? {
    guard start.told == nil, told == nil else { return nil }
    let elapsed =
      start.claimed.boot == claimed.boot
      ? claimed.bootMilliseconds - start.claimed.bootMilliseconds
      : milliseconds - start.milliseconds
    return elapsed >= 0 ? elapsed : nil
  }
}
