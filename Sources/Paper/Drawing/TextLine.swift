import CPangoCairo

/// One line of text that has been set and measured and can be drawn.
final class TextLine {
  /// What it says.
  let text: String
  /// How it is set, in the size that was found to fit.
  let style: TextStyle
  private let layout: OpaquePointer

  /// Takes over the layout and frees it at the end.
  init(layout: OpaquePointer, text: String, style: TextStyle) {
    self.layout = layout
    self.text = text
    self.style = style
  }

  deinit {
    g_object_unref(UnsafeMutableRawPointer(layout))
  }

  /// The width, in points, without the tracking after the last letter.
  var widthPoints: Double {
    var size = PangoRectangle()
    pango_layout_get_extents(layout, nil, &size)
    let width = Double(size.width) / Double(PANGO_SCALE)
    return max(0, width - style.trackingThousandths / 1000 * style.sizePoints)
  }

  /// Draws the line with the left end of its baseline at a point of the page.
  func draw(on cairo: OpaquePointer, leftPoints: Double, baselinePoints: Double) {
    guard let line = pango_layout_get_line_readonly(layout, 0) else { return }
    // Pango puts half of the tracking before the first letter.
    let lead = style.trackingThousandths / 2000 * style.sizePoints
    cairo_move_to(cairo, leftPoints - lead, baselinePoints)
    cairo_set_source_rgb(cairo, style.colour.red, style.colour.green, style.colour.blue)
    pango_cairo_show_layout_line(cairo, line)
  }
}
