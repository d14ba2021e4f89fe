import Centre

/// Days as they stand in the desk's own addresses and day boxes.
enum DeskDate {
  /// A day written "28/03/2026" or "2026-03-28"; nil for anything else.
  static func day(_ text: String) -> Day? {
    if let day = Day(iso: text) { return day }
    let parts = text.split(omittingEmptySubsequences: false) { "/-.".contains($0) }
    guard parts.count == 3, let day = Int(parts[0]), let month = Int(parts[1]),
      let year = Int(parts[2]), (1900...2200).contains(year)
    else { return nil }
    return Day(year: year, month: month, day: day)
  }
}
