extension Canvas {
  /// Which point of a line of text lies on the position given.
  enum Anchor: String, CaseIterable {
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

  /// Sets a line of text in the largest size that fits a width, cut at a word where the smallest is
  /// still too wide.
  func cutLine(
    _ text: String, _ style: TextStyle, widthMillimetres: Double, smallestPoints: Double
  ) throws(PaperError) -> TextLine {
    var words = text.split(separator: " ")
    var shown = text
    while words.count > 1 {
      do throws(PaperError) {
        return try line(
          shown, style, widthMillimetres: widthMillimetres, smallestPoints: smallestPoints)
      } catch {
        guard error.code == .textTooLong else { throw error }
        words.removeLast()
        shown = words.joined(separator: " ") + " …"
      }
    }
    return try line(shown, style, widthMillimetres: widthMillimetres, smallestPoints: 1)
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
}

extension Canvas {
  /// Draws words in lines of a width, the first on a baseline; returns the last baseline.
  @discardableResult
  func paragraph(
    _ text: String, _ style: TextStyle, x: Double, baseline: Double, widthMillimetres: Double,
    leading: Double
  ) throws(PaperError) -> Double {
    let paragraph = try typesetter.paragraph(
      text, style, widthPoints: widthMillimetres * Self.millimetre)
    tagged(.paragraph) {
      for index in 0..<paragraph.lineCount {
        paragraph.draw(
          line: index, on: cairo, leftPoints: x * Self.millimetre,
          baselinePoints: (baseline + Double(index) * leading) * Self.millimetre)
      }
    }
    return baseline + Double(paragraph.lineCount - 1) * leading
  }
}
