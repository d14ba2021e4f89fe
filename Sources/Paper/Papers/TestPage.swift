/// A printer's test page being drawn: two rulers that share a corner, the code inside them, the grey
/// wedge beside them, the letters below.
struct TestPage {
  let printerName: String
  let symbol: QRSymbol
  let words: TestPageWords
  let canvas: Canvas

  private static let page = PageSize.a4
  private static let left = 24.0
  private static let right = 186.0
  private static let frameInset = 8.0
  private static let rulerLength = 100
  /// The corner of the rulers.
  private static let corner = (x: 34.0, y: 172.0)
  /// What stands inside the rulers.
  private static let inner = (x: 44.0, width: 88.0)
  private static let wedge = (x: 148.0, y: 72.0, width: 38.0, step: 6.4)
  private static let lettersY = 198.0
  private static let frameY = 256.0

  private static let title = TextStyle(sizePoints: 24, isBold: true)
  private static let heading = TextStyle(sizePoints: 12, isBold: true)
  private static let text = TextStyle(sizePoints: 10.5)
  private static let small = TextStyle(sizePoints: 8)
  private static let leading = 4.7

  /// Draws the whole page.
  func draw() throws {
    drawFrame()
    try drawHead()
    try drawRulers()
    try drawScale()
    try drawCode()
    try drawWedge()
    try drawLetters()
    try heading(words.frameTitle, x: Self.left, baseline: Self.frameY)
    try canvas.paragraph(
      words.frame, Self.text, x: Self.left, baseline: Self.frameY + 6,
      widthMillimetres: Self.right - Self.left, leading: Self.leading)
  }

  private func drawFrame() {
    let inset = Self.frameInset
    canvas.outline(
      x: inset, y: inset, width: Self.page.width - 2 * inset,
      height: Self.page.height - 2 * inset, thicknessPoints: 0.5)
  }

  private func drawHead() throws {
    let title = try canvas.line(words.title, Self.title)
    canvas.tagged(.heading) { _ = canvas.draw(title, .left, x: Self.left, baseline: 30) }
    let printer = Phrase(words.printer).filled(["printer": printerName]) ?? printerName
    let line = try canvas.line(
      printer, Self.text, widthMillimetres: Self.right - Self.left, smallestPoints: 6)
    canvas.tagged(.paragraph) { _ = canvas.draw(line, .left, x: Self.left, baseline: 38) }
    canvas.rule(fromX: Self.left, y: 42, toX: Self.right, thicknessPoints: 0.8)
    try canvas.paragraph(
      words.introduction, Self.text, x: Self.left, baseline: 49,
      widthMillimetres: Self.right - Self.left, leading: Self.leading)
  }

  private func heading(_ text: String, x: Double, baseline: Double) throws {
    let line = try canvas.line(text, Self.heading)
    canvas.tagged(.paragraph) { _ = canvas.draw(line, .left, x: x, baseline: baseline) }
  }
}

extension TestPage {
  /// Draws the rulers: a line of exactly 100 mm each, with ticks every millimetre.
  private func drawRulers() throws {
    let corner = Self.corner
    let length = Double(Self.rulerLength)
    canvas.rule(
      fromX: corner.x, y: corner.y, toX: corner.x + length, thicknessPoints: 0.6)
    canvas.rule(
      fromX: corner.x, y: corner.y, toX: corner.x, toY: corner.y - length, thicknessPoints: 0.6)
    for millimetre in 0...Self.rulerLength {
      let at = Double(millimetre)
      let tick = millimetre % 10 == 0 ? 4.5 : millimetre % 5 == 0 ? 3.2 : 2
      let thickness = millimetre % Self.rulerLength == 0 ? 0.6 : 0.3
      canvas.rule(
        fromX: corner.x + at, y: corner.y, toX: corner.x + at, toY: corner.y + tick,
        thicknessPoints: thickness)
      canvas.rule(
        fromX: corner.x, y: corner.y - at, toX: corner.x - tick, thicknessPoints: thickness)
      guard millimetre % 10 == 0, millimetre > 0 else { continue }
      let label = try canvas.line(
        millimetre == Self.rulerLength ? "\(millimetre) mm" : "\(millimetre)", Self.small)
      canvas.draw(label, .centre, x: corner.x + at, baseline: corner.y + 8)
      guard millimetre < Self.rulerLength else { continue }
      canvas.draw(label, .right, x: corner.x - 5.3, baseline: corner.y - at + 1)
    }
    let top = try canvas.line("\(Self.rulerLength) mm", Self.small)
    canvas.draw(top, .centre, x: corner.x, baseline: corner.y - length - 1.5)
  }

  private func drawScale() throws {
    try heading(words.scaleTitle, x: Self.inner.x, baseline: Self.wedge.y + 3)
    try canvas.paragraph(
      words.scale, Self.text, x: Self.inner.x, baseline: Self.wedge.y + 9,
      widthMillimetres: Self.inner.width, leading: Self.leading)
  }

  private func drawCode() throws {
    let top = 112.0
    try heading(words.codeTitle, x: Self.inner.x, baseline: top + 3)
    let side = canvas.figure(words.codeTitle) {
      canvas.draw(
        symbol, x: Self.inner.x, y: top + 9, sideMillimetres: CodePlace.side)
    }
    let x = Self.inner.x + side + 6
    try canvas.paragraph(
      words.code, Self.text, x: x, baseline: top + 12,
      widthMillimetres: Self.inner.x + Self.inner.width - x, leading: Self.leading)
  }

  private func drawWedge() throws {
    let wedge = Self.wedge
    try heading(words.greyTitle, x: wedge.x, baseline: wedge.y + 3)
    let last = try canvas.paragraph(
      words.grey, Self.text, x: wedge.x, baseline: wedge.y + 9, widthMillimetres: wedge.width,
      leading: Self.leading)
    let top = last + 5
    for step in 1...10 {
      let y = top + Double(step - 1) * wedge.step
      let grey = 1 - Double(step) / 10
      canvas.fill(
        x: wedge.x, y: y, width: wedge.width - 12, height: wedge.step,
        colour: Colour(red: grey, green: grey, blue: grey))
      let label = try canvas.line("\(step * 10) %", Self.small)
      canvas.draw(
        label, .right, x: wedge.x + wedge.width, baseline: y + wedge.step / 2 + 1)
    }
    canvas.outline(
      x: wedge.x, y: top, width: wedge.width - 12, height: 10 * wedge.step, thicknessPoints: 0.5)
  }

  private func drawLetters() throws {
    let y = Self.lettersY
    try heading(words.lettersTitle, x: Self.left, baseline: y)
    try canvas.paragraph(
      words.letters, Self.text, x: Self.left, baseline: y + 6,
      widthMillimetres: Self.right - Self.left, leading: Self.leading)
    var baseline = y + 16
    let letters = Array(PaperFont.vietnameseLetters)
    for (points, isBold, isItalic) in [
      (14.0, false, false), (14, true, false), (11, false, true), (7, false, false),
    ] {
      let style = TextStyle(sizePoints: points, isBold: isBold, isItalic: isItalic)
      let small = String(letters[..<(letters.count / 2)])
      let text = points == 14 && isBold ? String(letters[(letters.count / 2)...]) : small
      let line = try canvas.line(
        text, style, widthMillimetres: Self.right - Self.left, smallestPoints: 5)
      canvas.tagged(.paragraph) {
        _ = canvas.draw(line, .left, x: Self.left, baseline: baseline)
      }
      baseline += line.style.sizePoints * 0.62 + 1
    }
  }
}
