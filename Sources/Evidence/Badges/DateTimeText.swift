/// Times as RFC 3339 writes them, which JSON credentials and statements carry as `date-time`.
package enum DateTimeText {
  /// The last millisecond of the year 9999, beyond which RFC 3339 has no times.
  private static let limitMilliseconds: Int64 = 253_402_300_799_999

  /// A moment in UTC to the millisecond, e.g. `2026-03-28T01:00:00.250Z`; what lies before 1970 or
  /// after 9999 is the nearest moment within.
  package static func utc(milliseconds: Int64) -> String {
    let milliseconds = min(max(0, milliseconds), limitMilliseconds)
    let whole = utc(seconds: milliseconds / 1_000).dropLast()
    return "\(whole).\(padded(milliseconds % 1_000, 3))Z"
  }

  /// A moment in UTC, e.g. `2026-03-28T01:00:00Z`; `seconds` since 1970, not before.
  static func utc(seconds: Int64) -> String {
    let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60)
    let time = [hour, minute, second].map { padded($0, 2) }.joined(separator: ":")
    return "\(date(seconds / 86_400))T\(time)Z"
  }

  /// The beginning of a day in Vietnam, e.g. `2026-03-28T00:00:00+07:00`.
  static func vietnamese(day daysSince1970: Int64) -> String {
    "\(date(daysSince1970))T00:00:00+07:00"
  }

  /// The civil date, by Howard Hinnant's `civil_from_days` for days from 1970 on.
  private static func date(_ daysSince1970: Int64) -> String {
    let shifted = daysSince1970 + 719_468
    let dayOfEra = shifted % 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = shifted / 146_097 * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  private static func padded(_ number: Int64, _ count: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, count - digits.count)) + digits
  }
}
