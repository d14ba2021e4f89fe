import Centre

/// A table as text with separators, made so that a double click opens it in Excel as it is set up in
/// that language: a byte order mark, since Excel guesses the encoding otherwise, and a semicolon where
/// the comma is the decimal sign.
struct CSVFile {
  private let language: Language

  init(language: Language) {
    self.language = language
  }

  /// The file's bytes.
  func bytes(_ table: Table) -> [UInt8] {
    let line = CSVLine(separator: language == .vi ? ";" : ",")
    var text = line.text(table.columns.map(\.title))
    for row in table.rows { text += line.text(row.map(field)) }
    return CSVLine.byteOrderMark + Array(text.utf8)
  }

  private func field(_ cell: Table.Cell) -> String {
    switch cell {
    case .text(let text): CSVLine.harmless(text)
    case .number(let number): String(number)
    case .tenths(let tenths): decimal(tenths)
    case .day(let day): day.ddMMyyyy
    case .empty: ""
    }
  }

  private func decimal(_ tenths: Int64) -> String {
    guard tenths % 10 != 0 else { return String(tenths / 10) }
    return "\(tenths / 10)\(language == .vi ? "," : ".")\(abs(tenths % 10))"
  }
}
