package import Centre

/// Draws certificates: A4 landscape, one page a certificate, as PDF.
///
/// The result is a pure function of the sheets: the same sheets give the same bytes in any process
/// on any day. Text comes out of the PDF as the same NFC strings. Safe to share between threads.
/// The first call loads the typeface (about 30 ms), later calls take a few milliseconds a page.
package struct CertificatePaper: Sendable {
  private let words: CertificateWords
  private let press: Press

  /// Prepares nothing yet: neither the font nor pango is touched before the first PDF.
  package init(words: CertificateWords = CertificateWords(), font: PaperFont = .liberationSerif) {
    self.words = words
    press = Press(font: font)
  }

  /// A paper that is drawn on a press shared with others.
  init(press: Press) {
    words = CertificateWords()
    self.press = press
  }

  /// The PDF of one certificate.
  ///
  /// Throws `PaperError` when the font is missing, a character is not in it, a text does not fit in
  /// 11 points or the code does not fit in version 17.
  package func pdf(_ sheet: CertificateSheet) throws -> [UInt8] {
    try pdf([sheet])
  }

  /// The PDF of many certificates, a page each, in the order given; a class is one document.
  ///
  /// The document is dated by the latest day of issue in it. No sheets make no pages: an empty
  /// list is refused as `library`.
  package func pdf(_ sheets: [CertificateSheet]) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = sheets[...]
    try write(next: { rest.popFirst() }, to: { bytes += $0 })
    return bytes
  }

  /// Draws many certificates without holding them: asks for each sheet when the one before is drawn,
  /// and gives the document's bytes away in pieces of about 64 KiB.
  ///
  /// Nobody else can draw meanwhile, so neither closure may wait for a person or a network: write
  /// into a file. An error of either ends the drawing and is thrown on.
  /// - Parameters:
  ///   - next: gives the next sheet, nil after the last.
  ///   - sink: takes the next bytes of the document.
  package func write(
    next: () throws -> CertificateSheet?, to sink: ([UInt8]) throws -> Void
  ) throws {
    var sheets: [CertificateSheet] = []
    while let sheet = try next() { sheets.append(sheet) }
    try sink(try document(sheets))
  }

  private func document(_ sheets: [CertificateSheet]) throws -> [UInt8] {
    guard let first = sheets.first else {
      throw PaperError(
        operation: "draw certificates", code: .library, message: "There is nothing to draw.")
    }
    let day = sheets.map(\.issuedDay).max() ?? first.issuedDay
    let facts = DocumentFacts(
      widthMillimetres: CertificateLayout.pageWidth,
      heightMillimetres: CertificateLayout.pageHeight,
      title: title(of: sheets), author: first.issuingBody, day: Day(daysSince1970: day).iso)
    return try press.document(facts) { canvas in
      for sheet in sheets {
        try CertificatePage(sheet: sheet, words: words, canvas: canvas).draw()
        canvas.endPage()
      }
    }
  }

  private func title(of sheets: [CertificateSheet]) -> String {
    let numbers = [sheets.first?.number, sheets.count > 1 ? sheets.last?.number : nil]
    return words.title + " " + numbers.compactMap { $0 }.joined(separator: " – ")
  }
}
