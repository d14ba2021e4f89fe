package import Centre

/// Draws resident cards: A4 sheets of ten cards of 85.6 x 54 mm with cut marks, as PDF.
///
/// The code on a card is digits only, so no keyboard layout can damage it. The same faces give the
/// same bytes; the document carries no date. Safe to share between threads.
package struct CardPaper: Sendable {
  private let words: CardWords
  private let press: Press

  /// Prepares nothing yet: neither the font nor pango is touched before the first PDF.
  package init(words: CardWords = CardWords(), font: PaperFont = .liberationSerif) {
    self.words = words
    press = Press(font: font)
  }

  /// A paper that is drawn on a press shared with others.
  init(press: Press) {
    words = CardWords()
    self.press = press
  }

  /// The PDF of the cards, ten a sheet, row by row.
  ///
  /// Throws `PaperError`: no faces, the font or a character missing, a text too long.
  package func pdf(_ faces: [ResidentCardFace]) throws -> [UInt8] {
    guard let first = faces.first else {
      throw PaperError(
        operation: "draw resident cards", code: .library, message: "There is nothing to draw.")
    }
    let cardsOnSheet = CardLayout.columns * CardLayout.rows
    let size = PageSize(width: CardLayout.pageWidth, height: CardLayout.pageHeight)
    return try press.document(size) { canvas in
      for start in stride(from: 0, to: faces.count, by: cardsOnSheet) {
        let sheet = faces[start..<min(start + cardsOnSheet, faces.count)]
        try CardSheet(faces: Array(sheet), words: words, canvas: canvas).draw()
        try canvas.endPage()
      }
      return DocumentFacts(title: words.documentTitle, author: first.centreName)
    }
  }
}
