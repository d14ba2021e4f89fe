/// A calendar day in Vietnam (UTC+7, which has had no daylight saving time since 1975).
///
/// Days are counted from 1970-01-01. The conversion to year, month and day is Howard Hinnant's
/// `civil_from_days`, exact for every proleptic Gregorian date within `limit`. A day beyond it, which
/// only a damaged or made-up document can name, is the nearest one within: no count makes this trap.
package struct Day: Comparable, Hashable, Sendable {
  /// Milliseconds in a day.
  package static let milliseconds: Int64 = 86_400_000
  /// Vietnam's offset from UTC in milliseconds.
  package static let offsetMilliseconds: Int64 = 7 * 3_600_000

  /// The most days before or after 1970-01-01, 273,790 years: as many as the browsers' `Date` knows.
  package static let limit: Int64 = 100_000_000

  /// Whole days since 1970-01-01.
  package let daysSince1970: Int64

  /// A day by its count from 1970-01-01.
  package init(daysSince1970: Int64) {
    self.daysSince1970 = min(max(daysSince1970, -Day.limit), Day.limit)
  }

  /// The day it was in Vietnam at a wall-clock time in milliseconds since 1970-01-01 UTC.
  package init(wallMilliseconds: Int64) {
    let (local, isOver) = wallMilliseconds.addingReportingOverflow(Day.offsetMilliseconds)
    self.init(
      daysSince1970: Day.floorDivide(isOver ? .max : local, by: Day.milliseconds))
  }

  /// A calendar date, or nil when there is no such date or the year is outside 1...9999.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
    guard day <= Day.length(ofMonth: month, year: year) else { return nil }
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    self.init(daysSince1970: Int64(era * 146_097 + dayOfEra - 719_468))
  }

  /// A date in the identity card's form, eight digits `ddmmyyyy`.
  package init?(compact text: String) {
    guard let digits = Day.digits(text, count: 8) else { return nil }
    self.init(
      year: digits[4] * 1000 + digits[5] * 100 + digits[6] * 10 + digits[7],
      month: digits[2] * 10 + digits[3], day: digits[0] * 10 + digits[1])
  }

  /// A date as HTML forms send it, `yyyy-mm-dd`.
  package init?(iso text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return nil }
    let plain = String(text.filter { $0 != "-" })
    guard let digits = Day.digits(plain, count: 8) else { return nil }
    self.init(
      year: digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3],
      month: digits[4] * 10 + digits[5], day: digits[6] * 10 + digits[7])
  }

  /// The calendar year.
  package var year: Int { civil.year }
  /// The month, 1 to 12.
  package var month: Int { civil.month }
  /// The day of the month, 1 to 31.
  package var day: Int { civil.day }

  /// The day as people read it: `05/03/1985`.
  package var ddMMyyyy: String {
    let date = civil
    return "\(padded(date.day, 2))/\(padded(date.month, 2))/\(padded(date.year, 4))"
  }

  /// The day as forms and files carry it: `1985-03-05`.
  package var iso: String {
    let date = civil
    return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
  }

  /// Midnight in Vietnam, in milliseconds since 1970-01-01 UTC.
  package var startMilliseconds: Int64 {
    daysSince1970 * Day.milliseconds - Day.offsetMilliseconds
  }

  /// 1 January of the same year.
  package var firstOfYear: Day {
    Day(year: year, month: 1, day: 1) ?? self
  }

  /// The day a number of days later, or earlier when negative.
  package func advanced(byDays days: Int64) -> Day {
    Day(daysSince1970: daysSince1970 + min(max(days, -2 * Day.limit), 2 * Day.limit))
  }

  /// Earlier days come first.
  package static func < (left: Day, right: Day) -> Bool {
    left.daysSince1970 < right.daysSince1970
  }
}

extension Day {
  private var civil: (year: Int, month: Int, day: Int) {
    let shifted = daysSince1970 + 719_468
    let era = Day.floorDivide(shifted, by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (Int(year), Int(month), Int(day))
  }

  private static func length(ofMonth month: Int, year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return switch month {
    case 2: isLeap ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func digits(_ text: String, count: Int) -> [Int]? {
    let bytes = Array(text.utf8)
    guard bytes.count == count, bytes.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return bytes.map { Int($0) - 0x30 }
  }

  static func floorDivide(_ value: Int64, by divisor: Int64) -> Int64 {
    let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? quotient - 1 : quotient
  }
}

/// A number with leading zeros to at least `width` digits; for dates, codes and numbers.
package func padded(_ value: some BinaryInteger, _ width: Int) -> String {
  let digits = String(value)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
