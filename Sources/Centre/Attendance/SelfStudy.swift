/// Free self-study (tự học): what is counted when no session is open.
package enum SelfStudy {
  /// The longest self-study that is counted for one visit, in tenths of an hour.
  package static let maximumHoursTenths: Int64 = 120

  /// The hours between coming and leaving, in tenths, rounded down and never negative.
  package static func hoursTenths(inMilliseconds: Int64, outMilliseconds: Int64) -> Int64 {
    min(max(0, (outMilliseconds - inMilliseconds) / 360_000), maximumHoursTenths)
  }
}
