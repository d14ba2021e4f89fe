import Centre

/// A day with its name, as the clock on the screen shows it.
enum DayText {
  private static let names: [TextKey] = [
    .thursday, .friday, .saturday, .sunday, .monday, .tuesday, .wednesday,
  ]

  /// "Thứ Hai, 23/11/2026". 1970-01-01 was a Thursday.
  static func text(_ day: Day, _ texts: Texts, _ language: Language) -> String {
    let index = Int(((day.daysSince1970 % 7) + 7) % 7)
    return "\(texts.text(names[index], language)), \(day.ddMMyyyy)"
  }
}
