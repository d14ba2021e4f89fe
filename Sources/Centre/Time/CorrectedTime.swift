package import Evidence

/// When something happened, beside what the clock claimed then. The claim stays in the log; reports
/// show `best` and say what it rests on.
package struct CorrectedTime: Equatable, Sendable {
  /// What a time rests on; the raw value is what databases and reports hold.
  package enum Basis: String, Sendable, CaseIterable {
    /// The clock's own claim: nothing bounds it from both sides.
    case claimed
    /// A person set the clock in the same start of the machine.
    case set
    /// Nothing fixed the clock in this start of the machine, but others before and after did.
    case between
    /// The province or network time fixed the clock in the same start of the machine.
    case synced
  }

  /// An interval up to so wide counts as a time that is known.
  package static let exactMilliseconds: Int64 = 120_000

  /// What the clock said, milliseconds since 1970.
  package let claimed: Int64
  /// How far the clock was to be believed.
  package let quality: ClockQuality
  /// It was not earlier than this; nil when nothing is known.
  package let earliest: Int64?
  /// It was not later than this; nil when nothing is known.
  package let latest: Int64?
  /// What the answer rests on.
  package let basis: Basis
  /// The time to show.
  package let best: Int64

  /// Whether `best` may be far from the truth, so that a report must say "about".
  package var isAbout: Bool {
    if let earliest, let latest, latest - earliest <= Self.exactMilliseconds { return false }
    guard basis != .set else { return false }
    return !quality.isClockSet || best != claimed
  }

  /// Whether the time shown is not the one that the clock claimed, by a minute or more.
  package var isCorrected: Bool { abs(best - claimed) >= 60_000 }
}

extension CorrectedTime {
  /// A time that needs no correction: network time steered the clock when the event was recorded, and the
  /// kernel bounds its error. A receipt sets the clock only once, which then drifts: how far, the
  /// `Timeline` knows.
  package init?(fixed reading: ClockReading) {
    guard reading.quality == .networkTime else { return nil }
    let error = TimeMark.networkErrorMilliseconds
    self.init(
      claimed: reading.wallMilliseconds, quality: reading.quality,
      earliest: reading.wallMilliseconds - error, latest: reading.wallMilliseconds + error,
      basis: .synced, best: reading.wallMilliseconds)
  }
}

extension ClockQuality {
  /// Whether somebody or something had set the clock.
  package var isClockSet: Bool {
    switch self {
    case .unset, .restoredFloor: false
    case .operatorSet, .networkTime, .receipt: true
    }
  }
}
