package import Centre

/// Draws certificates, one page each, in the layout that each of them names, as PDF.
///
/// The result is a pure function of the sheets and the templates: the same give the same bytes in
/// any process on any day. Text comes out of the PDF as the same NFC strings. Safe to share between
/// threads. The first call loads the typeface (about 30 ms), later calls take a few milliseconds a
/// page.
package struct CertificatePaper: Sendable {
  /// The layout that new course certificates are issued in, for the sheet to keep.
  package var courseLayout: String { templates.courseLayout }

  private let templates: PaperTemplates
  private let press: Press

  /// A paper that is drawn on a press shared with others.
  init(templates: PaperTemplates, press: Press) {
    self.templates = templates
    self.press = press
  }

  /// The PDF of one certificate.
  ///
  /// Throws `PaperError` when the font is missing, a character is not in it, a text does not fit in
  /// its smallest size or the code does not fit in version 17.
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
    guard let first = try next() else {
      throw PaperError(
        operation: "draw certificates", code: .library, message: "There is nothing to draw.")
    }
    try press.write(try layout(of: first).template.page, to: sink) { canvas in
      let emblem = try templates.emblem.map(EmblemPicture.init)
      var borders: [String: ArtworkPicture] = [:]
      var facts = CertificateFacts(first, title: try layout(of: first).template)
      var sheet: CertificateSheet? = first
      while let drawn = sheet {
        let (template, border) = try layout(of: drawn)
        if let border, borders[template.name] == nil {
          borders[template.name] = try ArtworkPicture(border, over: template.page)
        }
        let page = SheetPage(
          sheet: drawn, template: template, border: borders[template.name],
          emblem: template.emblem == nil ? nil : emblem, canvas: canvas)
        canvas.setPageSize(template.page)
        try page.draw()
        try canvas.endPage()
        facts.add(drawn)
        sheet = try next()
      }
      return facts.document
    }
  }

  private func layout(
    of sheet: CertificateSheet
  ) throws(PaperError) -> (template: SheetTemplate, border: Artwork?) {
    guard let found = templates.sheet(named: sheet.layout, isAward: sheet.citation != nil) else {
      throw PaperError(
        operation: "draw certificates", code: .templateMissing,
        message: "The folder certificate of the assets was not read.")
    }
    return found
  }
}

/// What a document of certificates says of itself, known after its last page.
private struct CertificateFacts {
  private let template: SheetTemplate
  private let first: CertificateSheet
  private var last: CertificateSheet
  private var day: Int64

  init(_ first: CertificateSheet, title template: SheetTemplate) {
    self.template = template
    self.first = first
    last = first
    day = first.issuedDay
  }

  mutating func add(_ sheet: CertificateSheet) {
    last = sheet
    day = max(day, sheet.issuedDay)
  }

  var document: DocumentFacts {
    let numbers = first.number == last.number ? first.number : "\(first.number) – \(last.number)"
    return DocumentFacts(
      title: "\(template.title) \(numbers)", author: first.issuingBody,
      subject: template.subject, keywords: numbers, day: Day(daysSince1970: day).iso)
  }
}
