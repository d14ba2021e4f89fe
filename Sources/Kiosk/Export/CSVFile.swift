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

  /// A text that no spreadsheet takes for a formula (OWASP, CSV injection): an apostrophe stands
  /// before each sign that would begin one. Excel that is set up in another language splits a line
  /// at another separator, and then knows no quotes, so cells may begin inside the text too.
  static func harmless(_ text: String) -> String {
    var made = String.UnicodeScalarView()
    var isCellStart = true
    for scalar in text.unicodeScalars {
      if isCellStart, formulaStarts.contains(scalar) { made.append("'") }
      isCellStart = cellEnds.contains(scalar) || isCellStart && isBeforeCell(scalar)
      made.append(scalar)
    }
    guard let first = text.unicodeScalars.first, "\t\r\n".unicodeScalars.contains(first) else {
      return String(made)
    }
    return "'" + String(made)
  }

  /// The last four are the full-width forms, which Excel runs too.
  private static let formulaStarts = "=+-@＝＋－＠".unicodeScalars
  private static let cellEnds = ",;\t\r\n".unicodeScalars

  /// What a spreadsheet drops before it looks whether a cell is a formula.
  private static func isBeforeCell(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\"" || scalar.properties.isWhitespace
  }
}
