import Centre

/// A table as text with separators (RFC 4180), made so that a double click opens it in Excel as it is
/// set up in that language: a byte order mark, since Excel guesses the encoding otherwise, and a
/// semicolon where the comma is the decimal sign.
struct CSVFile {
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private let language: Language
  private var separator: Character { language == .vi ? ";" : "," }

  init(language: Language) {
    self.language = language
  }

  /// The file's bytes.
  func bytes(_ table: Table) -> [UInt8] {
    var text = line(table.columns.map { quoted($0.title) })
    for row in table.rows { text += line(row.map(field)) }
    return Self.byteOrderMark + Array(text.utf8)
  }

  private func line(_ fields: [String]) -> String {
    fields.joined(separator: String(separator)) + "\r\n"
  }

  private func field(_ cell: Table.Cell) -> String {
    switch cell {
    case .text(let text): quoted(Self.harmless(text))
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

  private func quoted(_ text: String) -> String {
    let isPlain = text.unicodeScalars.allSatisfy {
      $0 != "\"" && $0 != "\r" && $0 != "\n" && Character($0) != separator
    }
    return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  /// A text that no spreadsheet takes for a formula: `=`, `+`, `-`, `@`, a tab or a line end at its
  /// beginning would be run (OWASP, CSV injection); an apostrophe before it keeps it a text.
  static func harmless(_ text: String) -> String {
    guard let first = text.unicodeScalars.first, "=+-@\t\r\n".unicodeScalars.contains(first) else {
      return text
    }
    return "'" + text
  }
}
