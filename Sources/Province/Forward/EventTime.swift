import Evidence

/// When something happened: what the kiosk's clock said, and what is known better by now.
struct EventTime: Equatable, Sendable {
  /// What the kiosk's clock said, and how far to believe it.
  let claimed: ClockReading
  /// The corrected time, where there is one.
  let corrected: TimeBounds?

  init(claimed: ClockReading, corrected: TimeBounds? = nil) {
    self.claimed = claimed
    self.corrected = corrected
  }

  /// The claimed time where it can be true, else the nearest one that can.
  var milliseconds: Int64 {
    let claimed = claimed.wallMilliseconds
    let earliest = corrected?.earliest ?? .min
    let latest = corrected?.latest ?? .max
    return earliest <= latest ? min(max(claimed, earliest), latest) : claimed
  }

  /// The time from `start` to this; nil if the clocks cannot tell.
  ///
  /// Within one boot the boot-time clock counts, which no correction of the wall clock moves.
  func milliseconds(since start: EventTime) -> Int64? {
    let elapsed =
      start.claimed.boot == claimed.boot
      ? claimed.bootMilliseconds - start.claimed.bootMilliseconds
      : milliseconds - start.milliseconds
    return elapsed >= 0 ? elapsed : nil
  }
}
