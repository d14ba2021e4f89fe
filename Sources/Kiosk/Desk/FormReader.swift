import Centre
import Evidence

/// Reads the texts of a form into values and gathers every problem, so that a clerk mends them all
/// at once.
struct FormReader {
  private(set) var problems: [FormProblem] = []

  /// A text on one line: NFC, outer and double spaces removed, at most `most` characters.
  mutating func line(_ field: String, _ text: String, most: Int, isNeeded: Bool = false) -> String {
    let value = Name.tidied(text)
    if isNeeded, value.isEmpty {
      refuse(field, .missing)
    }
    if value.count > most {
      refuse(field, .tooLong, "\(most)")
    }
    return value
  }

  /// A day, "28/03/2026" or "2026-03-28".
  mutating func day(_ field: String, _ text: String) -> Day? {
    let value = Name.tidied(text)
    guard !value.isEmpty else {
      refuse(field, .missing)
      return nil
    }
    guard let day = Self.day(value) else {
      refuse(field, .notADate)
      return nil
    }
    return day
  }

  /// A birth day or a bare birth year; empty is neither.
  mutating func birth(_ field: String, _ text: String, today: Day) -> (day: Day?, year: Int?) {
    let value = Name.tidied(text)
    guard !value.isEmpty else {
      return (nil, nil)
    }
    if value.count == 4, let year = Int(value), (1880...today.year).contains(year) {
      return (nil, year)
    }
    guard let day = Self.day(value), day.year >= 1880, day <= today else {
      refuse(field, .notADate)
      return (nil, nil)
    }
    return (day, day.year)
  }

  /// A time of the day, "08:00" or "8h30", as milliseconds after midnight.
  mutating func time(_ field: String, _ text: String) -> Int64? {
    let value = Name.tidied(text)
    guard !value.isEmpty else {
      refuse(field, .missing)
      return nil
    }
    let parts = value.split(separator: ":").map(String.init)
    guard parts.count == 2, let hour = Int64(parts[0]), let minute = Int64(parts[1]),
      (0...23).contains(hour), (0...59).contains(minute)
    else {
      refuse(field, .notATime)
      return nil
    }
    return (hour * 60 + minute) * 60_000
  }

  /// Hours with at most one decimal after a point or comma, in tenths.
  mutating func hoursTenths(_ field: String, _ text: String, most: Int64) -> Int64? {
    let parts = Name.tidied(text).split(omittingEmptySubsequences: false) {
      $0 == "," || $0 == "."
    }
    let whole = Int64(parts[0])
    let tenth = parts.count == 2 ? Int64(parts[1]) : 0
    guard parts.count <= 2, let whole, let tenth, (0...9).contains(tenth), whole >= 0,
      whole <= most, whole * 10 + tenth > 0
    else {
      refuse(field, text.isEmpty ? .missing : .notANumber)
      return nil
    }
    return whole * 10 + tenth
  }

  /// A whole number inside `range`.
  mutating func integer(_ field: String, _ text: String, in range: ClosedRange<Int>) -> Int? {
    guard let value = Int(Name.tidied(text)), range.contains(value) else {
      refuse(field, text.isEmpty ? .missing : .notANumber)
      return nil
    }
    return value
  }

  /// A course's or session's title without the words that a centre may not use.
  mutating func title(_ field: String, _ text: String, most: Int, isNeeded: Bool) -> String {
    let value = line(field, text, most: most, isNeeded: isNeeded)
    do {
      try CertificateTitle.check(value)
    } catch {
      refuse(field, .forbiddenTitle, error.word)
    }
    return value
  }

  /// Notes a problem.
  mutating func refuse(_ field: String, _ reason: FormProblem.Reason, _ detail: String = "") {
    problems.append(FormProblem(field: field, reason: reason, detail: detail))
  }

  private static func day(_ text: String) -> Day? {
    if let day = Day(iso: text) {
      return day
    }
    let parts = text.split { $0 == "/" || $0 == "-" || $0 == "." }.compactMap { Int($0) }
    guard parts.count == 3 else {
      return nil
    }
    return Day(year: parts[2], month: parts[1], day: parts[0])
  }
}
