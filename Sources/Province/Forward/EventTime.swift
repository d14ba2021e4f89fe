import Evidence

/// When something happened: what the kiosk's clock said, and what is known better by now.
struct EventTime: Equatable, Sendable {
  /// What the kiosk's clock said, and how far to believe it.
  let claimed: ClockReading
  /// The corrected time, where there is one.
  let corrected: CorrectedTime?

  init(claimed: ClockReading, corrected: CorrectedTime? = nil) {
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

/// The times between which an event happened, from all that is known of its kiosk's clock; nil where
/// there is no bound.
struct CorrectedTime: Equatable, Sendable {
  /// Milliseconds since 1970.
  let earliest: Int64?
  /// Milliseconds since 1970.
  let latest: Int64?
  /// How this is known, one word.
  let basis: String

  /// The corrected times of events of one log, by position; those that are missing stand as claimed.
  ///
  /// The one place where the forwarder asks for them.
  static func all(
    stream: Int64, seqs: [Int64], _ connection: Connection
  ) throws(PostgresError) -> [Int64: CorrectedTime] {
    [:]
  }
}
