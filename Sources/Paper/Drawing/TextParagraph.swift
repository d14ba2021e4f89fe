import CPangoCairo

/// Words broken into lines of a width, for a cell of a table.
final class TextParagraph {
  private let layout: OpaquePointer
  private let style: TextStyle

  /// Takes over a layout with a width and frees it at the end.
  init(layout: OpaquePointer, style: TextStyle) {
    self.layout = layout
    self.style = style
  }

  deinit {
    g_object_unref(UnsafeMutableRawPointer(layout))
  }

  /// How many lines there are, at least one.
  var lineCount: Int { Int(pango_layout_get_line_count(layout)) }

  /// The width of a line, in points.
  func widthPoints(ofLine index: Int) -> Double {
    guard let line = pango_layout_get_line_readonly(layout, Int32(index)) else { return 0 }
    var size = PangoRectangle()
    pango_layout_line_get_extents(line, nil, &size)
    return Double(size.width) / Double(PANGO_SCALE)
  }

  /// Draws a line with the left end of its baseline at a point of the page.
  func draw(line index: Int, on cairo: OpaquePointer, leftPoints: Double, baselinePoints: Double) {
    guard let line = pango_layout_get_line_readonly(layout, Int32(index)) else { return }
    cairo_move_to(cairo, leftPoints, baselinePoints)
    cairo_set_source_rgb(cairo, style.colour.red, style.colour.green, style.colour.blue)
    pango_cairo_show_layout_line(cairo, line)
  }
}
