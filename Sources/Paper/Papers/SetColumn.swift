/// A column whose words are set and whose lines have their places, ready to be drawn.
struct SetColumn {
  private enum Part {
    case lines([TextLine], Canvas.Tag)
    case rule(width: Double, thicknessPoints: Double, colour: Colour)
  }

  private struct Placed {
    var part: Part
    var y: Double
    var leading: Double
  }

  /// How far lines may be moved together when a column is too long.
  private static let tightest = 0.8

  private let x: Double
  private let anchor: Canvas.Anchor
  private let canvas: Canvas
  private var parts: [Placed] = []

  /// The widest line, in millimetres.
  private(set) var width = 0.0
  /// From the first baseline to the last.
  private(set) var height = 0.0

  /// Sets the words of some items; those without a value are left out.
  init(
    _ items: [ColumnItem], values: [String: String], x: Double, y: Double, width: Double,
    anchor: Canvas.Anchor, bottom: Double = .infinity, canvas: Canvas
  ) throws(PaperError) {
    (self.x, self.anchor, self.canvas) = (x, anchor, canvas)
    var here = y
    var lineWidth = 0.0
    for item in items {
      let top = here + (parts.isEmpty ? 0 : item.space)
      switch item.content {
      case .rule(let share, let thickness, let colour):
        parts.append(
          Placed(
            part: .rule(width: lineWidth * share, thicknessPoints: thickness, colour: colour),
            y: top, leading: 0))
        here = top
      case .text(let wording, let type):
        guard let text = wording.text(values) else { continue }
        let lines = try LineBreaker(canvas: canvas, type: type, width: width).lines(text)
        lineWidth = (lines.map(\.widthPoints).max() ?? 0) / Canvas.millimetre
        self.width = max(self.width, lineWidth)
        parts.append(Placed(part: .lines(lines, type.tag), y: top, leading: type.leading))
        here = top + Double(lines.count - 1) * type.leading
      }
    }
    height = here - y
    if here > bottom { try tighten(from: y, to: bottom) }
  }

  /// The column of a template.
  init(_ column: Column, values: [String: String], canvas: Canvas) throws(PaperError) {
    try self.init(
      column.items, values: values, x: column.x, y: column.y, width: column.width,
      anchor: column.anchor, bottom: column.bottom, canvas: canvas)
  }

  private mutating func tighten(from top: Double, to bottom: Double) throws(PaperError) {
    let share = (bottom - top) / height
    guard share >= Self.tightest else {
      throw PaperError(
        operation: "set a column", code: .textTooLong,
        message: "The texts of this paper are too long for one page.")
    }
    for index in parts.indices {
      parts[index].y = top + (parts[index].y - top) * share
      parts[index].leading *= share
    }
    height = bottom - top
  }

  /// Draws the column, moved as a whole.
  func draw(movedX shiftX: Double = 0, y shiftY: Double = 0) throws(PaperError) {
    for placed in parts {
      switch placed.part {
      case .rule(let width, let thickness, let colour):
        let left = x + shiftX - (anchor == .left ? 0 : anchor == .centre ? width / 2 : width)
        canvas.rule(
          fromX: left, y: placed.y + shiftY, toX: left + width, thicknessPoints: thickness,
          colour: colour)
      case .lines(let lines, let tag):
        let hangs = try lines.map { line throws(PaperError) in try hang(line) }
        canvas.tagged(tag) {
          for (index, line) in lines.enumerated() {
            canvas.draw(
              line, anchor, x: x + shiftX + hangs[index],
              baseline: placed.y + shiftY + Double(index) * placed.leading)
          }
        }
      }
    }
  }

  /// How far a centred line is moved so that its letters stand on the axis and a quotation mark or a
  /// comma at one end hangs outside.
  private func hang(_ line: TextLine) throws(PaperError) -> Double {
    guard anchor == .centre else { return 0 }
    let before = line.text.prefix { "“‘".contains($0) }
    let after = String(line.text.reversed().prefix { "”’,;.".contains($0) }.reversed())
    let opening = try width(of: String(before), line.style)
    let closing = try width(of: after, line.style)
    return (closing - opening) / 2 / Canvas.millimetre
  }

  private func width(of text: String, _ style: TextStyle) throws(PaperError) -> Double {
    text.isEmpty ? 0 : try canvas.line(text, style).widthPoints
  }
}
