import CPangoCairo

/// A drawing that was drawn once, for every page of a document that shows it: a PDF then holds its lines
/// once, which is four fifths of a certificate.
final class ArtworkPicture {
  let surface: OpaquePointer

  /// Draws a drawing over a whole page; throws `library` when cairo cannot.
  init(_ artwork: Artwork, over page: PageSize) throws(PaperError) {
    var extents = cairo_rectangle_t(
      x: 0, y: 0, width: page.width * Canvas.millimetre, height: page.height * Canvas.millimetre)
    surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &extents)
    let cairo: OpaquePointer = cairo_create(surface)
    defer { cairo_destroy(cairo) }
    cairo_scale(cairo, extents.width / artwork.width, extents.height / artwork.height)
    for shape in artwork.shapes { Self.draw(shape, cairo) }
    let status = cairo_status(cairo)
    guard status == CAIRO_STATUS_SUCCESS else {
      throw PaperError(
        operation: "draw a border", code: .library,
        message: "Cairo reported: \(String(cString: cairo_status_to_string(status))).")
    }
  }

  deinit {
    cairo_surface_destroy(surface)
  }

  private static func draw(_ shape: Artwork.Shape, _ cairo: OpaquePointer) {
    for step in shape.steps {
      switch step {
      case .move(let point): cairo_move_to(cairo, point.x, point.y)
      case .line(let point): cairo_line_to(cairo, point.x, point.y)
      case .curve(let first, let second, let end):
        cairo_curve_to(cairo, first.x, first.y, second.x, second.y, end.x, end.y)
      case .close: cairo_close_path(cairo)
      }
    }
    if let fill = shape.fill {
      cairo_set_fill_rule(
        cairo, shape.isEvenOdd ? CAIRO_FILL_RULE_EVEN_ODD : CAIRO_FILL_RULE_WINDING)
      cairo_set_source_rgb(cairo, fill.red, fill.green, fill.blue)
      cairo_fill_preserve(cairo)
    }
    if let stroke = shape.stroke {
      cairo_set_line_width(cairo, shape.strokeWidth)
      cairo_set_line_cap(
        cairo, shape.hasRoundEnds ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT)
      cairo_set_source_rgb(cairo, stroke.red, stroke.green, stroke.blue)
      cairo_stroke_preserve(cairo)
    }
    cairo_new_path(cairo)
  }
}

extension Canvas {
  /// Shows a drawing on the page.
  func draw(_ picture: ArtworkPicture) {
    cairo_set_source_surface(cairo, picture.surface, 0, 0)
    cairo_paint(cairo)
  }
}
