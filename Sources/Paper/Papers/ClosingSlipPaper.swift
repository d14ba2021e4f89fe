package import Centre

/// Draws the slip with which a centre closes its day: one page of A5. The same slip gives the same bytes.
package struct ClosingSlipPaper: Sendable {
  private let press: Press

  /// A paper that is drawn on a press shared with others.
  init(press: Press) {
    self.press = press
  }

  /// The slip as a PDF.
  /// - Throws: `PaperError`: `codeTooLarge` for a checkpoint that no code on paper holds, and what the
  ///   words may do.
  package func pdf(
    _ slip: ClosingSlip, words: ClosingSlipWords = ClosingSlipWords()
  ) throws -> [UInt8] {
    let symbol = try QRSymbol.text(slip.note)
    return try press.document(ClosingSlipPage.size) { canvas in
      let page = ClosingSlipPage(slip: slip, symbol: symbol, words: words, canvas: canvas)
      try canvas.tagged(.section) { try page.draw() }
      try canvas.endPage()
      return DocumentFacts(
        title: "\(words.title) \(slip.day.ddMMyyyy)", author: slip.issuingBody,
        subject: slip.centre, day: slip.day.iso)
    }
  }
}
