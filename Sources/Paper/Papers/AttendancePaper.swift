package import Centre

/// Draws a session's paper list: A4 pages with a row and a code for each person who is expected. The
/// same sheet gives the same bytes.
package struct AttendancePaper: Sendable {
  private let press: Press

  /// A paper that is drawn on a press shared with others.
  init(press: Press) {
    self.press = press
  }

  /// The list as a PDF; one without rows is refused as `library`.
  /// - Throws: `PaperError`: what the words may do, and `codeAlphabet` for a card that is not digits.
  package func pdf(
    _ sheet: AttendanceSheet, words: AttendanceWords = AttendanceWords()
  ) throws -> [UInt8] {
    guard !sheet.rows.isEmpty || sheet.blanks > 0 else {
      throw PaperError(
        operation: "draw a paper list", code: .library, message: "There is nobody on it.")
    }
    let pages = AttendancePage.pages(of: sheet)
    return try press.document(.a4) { canvas in
      for (index, rows) in pages.enumerated() {
        let page = AttendancePage(
          sheet: sheet, words: words, canvas: canvas, number: index + 1, count: pages.count,
          rows: rows)
        try canvas.tagged(.section) { try page.draw() }
        try canvas.endPage()
      }
      return DocumentFacts(
        title: "\(words.title) \(sheet.day.ddMMyyyy)", author: sheet.issuingBody,
        subject: sheet.title, day: sheet.day.iso)
    }
  }
}
