/// Days of Vietnam's calendar, counted from 1970-01-01 at UTC+7: the country has no summer time.
enum VietnamDay {
  /// How far Vietnam's clocks are ahead of UTC.
  static let offsetSeconds: Int64 = 7 * 3_600

  /// The day of a second since 1970.
  static func day(ofSeconds seconds: Int64) -> Int64 {
    let (local, isOver) = seconds.addingReportingOverflow(offsetSeconds)
    let (days, rest) = (isOver ? Int64.max : local).quotientAndRemainder(dividingBy: 86_400)
    return rest < 0 ? days - 1 : days
  }
}
