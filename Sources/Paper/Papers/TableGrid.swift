/// The table of a list on a page: its heading, its rows and its rules.
struct TableGrid {
  let table: ListTable
  let canvas: Canvas

  private static let fineRule = 0.35
  private static let strongRule = 0.8
  private static let headingFill = Colour(red: 0.94, green: 0.94, blue: 0.93)
  private static let numberStyle = TextStyle(sizePoints: 7.5, isItalic: true, colour: .grey)
  private static let numberHeight = 4.6

  /// The height of each row, in millimetres.
  func heights(of rows: [ListContent.Row]) throws(PaperError) -> [Double] {
    // Courses, villages and signers repeat; each text is broken once.
    var known = [[String: Int]](repeating: [:], count: table.cells.count)
    var heights: [Double] = []
    for row in rows {
      var lines = 1
      for (index, cell) in table.cells.enumerated() {
        guard let text = cell.wording?.text(row.values) else { continue }
        if let count = known[index][text] {
          lines = max(lines, count)
          continue
        }
        let count = try paragraph(text, table.style, cell).lineCount
        known[index][text] = count
        lines = max(lines, count)
      }
      heights.append(height(lines: lines, table.leading, least: table.rowHeight))
    }
    return heights
  }

  /// The height of the heading.
  func headingHeight() throws(PaperError) -> Double {
    var lines = 1
    for cell in table.cells {
      lines = max(lines, try paragraph(cell.heading, table.headingStyle, cell).lineCount)
    }
    let numbers = table.isNumbered ? Self.numberHeight : 0
    return height(lines: lines, headingLeading, least: table.rowHeight) + numbers
  }

  private var headingLeading: Double { table.headingStyle.sizePoints * 0.42 }

  private func height(lines: Int, _ leading: Double, least: Double) -> Double {
    max(least, Double(lines) * leading + 2 * ListTable.padding)
  }

  private func paragraph(
    _ text: String, _ style: TextStyle, _ cell: ListTable.Cell
  ) throws(PaperError) -> TextParagraph {
    try canvas.typesetter.paragraph(
      text, style, widthPoints: (cell.width - 2 * ListTable.padding) * Canvas.millimetre)
  }
}

extension TableGrid {
  /// Draws the heading and some rows; returns the lower edge of the table.
  func draw(
    _ rows: [ListContent.Row], _ range: Range<Int>, top: Double, empty: [String: String]
  ) throws -> Double {
    var edges = [top]
    try drawHeading(top: top)
    var y = top + (try headingHeight())
    edges.append(y)
    if range.isEmpty {
      try drawEmpty(empty, top: y)
      y += table.rowHeight
      edges.append(y)
    }
    let heights = try heights(of: Array(rows[range]))
    for (row, height) in zip(rows[range], heights) {
      try canvas.tagged(.row) { try draw(row, top: y, height: height) }
      y += height
      edges.append(y)
    }
    drawRules(edges, isEmpty: range.isEmpty)
    return y
  }

  private func drawHeading(top: Double) throws {
    let height = try headingHeight()
    canvas.fill(
      x: table.x, y: top, width: table.width, height: height, colour: Self.headingFill)
    let words = height - (table.isNumbered ? Self.numberHeight : 0)
    try canvas.tagged(.row) {
      try eachCell { cell, x, _ in
        try canvas.tagged(.headingCell) {
          try draw(
            cell.heading, table.headingStyle, cell, .centre, x: x, top: top, height: words,
            leading: headingLeading)
        }
      }
    }
    guard table.isNumbered else { return }
    canvas.rule(
      fromX: table.x, y: top + words, toX: table.x + table.width,
      thicknessPoints: Self.fineRule)
    try eachCell { cell, x, index in
      let line = try canvas.line("(\(index + 1))", Self.numberStyle)
      canvas.draw(line, .centre, x: x + cell.width / 2, baseline: top + height - 1.4)
    }
  }

  private func draw(_ row: ListContent.Row, top: Double, height: Double) throws {
    try eachCell { cell, x, _ in
      try canvas.tagged(.cell) {
        guard let text = cell.wording?.text(row.values) else { return }
        try draw(
          text, table.style, cell, cell.anchor, x: x, top: top, height: height,
          leading: table.leading, isStruck: row.isStruck && cell.isStruck)
      }
    }
  }

  private func drawEmpty(_ values: [String: String], top: Double) throws {
    guard let text = table.empty.text(values) else { return }
    let line = try canvas.line(text, table.style)
    canvas.draw(
      line, .centre, x: table.x + table.width / 2,
      baseline: top + table.rowHeight / 2 + table.style.sizePoints * 0.11)
  }

  private func eachCell(_ body: (ListTable.Cell, Double, Int) throws -> Void) rethrows {
    var x = table.x
    for (index, cell) in table.cells.enumerated() {
      try body(cell, x, index)
      x += cell.width
    }
  }

  /// Draws the words of a cell, in the middle of its height.
  private func draw(
    _ text: String, _ style: TextStyle, _ cell: ListTable.Cell, _ anchor: Canvas.Anchor,
    x: Double, top: Double, height: Double, leading: Double, isStruck: Bool = false
  ) throws(PaperError) {
    let paragraph = try paragraph(text, style, cell)
    let count = paragraph.lineCount
    // The middle of small letters and capitals together lies a quarter of the size over the baseline.
    let middle = style.sizePoints * 0.27 / Canvas.millimetre
    let first = top + height / 2 + middle - Double(count - 1) * leading / 2
    for index in 0..<count {
      let width = paragraph.widthPoints(ofLine: index) / Canvas.millimetre
      let left: Double
      switch anchor {
      case .left: left = x + ListTable.padding
      case .centre: left = x + (cell.width - width) / 2
      case .right: left = x + cell.width - ListTable.padding - width
      }
      let baseline = first + Double(index) * leading
      paragraph.draw(
        line: index, on: canvas.cairo, leftPoints: left * Canvas.millimetre,
        baselinePoints: baseline * Canvas.millimetre)
      guard isStruck else { continue }
      canvas.rule(
        fromX: left - 0.4, y: baseline - middle * 0.9, toX: left + width + 0.4,
        thicknessPoints: 0.9)
    }
  }

  private func drawRules(_ edges: [Double], isEmpty: Bool) {
    guard let top = edges.first, let bottom = edges.last else { return }
    for y in edges.dropFirst(2).dropLast() {
      canvas.rule(
        fromX: table.x, y: y, toX: table.x + table.width, thicknessPoints: Self.fineRule,
        colour: .grey)
    }
    eachCell { _, x, index in
      guard index > 0 else { return }
      canvas.rule(
        fromX: x, y: top, toX: x, toY: isEmpty ? edges[1] : bottom,
        thicknessPoints: Self.fineRule, colour: .grey)
    }
    canvas.rule(
      fromX: table.x, y: edges[1], toX: table.x + table.width, thicknessPoints: Self.strongRule)
    canvas.outline(
      x: table.x, y: top, width: table.width, height: bottom - top,
      thicknessPoints: Self.strongRule)
  }
}
