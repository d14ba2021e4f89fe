import Centre

/// One sheet of up to ten resident cards being drawn on a canvas.
struct CardSheet {
  let faces: [ResidentCardFace]
  let words: CardWords
  let canvas: Canvas

  private typealias Layout = CardLayout

  private static let left =
    (Layout.pageWidth - Double(Layout.columns) * Layout.cardWidth) / 2
  private static let top = (Layout.pageHeight - Double(Layout.rows) * Layout.cardHeight) / 2

  /// Draws the cards and the cut marks.
  func draw() throws {
    drawCutMarks()
    for (index, face) in faces.enumerated() {
      let x = Self.left + Double(index % Layout.columns) * Layout.cardWidth
      let y = Self.top + Double(index / Layout.columns) * Layout.cardHeight
      try draw(face, x: x, y: y)
    }
  }

  private func drawCutMarks() {
    let right = Layout.pageWidth - Self.left
    let bottom = Layout.pageHeight - Self.top
    for column in 0...Layout.columns {
      let x = Self.left + Double(column) * Layout.cardWidth
      cutMark(x: x, y: Self.top, downwards: -1)
      cutMark(x: x, y: bottom, downwards: 1)
    }
    for row in 0...Layout.rows {
      let y = Self.top + Double(row) * Layout.cardHeight
      cutMark(x: Self.left, y: y, rightwards: -1)
      cutMark(x: right, y: y, rightwards: 1)
    }
  }

  private func cutMark(x: Double, y: Double, rightwards: Double = 0, downwards: Double = 0) {
    let near = Layout.cutMarkGap
    let far = near + Layout.cutMarkLength
    canvas.rule(
      fromX: x + rightwards * near, y: y + downwards * near, toX: x + rightwards * far,
      toY: y + downwards * far, thicknessPoints: Layout.cutMarkThickness, colour: .grey)
  }

  private func draw(_ face: ResidentCardFace, x: Double, y: Double) throws {
    let left = x + Layout.margin
    let inner = Layout.cardWidth - 2 * Layout.margin
    try text(face.centreName, Layout.centre, left, y + Layout.centreBaseline, inner)
    canvas.rule(
      fromX: left, y: y + Layout.ruleY, toX: left + inner, thicknessPoints: Layout.ruleThickness,
      colour: .lacquer)
    let lower = try name(face.name, left, y)
    if let year = face.birthYear {
      let born = Phrase(words.born).filled(["year": String(year)]) ?? ""
      try text(born, Layout.born, left, y + Layout.bornBaseline + lower, Layout.textWidth)
    }
    try text(words.label, Layout.label, left, y + Layout.labelBaseline, Layout.textWidth)
    try text(
      grouped(face.cardDigits), Layout.digits, left, y + Layout.digitsBaseline, Layout.textWidth)
    try drawCode(face.cardDigits, x: x, y: y)
  }

  /// Draws the name in one line or, when it is long, in two; returns how far that pushes the rest.
  private func name(_ name: String, _ left: Double, _ y: Double) throws -> Double {
    let full = try canvas.line(name, Layout.name).widthPoints / Canvas.millimetre
    let parts = name.split(separator: " ")
    guard full > Layout.textWidth * 1.15, parts.count > 1 else {
      try text(name, Layout.name, left, y + Layout.nameBaseline, Layout.textWidth)
      return 0
    }
    let half = (parts.count + 1) / 2
    let lines = [parts[..<half], parts[half...]].map { $0.joined(separator: " ") }
    let size = try lines.map { line in
      try canvas.line(
        line, Layout.name, widthMillimetres: Layout.textWidth, smallestPoints: Layout.smallest
      ).style.sizePoints
    }.min()
    for (index, line) in lines.enumerated() {
      let baseline = y + Layout.nameBaseline + Double(index) * Layout.nameLeading
      try text(
        line, Layout.name.sized(size ?? Layout.smallest), left, baseline, Layout.textWidth)
    }
    return Layout.nameLeading
  }

  private func text(
    _ text: String, _ style: TextStyle, _ left: Double, _ baseline: Double, _ width: Double
  ) throws {
    let line = try canvas.line(
      text, style, widthMillimetres: width, smallestPoints: Layout.smallest)
    canvas.draw(line, .left, x: left, baseline: baseline)
  }

  private func drawCode(_ digits: String, x: Double, y: Double) throws {
    let symbol = try QRSymbol.digits(digits)
    let grid = DotGrid(symbolModules: symbol.width, sideMillimetres: Layout.codeSide)
    let side = Double(symbol.width) * grid.modulePoints / Canvas.millimetre
    canvas.draw(
      symbol, x: x + Layout.cardWidth - Layout.margin - side,
      y: y + Layout.cardHeight - Layout.margin - side, sideMillimetres: Layout.codeSide)
  }

  /// Groups of four, four and the rest, as people read digits aloud: "0000 0012 34".
  private func grouped(_ digits: String) -> String {
    var groups: [Substring] = []
    var rest = digits[...]
    while !rest.isEmpty {
      groups.append(rest.prefix(4))
      rest = rest.dropFirst(4)
    }
    return groups.joined(separator: " ")
  }
}
