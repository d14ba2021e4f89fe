/// Everything that is drawn of a session's paper list, on which people sign where the kiosk cannot be
/// used. All strings are NFC.
package struct AttendanceSheet: Equatable, Sendable {
  /// One person who is expected.
  package struct Row: Equatable, Sendable {
    /// The full name.
    package var name: String
    /// What tells namesakes apart: "1985 · Xóm 3"; may be empty.
    package var about: String
    /// The card's ten digits.
    package var cardDigits: String

    /// A row of the list.
    package init(name: String, about: String, cardDigits: String) {
      self.name = name
      self.about = about
      self.cardDigits = cardDigits
    }
  }

  /// The body that the centre belongs to, in capitals.
  package var parentBody = ""
  /// The centre, in capitals.
  package var issuingBody = ""
  /// The session's title.
  package var title: String
  /// The session's code, which finds it at the desk.
  package var code: String
  /// The day of the session.
  package var day: Day
  /// "08:00–10:30".
  package var time: String
  /// Where it is held; may be empty.
  package var place = ""
  /// Who teaches; may be empty.
  package var speaker = ""
  /// Whether the kiosk belongs to no province yet, which every page then says.
  package var isDemonstration = false
  /// Who is expected, in the order of the list.
  package var rows: [Row]
  /// Empty rows at the end, for guests.
  package var blanks: Int

  /// A list of a session; the rest is set afterwards.
  package init(
    title: String, code: String, day: Day, time: String, rows: [Row], blanks: Int
  ) {
    self.title = title
    self.code = code
    self.day = day
    self.time = time
    self.rows = rows
    self.blanks = blanks
  }
}
