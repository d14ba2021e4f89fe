import CPangoCairo

extension Canvas {
  /// Draws a drawing over a whole page.
  func draw(_ artwork: Artwork, over page: PageSize) {
    cairo_save(cairo)
    defer { cairo_restore(cairo) }
    cairo_scale(
      cairo, page.width / artwork.width * Self.millimetre,
      page.height / artwork.height * Self.millimetre)
    for shape in artwork.shapes { draw(shape) }
  }

  private func draw(_ shape: Artwork.Shape) {
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
