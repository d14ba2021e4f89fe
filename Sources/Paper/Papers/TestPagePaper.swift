/// Draws the printer's test page: A4, with rulers for true scale, a code of final size, a grey wedge
/// and Vietnamese letters. It carries no date: the same printer gives the same bytes.
package struct TestPagePaper: Sendable {
  private let press: Press

  /// A paper that is drawn on a press shared with others.
  init(press: Press) {
    self.press = press
  }

  /// The test page of one printer.
  /// - Parameters:
  ///   - printerName: as the desk shows it.
  ///   - prefix: the first segment of the code, as on a certificate: "https://<short host>/c#".
  ///   - digits: the digits of a real token, signed under the demonstration root.
  package func pdf(
    printerName: String, prefix: String, digits: String, words: TestPageWords = TestPageWords()
  ) throws -> [UInt8] {
    let symbol = try QRSymbol.certificate(prefix: prefix, digits: digits)
    return try press.document(.a4) { canvas in
      let page = TestPage(printerName: printerName, symbol: symbol, words: words, canvas: canvas)
      try canvas.tagged(.section) { try page.draw() }
      try canvas.endPage()
      return DocumentFacts(title: words.title, author: "", subject: printerName)
    }
  }
}
