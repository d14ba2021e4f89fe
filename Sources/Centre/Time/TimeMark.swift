/// What is known of the true time at one moment of one start of the machine: from a talk with the
/// province, a network time server, a receipt, or a person. Times are milliseconds since 1970.
package struct TimeMark: Equatable, Sendable {
  /// The start of the machine that the moment belongs to.
  package let boot: Int64
  /// The moment, milliseconds since that start.
  package let bootMilliseconds: Int64
  /// It was not earlier than this; nil where nothing is known.
  package var earliest: Int64?
  /// It was not later than this; nil where nothing is known.
  package var latest: Int64?
  /// What a person set the clock to: the best guess where nothing better is known, but no bound.
  package var word: Int64?

  /// A mark; most of them say only a part.
  package init(
    boot: Int64, bootMilliseconds: Int64, earliest: Int64? = nil, latest: Int64? = nil,
    word: Int64? = nil
  ) {
    self.boot = boot
    self.bootMilliseconds = bootMilliseconds
    self.earliest = earliest
    self.latest = latest
    self.word = word
  }

  /// Whether it fixes the time from both sides.
  package var isAnchor: Bool { earliest != nil && latest != nil }
}

extension TimeMark {
  /// How far a clock can be off while the kernel calls it synchronised: beyond 16 s of estimated
  /// error it takes the word back (adjtimex(2), `NTP_PHASE_LIMIT`).
  package static let networkErrorMilliseconds: Int64 = 16_000

  /// How far a receipt's time may be off when a kiosk takes it; the drift since then comes on top.
  package static let receiptErrorMilliseconds: Int64 = 60_000

  /// The province said `server` in an answer that arrived at this moment, `roundTrip` after the
  /// question had left.
  package static func sync(
    boot: Int64, bootMilliseconds: Int64, server: Int64, roundTrip: Int64
  ) -> TimeMark {
    TimeMark(
      boot: boot, bootMilliseconds: bootMilliseconds, earliest: server,
      latest: server + max(0, roundTrip) + 1)
  }

  /// The clock was steered by network time and showed `wall`.
  package static func network(boot: Int64, bootMilliseconds: Int64, wall: Int64) -> TimeMark {
    TimeMark(
      boot: boot, bootMilliseconds: bootMilliseconds, earliest: wall - networkErrorMilliseconds,
      latest: wall + networkErrorMilliseconds)
  }
}
