/// One line of a table as text with separators (RFC 4180), safe to open in a spreadsheet.
package struct CSVLine: Sendable {
  /// The sign that tells a spreadsheet that the text is UTF-8; it stands once, before the first line.
  package static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// What parts the fields.
  package let separator: Character

  /// Lines with this separator.
  package init(separator: Character) {
    self.separator = separator
  }

  /// The fields as a line with its end; what would be misread is quoted.
  package func text(_ fields: [String]) -> String {
    fields.map(quoted).joined(separator: String(separator)) + "\r\n"
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
  package static func harmless(_ text: String) -> String {
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
