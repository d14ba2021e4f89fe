/// What the numbers in signed documents may be, in every reader alike: whatever is within these bounds
/// can be reckoned with and shown as a date without a thought of overflow, and no honest document is
/// beyond them.
package enum ClaimBounds {
  /// Seconds since 1970, to the last one of the year 9999 (UTC).
  static let seconds: ClosedRange<Int64> = 0...253_402_300_799
  /// Days since 1970-01-01, to the last one of the year 9999.
  static let days: ClosedRange<Int64> = 0...2_932_896
  /// Tenths of an hour: a million hours, more than a life has.
  package static let hoursTenths: ClosedRange<Int64> = 0...10_000_000
}
