import CPangoCairo

/// The pages of a PDF being drawn. Positions are millimetres from the upper left corner.
///
/// What is drawn inside `tagged` is part of the document's structure, which readers aloud follow;
/// frames and rules are drawn outside of it.
final class Canvas {
  /// Points in a millimetre.
  static let millimetre = 72 / 25.4

  let typesetter: Typesetter
  let cairo: OpaquePointer
  private let surface: OpaquePointer
  private let sink: PDFSink
  private var isInsideDocument = false

  /// Opens a document; throws `library` when cairo cannot.
  init(_ size: PageSize, _ typesetter: Typesetter, _ sink: PDFSink) throws(PaperError) {
    self.typesetter = typesetter
    self.sink = sink
    surface = cairo_pdf_surface_create_for_stream(
      { sink, data, count in
        guard let sink, let data else { return CAIRO_STATUS_WRITE_ERROR }
        let bytes = UnsafeBufferPointer(start: data, count: Int(count))
        return Unmanaged<PDFSink>.fromOpaque(sink).takeUnretainedValue().take(bytes)
          ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR
      }, Unmanaged.passUnretained(sink).toOpaque(),
      DotGrid.wholeDots(millimetres: size.width), DotGrid.wholeDots(millimetres: size.height))
    // Later versions pack objects into streams, which the addendum could not complete.
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_4)
    cairo = cairo_create(surface)
    try check(cairo_status(cairo))
  }

  deinit {
    cairo_destroy(cairo)
    // Flushing writes into the sink, which must still be there.
    cairo_surface_finish(surface)
    cairo_surface_destroy(surface)
  }

  /// Closes the document; nothing can be drawn afterwards. Throws what the receiver threw.
  func finish(_ facts: DocumentFacts) throws {
    if isInsideDocument { cairo_tag_end(cairo, "Document") }
    describe(facts)
    try sink.check()
    try check(cairo_status(cairo))
    cairo_surface_finish(surface)
    try sink.check()
    try check(cairo_surface_status(surface))
    try sink.finish()
  }

  /// Gives the page that is about to be drawn its own size.
  func setPageSize(_ size: PageSize) {
    cairo_pdf_surface_set_size(
      surface, DotGrid.wholeDots(millimetres: size.width),
      DotGrid.wholeDots(millimetres: size.height))
  }

  /// Ends the page and starts the next one; throws what the receiver of the bytes threw.
  func endPage() throws {
    cairo_show_page(cairo)
    try sink.check()
    try check(cairo_status(cairo))
  }

  private func check(_ status: cairo_status_t) throws(PaperError) {
    guard status != CAIRO_STATUS_SUCCESS else { return }
    throw PaperError(
      operation: "draw a PDF", code: .library,
      message: "Cairo reported: \(String(cString: cairo_status_to_string(status))).")
  }

  private func describe(_ facts: DocumentFacts) {
    let date = facts.day.map { $0 + "T00:00:00+07:00" } ?? ""
    // Cairo would write the present time, and two prints would differ.
    for (field, value) in [
      (CAIRO_PDF_METADATA_TITLE, facts.title), (CAIRO_PDF_METADATA_AUTHOR, facts.author),
      (CAIRO_PDF_METADATA_SUBJECT, facts.subject),
      (CAIRO_PDF_METADATA_KEYWORDS, facts.keywords), (CAIRO_PDF_METADATA_CREATE_DATE, date),
      (CAIRO_PDF_METADATA_MOD_DATE, date),
    ] where field == CAIRO_PDF_METADATA_CREATE_DATE || !value.isEmpty {
      cairo_pdf_surface_set_metadata(surface, field, value)
    }
  }
}

extension Canvas {
  /// A part of a document's structure (ISO 32000-1, 14.8.4).
  enum Tag: String, CaseIterable {
    case section = "Sect"
    case heading = "H1"
    case paragraph = "P"
    case table = "Table"
    case row = "TR"
    case headingCell = "TH"
    case cell = "TD"
  }

  /// Draws a part of the document's structure.
  func tagged<Result>(_ tag: Tag, _ draw: () throws -> Result) rethrows -> Result {
    try structured(tag.rawValue, draw)
  }

  /// Draws a figure that is described in words.
  func figure<Result>(_ description: String, _ draw: () throws -> Result) rethrows -> Result {
    sink.figures.append(description)
    return try structured("Figure", draw)
  }

  private func structured<Result>(
    _ name: String, _ draw: () throws -> Result
  ) rethrows -> Result {
    if !isInsideDocument {
      // One root over all pages, as the standard wants it.
      cairo_tag_begin(cairo, "Document", nil)
      isInsideDocument = true
    }
    cairo_tag_begin(cairo, name, nil)
    defer { cairo_tag_end(cairo, name) }
    return try draw()
  }
}
