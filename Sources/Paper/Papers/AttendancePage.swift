import Centre

/// One page of a session's paper list being drawn.
///
/// A scanner held over a list easily takes the neighbour's code. So the bars are low and the rows high:
/// between two codes there is almost as much white paper as a code is high.
struct AttendancePage {
  let sheet: AttendanceSheet
  let words: AttendanceWords
  let canvas: Canvas
  /// The page's number, from 1, and how many there are.
  let number: Int
  let count: Int
  /// Which rows stand on it; those beyond the people are blank.
  let rows: Range<Int>

  static let left = 12.0
  static let right = 198.0
  static let middle = 105.0
  static let rowHeight = 14.0
  static let headingHeight = 8.0
  /// Where the table begins, on the first page and on the others.
  static let firstTop = 57.0
  static let nextTop = 20.0
  /// What no row crosses.
  static let bottom = 280.0
  static let footBaseline = 287.0
  /// 90 modules of 8 dots of a 600 dpi printer, 0.34 mm each.
  static let codeWidth = 30.6
  static let codeHeight = 8.0

  /// The left edges of the columns, and the right edge of the last.
  private static let edges = [left, 21, 92, 131, 149, right]
  /// The left edge of the codes, which leaves more than ten modules white on both sides.
  private static let codeX = 96.2

  private static let head = TextStyle(sizePoints: 9)
  private static let headStrong = TextStyle(sizePoints: 9, isBold: true)
  private static let title = TextStyle(sizePoints: 17, isBold: true)
  private static let subtitle = TextStyle(sizePoints: 13, isBold: true)
  private static let text = TextStyle(sizePoints: 10.5)
  private static let hint = TextStyle(sizePoints: 9.5, isItalic: true)
  private static let heading = TextStyle(sizePoints: 10, isBold: true)
  private static let name = TextStyle(sizePoints: 12.5, isBold: true)
  private static let small = TextStyle(sizePoints: 9.5)
  private static let mark = TextStyle(sizePoints: 9, isBold: true, colour: .lacquer)
  private static let headingFill = Colour(red: 0.93, green: 0.93, blue: 0.93)
  private static let smallest = 7.0

  /// The rows of each page.
  static func pages(of sheet: AttendanceSheet) -> [Range<Int>] {
    let total = sheet.rows.count + sheet.blanks
    var pages: [Range<Int>] = []
    var start = 0
    while start < total {
      let top = (pages.isEmpty ? firstTop : nextTop) + headingHeight
      let end = min(total, start + Int((bottom - top) / rowHeight))
      pages.append(start..<end)
      start = end
    }
    return pages
  }

  private var top: Double { number == 1 ? Self.firstTop : Self.nextTop }

  /// Draws the whole page.
  func draw() throws {
    if number == 1 { try drawHead() } else { try drawShortHead() }
    drawGrid()
    try canvas.tagged(.table) {
      try canvas.tagged(.row) { try drawHeadings() }
      for row in rows {
        try canvas.tagged(.row) { try drawRow(row) }
      }
    }
    try drawFoot()
  }

  // MARK: Head and foot

  private func drawHead() throws {
    try centred(sheet.parentBody, Self.head, 13)
    try centred(sheet.issuingBody, Self.headStrong, 17.6)
    if sheet.isDemonstration { try centred(words.demonstration, Self.mark, 22.4) }
    let line = try canvas.line(words.title, Self.title)
    canvas.tagged(.heading) { _ = canvas.draw(line, .centre, x: Self.middle, baseline: 30) }
    try centred(sheet.title, Self.subtitle, 37)
    try centred(about, Self.text, 42.6)
    try put(words.hint, Self.hint, x: Self.middle, y: 52, width: Self.right - Self.left, .centre)
    let code = filled(words.code, ["code": sheet.code])
    let speaker =
      sheet.speaker.isEmpty ? [] : [filled(words.speaker, ["speaker": sheet.speaker])]
    try centred(([code] + speaker).joined(separator: " · "), Self.text, 47)
  }

  private var about: String {
    let when = filled(words.when, ["day": sheet.day.ddMMyyyy, "time": sheet.time])
    return sheet.place.isEmpty ? when : "\(when) · \(sheet.place)"
  }

  private func drawShortHead() throws {
    let what = "\(words.title) · \(sheet.title)"
    try centred(what, Self.headStrong, 12)
    let code = filled(words.code, ["code": sheet.code])
    try centred("\(about) · \(code)", Self.head, 16.6)
  }

  private func drawFoot() throws {
    try put(words.counted, Self.small, x: Self.left, y: Self.footBaseline, width: 66, .left)
    try put(words.keeper, Self.small, x: 84, y: Self.footBaseline, width: 90, .left)
    let page = filled(words.page, ["page": String(number), "pages": String(count)])
    try put(page, Self.small, x: Self.right, y: Self.footBaseline, width: 22, .right)
  }

  // MARK: The table

  private func drawGrid() {
    let under = top + Self.headingHeight
    let end = under + Double(rows.count) * Self.rowHeight
    canvas.fill(
      x: Self.left, y: top, width: Self.right - Self.left, height: Self.headingHeight,
      colour: Self.headingFill)
    for index in 1..<rows.count {
      canvas.rule(
        fromX: Self.left, y: under + Double(index) * Self.rowHeight, toX: Self.right,
        thicknessPoints: 0.4, colour: .grey)
    }
    for edge in Self.edges.dropFirst().dropLast() {
      canvas.rule(
        fromX: edge, y: top, toX: edge, toY: end, thicknessPoints: 0.4, colour: .grey)
    }
    canvas.rule(fromX: Self.left, y: under, toX: Self.right, thicknessPoints: 0.8)
    canvas.outline(
      x: Self.left, y: top, width: Self.right - Self.left, height: end - top,
      thicknessPoints: 0.8)
  }

  private func drawHeadings() throws {
    let names = [words.number, words.person, words.cardCode, words.arrival, words.signature]
    for (column, name) in names.enumerated() {
      let line = try canvas.line(name, Self.heading)
      let x = (Self.edges[column] + Self.edges[column + 1]) / 2
      canvas.tagged(.headingCell) {
        _ = canvas.draw(line, .centre, x: x, baseline: top + 5.3)
      }
    }
  }

  private func drawRow(_ row: Int) throws {
    let y = top + Self.headingHeight + Double(row - rows.lowerBound) * Self.rowHeight
    let place = (Self.edges[0] + Self.edges[1]) / 2
    try cell { try put(String(row + 1), Self.text, x: place, y: y + 8.4, width: 8, .centre) }
    let x = Self.edges[1] + 2
    let width = Self.edges[2] - x - 2
    guard row < sheet.rows.count else {
      return try cell { try put(words.blank, Self.small, x: x, y: y + 11, width: width, .left) }
    }
    let person = sheet.rows[row]
    try cell {
      try put(person.name, Self.name, x: x, y: y + 6.2, width: width, .left)
      let digits = (try? CardCode(person.cardDigits))?.spaced ?? person.cardDigits
      let card = filled(words.card, ["digits": digits])
      let about = person.about.isEmpty ? card : "\(card) · \(person.about)"
      try put(about, Self.small, x: x, y: y + 11, width: width, .left)
    }
    try drawCode(of: person, y: y)
  }

  private func drawCode(of person: AttendanceSheet.Row, y: Double) throws {
    let symbol = try BarSymbol.digits(person.cardDigits)
    canvas.figure(filled(words.figure, ["digits": person.cardDigits])) {
      _ = canvas.draw(
        symbol, x: Self.codeX, y: y + (Self.rowHeight - Self.codeHeight) / 2,
        widthMillimetres: Self.codeWidth, heightMillimetres: Self.codeHeight)
    }
  }

  // MARK: Words

  private func cell(_ draw: () throws -> Void) rethrows {
    try canvas.tagged(.cell) { try draw() }
  }

  private func filled(_ text: String, _ values: [String: String]) -> String {
    Phrase(text).filled(values) ?? text
  }

  private func centred(_ text: String, _ style: TextStyle, _ y: Double) throws {
    try put(text, style, x: Self.middle, y: y, width: Self.right - Self.left, .centre)
  }

  private func put(
    _ text: String, _ style: TextStyle, x: Double, y: Double, width: Double,
    _ anchor: Canvas.Anchor
  ) throws {
    guard !text.isEmpty else { return }
    let line = try canvas.cutLine(
      text, style, widthMillimetres: width, smallestPoints: Self.smallest)
    canvas.tagged(.paragraph) { _ = canvas.draw(line, anchor, x: x, baseline: y) }
  }
}
