import CPangoCairo

/// What a PDF document says of itself.
struct DocumentFacts {
  /// The page size, in millimetres.
  var widthMillimetres: Double
  var heightMillimetres: Double
  var title: String
  var author: String
  /// The day given as the date of creation, as "2026-03-28"; no date at all when nil.
  var day: String?
}

/// The pages of a PDF being drawn. Positions are millimetres from the upper left corner.
final class Canvas {
  /// Where finished bytes are collected: cairo writes to it through a C function.
  private final class Bytes {
    var all: [UInt8] = []
  }

  /// Points in a millimetre.
  static let millimetre = 72 / 25.4

  private let typesetter: Typesetter
  private let bytes = Bytes()
  private let surface: OpaquePointer
  private let cairo: OpaquePointer

  /// Opens a document; throws `library` when cairo cannot.
  init(_ facts: DocumentFacts, _ typesetter: Typesetter) throws(PaperError) {
    self.typesetter = typesetter
    let sink = Unmanaged.passUnretained(bytes).toOpaque()
    surface = cairo_pdf_surface_create_for_stream(
      { sink, data, count in
        guard let sink, let data else { return CAIRO_STATUS_WRITE_ERROR }
        Unmanaged<Bytes>.fromOpaque(sink).takeUnretainedValue().all
          .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
        return CAIRO_STATUS_SUCCESS
      }, sink, DotGrid.wholeDots(millimetres: facts.widthMillimetres),
      DotGrid.wholeDots(millimetres: facts.heightMillimetres))
    cairo = cairo_create(surface)
    describe(facts)
    try check(cairo_status(cairo))
  }

  deinit {
    cairo_destroy(cairo)
    // Flushing writes into `bytes`, which must still be there.
    cairo_surface_finish(surface)
    cairo_surface_destroy(surface)
  }

  /// Closes the document and returns its bytes; nothing can be drawn afterwards.
  func finished() throws(PaperError) -> [UInt8] {
    try check(cairo_status(cairo))
    cairo_surface_finish(surface)
    try check(cairo_surface_status(surface))
    return bytes.all
  }

  /// Ends the page and starts the next one.
  func endPage() {
    cairo_show_page(cairo)
  }

  private func check(_ status: cairo_status_t) throws(PaperError) {
    guard status != CAIRO_STATUS_SUCCESS else { return }
    throw PaperError(
      operation: "draw a PDF", code: .library,
      message: "Cairo reported: \(String(cString: cairo_status_to_string(status))).")
  }

  private func describe(_ facts: DocumentFacts) {
    let date = facts.day.map { $0 + "T00:00:00+07:00" } ?? ""
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, facts.title)
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, facts.author)
    // Cairo would write the present time, and two prints would differ.
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, date)
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, date)
  }
}

extension Canvas {
  /// Which point of a line of text lies on the position given.
  enum Anchor {
    case left, centre, right
  }

  /// Sets a line of text without drawing it.
  func line(_ text: String, _ style: TextStyle) throws(PaperError) -> TextLine {
    try typesetter.line(text, style)
  }

  /// Sets a line of text in the largest size that fits a width, without drawing it.
  func line(
    _ text: String, _ style: TextStyle, widthMillimetres: Double, smallestPoints: Double
  ) throws(PaperError) -> TextLine {
    try typesetter.line(
      text, style, widthPoints: widthMillimetres * Self.millimetre, smallestPoints: smallestPoints)
  }

  /// Draws a line of text on a baseline; returns its width in millimetres.
  @discardableResult
  func draw(_ line: TextLine, _ anchor: Anchor, x: Double, baseline: Double) -> Double {
    let width = line.widthPoints
    let shift: Double
    switch anchor {
    case .left: shift = 0
    case .centre: shift = width / 2
    case .right: shift = width
    }
    line.draw(
      on: cairo, leftPoints: x * Self.millimetre - shift,
      baselinePoints: baseline * Self.millimetre)
    return width / Self.millimetre
  }

  /// Draws a straight rule.
  func rule(
    fromX: Double, y: Double, toX: Double, toY: Double? = nil, thicknessPoints: Double,
    colour: Colour = .black
  ) {
    cairo_move_to(cairo, fromX * Self.millimetre, y * Self.millimetre)
    cairo_line_to(cairo, toX * Self.millimetre, (toY ?? y) * Self.millimetre)
    stroke(thicknessPoints, colour)
  }

  /// Draws a closed outline through points in millimetres.
  func outline(_ points: [(x: Double, y: Double)], thicknessPoints: Double, colour: Colour) {
    path(points)
    stroke(thicknessPoints, colour)
  }

  /// Fills a closed shape.
  func fill(_ points: [(x: Double, y: Double)], colour: Colour) {
    path(points)
    cairo_set_source_rgb(cairo, colour.red, colour.green, colour.blue)
    cairo_fill(cairo)
  }

  /// Draws what the closure draws, turned round a point; a positive angle is clockwise.
  func turned(
    degrees: Double, aboutX x: Double, y: Double, _ draw: () throws -> Void
  ) rethrows {
    cairo_save(cairo)
    defer { cairo_restore(cairo) }
    cairo_translate(cairo, x * Self.millimetre, y * Self.millimetre)
    cairo_rotate(cairo, degrees * .pi / 180)
    cairo_translate(cairo, -x * Self.millimetre, -y * Self.millimetre)
    try draw()
  }

  private func path(_ points: [(x: Double, y: Double)]) {
    for (index, point) in points.enumerated() {
      let x = point.x * Self.millimetre
      let y = point.y * Self.millimetre
      index == 0 ? cairo_move_to(cairo, x, y) : cairo_line_to(cairo, x, y)
    }
    cairo_close_path(cairo)
  }

  private func stroke(_ thicknessPoints: Double, _ colour: Colour) {
    cairo_set_line_width(cairo, thicknessPoints)
    cairo_set_source_rgb(cairo, colour.red, colour.green, colour.blue)
    cairo_stroke(cairo)
  }
}

extension Canvas {
  /// Draws a QR symbol on white, snapped to whole dots; returns its side in millimetres.
  ///
  /// The position is the upper left corner of the symbol itself; 4 modules round it are whitened.
  @discardableResult
  func draw(_ symbol: QRSymbol, x: Double, y: Double, sideMillimetres: Double) -> Double {
    let grid = DotGrid(symbolModules: symbol.width, sideMillimetres: sideMillimetres)
    let module = grid.modulePoints
    let left = grid.snap(x * Self.millimetre)
    let top = grid.snap(y * Self.millimetre)
    whiten(left: left, top: top, symbol: symbol, module: module)
    cairo_set_source_rgb(cairo, 0, 0, 0)
    for (row, modules) in symbol.rows.enumerated() {
      for run in Self.darkRuns(modules) {
        // Neighbours share their edges exactly, so that a renderer rounds both the same way.
        cairo_rectangle(
          cairo, left + Double(run.lowerBound) * module, top + Double(row) * module,
          Double(run.count) * module, module)
        // One fill a rectangle halves the file: cairo then writes "re" instead of five operators.
        cairo_fill(cairo)
      }
    }
    return Double(symbol.width) * module / Self.millimetre
  }

  private func whiten(left: Double, top: Double, symbol: QRSymbol, module: Double) {
    let zone = Double(QRSymbol.quietZoneModules) * module
    let side = Double(symbol.width) * module + 2 * zone
    cairo_rectangle(cairo, left - zone, top - zone, side, side)
    cairo_set_source_rgb(cairo, 1, 1, 1)
    cairo_fill(cairo)
  }

  /// The runs of neighbouring dark modules in a row.
  static func darkRuns(_ modules: [Bool]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for (column, isDark) in modules.enumerated() where isDark {
      if let last = runs.last, last.upperBound == column {
        runs[runs.count - 1] = last.lowerBound..<(column + 1)
      } else {
        runs.append(column..<(column + 1))
      }
    }
    return runs
  }
}
