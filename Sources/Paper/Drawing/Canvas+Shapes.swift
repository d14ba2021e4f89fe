import CPangoCairo

extension Canvas {
  /// Draws a straight rule.
  func rule(
    fromX: Double, y: Double, toX: Double, toY: Double? = nil, thicknessPoints: Double,
    colour: Colour = .black
  ) {
    cairo_move_to(cairo, fromX * Self.millimetre, y * Self.millimetre)
    cairo_line_to(cairo, toX * Self.millimetre, (toY ?? y) * Self.millimetre)
    stroke(thicknessPoints, colour)
  }

  /// Fills a rectangle.
  func fill(x: Double, y: Double, width: Double, height: Double, colour: Colour) {
    rectangle(x: x, y: y, width: width, height: height)
    cairo_set_source_rgb(cairo, colour.red, colour.green, colour.blue)
    cairo_fill(cairo)
  }

  /// Draws the outline of a rectangle.
  func outline(
    x: Double, y: Double, width: Double, height: Double, thicknessPoints: Double,
    colour: Colour = .black
  ) {
    rectangle(x: x, y: y, width: width, height: height)
    stroke(thicknessPoints, colour)
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

  private func rectangle(x: Double, y: Double, width: Double, height: Double) {
    cairo_rectangle(
      cairo, x * Self.millimetre, y * Self.millimetre, width * Self.millimetre,
      height * Self.millimetre)
  }

  private func stroke(_ thicknessPoints: Double, _ colour: Colour) {
    cairo_set_line_width(cairo, thicknessPoints)
    cairo_set_source_rgb(cairo, colour.red, colour.green, colour.blue)
    cairo_stroke(cairo)
  }
}
