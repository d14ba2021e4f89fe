internal import Centre
internal import GRDB

/// How a session is selected and read, and how its code is written.
enum SessionRow {
  static let columns = """
    s.id, s.year, s.number, k.code, s.title, s.day, s.startMs, s.endMs, s.place, s.organiser,
    s.speaker, s.partner, s.hoursTenths, s.state, s.isSelfStudy
    """
  static let select = "SELECT \(columns) FROM session s LEFT JOIN course k ON k.id = s.courseId"

  static func session(_ row: Row) -> Session {
    let day: Int64 = row[5]
    let state: Int = row[13]
    return Session(
      id: row[0], code: code(year: row[1], number: row[2]), courseCode: row[3], title: row[4],
      day: Day(daysSince1970: day), startMilliseconds: row[6], endMilliseconds: row[7],
      place: row[8], organiser: row[9], speaker: row[10], partner: row[11], hoursTenths: row[12],
      state: SessionRow.state(state), isSelfStudy: row[14])
  }

  /// `2026-0031`.
  static func code(year: Int, number: Int) -> String { "\(year)-\(padded(number, 4))" }

  /// The parts of a code, or nil for what is not one.
  static func parts(_ code: String) -> (year: Int, number: Int)? {
    let parts = code.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let year = Int(parts[0]), let number = Int(parts[1]),
      self.code(year: year, number: number) == code
    else { return nil }
    return (year, number)
  }

  /// The number that the table holds for a state.
  static func number(_ state: Session.State) -> Int {
    switch state {
    case .planned: 0
    case .open: 1
    case .closed: 2
    }
  }

  static func state(_ number: Int) -> Session.State {
    switch number {
    case 0: .planned
    case 1: .open
    default: .closed
    }
  }
}
