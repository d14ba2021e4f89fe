import Centre

/// How the desk writes numbers, hours, days and people, in the customs of the page's language.
extension DeskRequest {
  /// A whole number with its thousands apart: "1.234" in Vietnamese, "1,234" in English.
  func number(_ value: some BinaryInteger) -> String {
    let digits = Array(String(value))
    let separator = language == .vi ? "." : ","
    var text = ""
    for (index, digit) in digits.enumerated() {
      let left = digits.count - index
      if index > 0, left % 3 == 0, digits[index - 1] != "-" { text += separator }
      text.append(digit)
    }
    return text
  }

  /// Hours with at most one decimal: "12" or "12,5".
  func hours(_ tenths: Int64) -> String {
    guard tenths % 10 != 0 else { return number(tenths / 10) }
    return "\(number(tenths / 10))\(language == .vi ? "," : ".")\(tenths % 10)"
  }

  /// A moment as "07:40 28/03/2026".
  func moment(_ milliseconds: Int64) -> String {
    let day = Day(wallMilliseconds: milliseconds)
    return "\(TimeOfDay.text(wallMilliseconds: milliseconds)) \(day.ddMMyyyy)"
  }

  /// A day with its weekday: "Thứ Bảy, 28/03/2026".
  func weekday(_ day: Day) -> String {
    let names: [TextKey] = [
      .thursday, .friday, .saturday, .sunday, .monday, .tuesday, .wednesday,
    ]
    let index = Int(((day.daysSince1970 % 7) + 7) % 7)
    return "\(pages.texts.text(names[index], language)), \(day.ddMMyyyy)"
  }

  /// The birth day, else the year, else a dash.
  func birth(_ resident: Resident) -> String {
    resident.birthDay?.ddMMyyyy ?? resident.birthYear.map(String.init) ?? text(.dash)
  }

  /// The card's ten digits in groups.
  func card(_ resident: Resident) -> String {
    (try? CardCode(resident.cardDigits))?.spaced ?? resident.cardDigits
  }

  /// The name, or "Khách" with the pseudonym for a guest without one, or that it was erased.
  func name(of resident: Resident) -> String {
    if resident.isErased { return text(.erasePerson, ["pseudonym": resident.pseudonym]) }
    return resident.name.isEmpty
      ? "\(text(.residentsGuest)) \(resident.pseudonym)" : resident.name
  }

  /// A text, or a dash when it is empty.
  func orDash(_ value: String) -> String { value.isEmpty ? text(.dash) : value }

  /// "08:00–10:30".
  func span(_ session: Session) -> String {
    let start = TimeOfDay.text(wallMilliseconds: session.startMilliseconds)
    return "\(start)–\(TimeOfDay.text(wallMilliseconds: session.endMilliseconds))"
  }

  /// A name and its value, for lists of facts.
  func fact(_ label: DeskText, _ value: String, isCode: Bool = false) -> [String: Any] {
    ["label": text(label), "value": value, "isCode": isCode]
  }

  /// A figure with its name.
  func figure(_ value: some BinaryInteger, _ label: String) -> [String: Any] {
    ["value": number(value), "label": label]
  }
}
