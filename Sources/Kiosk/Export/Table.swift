import Centre

/// A table on its way into a file that a spreadsheet opens.
struct Table: Sendable {
  /// One value, so that a number stays a number and a day a day.
  enum Cell: Equatable, Sendable {
    case text(String)
    case number(Int64)
    /// A decimal number, in tenths.
    case tenths(Int64)
    case day(Day)
    case empty
  }

  /// One column.
  struct Column: Sendable {
    let title: String
    /// In characters, as spreadsheets measure it.
    let width: Int
  }

  /// What the sheet is called: at most 31 characters, none of `[]:*?/\`.
  let name: String
  let columns: [Column]
  let rows: [[Cell]]
}
