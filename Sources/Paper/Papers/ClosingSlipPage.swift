import Centre

/// One closing slip being drawn, from the head down to the signatures.
struct ClosingSlipPage {
  let slip: ClosingSlip
  let symbol: QRSymbol
  let words: ClosingSlipWords
  let canvas: Canvas

  /// A5, upright.
  static let size = PageSize(width: 148, height: 210)

  private static let left = 12.0
  private static let right = 136.0
  private static let middle = 74.0
  private static let codeSide = 40.0
  private static let codeY = 129.0
  /// More sessions than this become one line.
  private static let mostMeetings = 9
  private static let meetingsY = 58.0
  private static let leading = 4.6
  private static let smallestTitlePoints = 8.0

  private static let head = TextStyle(sizePoints: 9)
  private static let headStrong = TextStyle(sizePoints: 9, isBold: true)
  private static let title = TextStyle(sizePoints: 17, isBold: true)
  private static let heading = TextStyle(sizePoints: 10, isBold: true)
  private static let text = TextStyle(sizePoints: 9.5)
  private static let figure = TextStyle(sizePoints: 14, isBold: true)
  private static let small = TextStyle(sizePoints: 8.5)
  private static let hint = TextStyle(sizePoints: 8.5, isItalic: true)
  private static let mark = TextStyle(sizePoints: 9, isBold: true, colour: .lacquer)

  private var width: Double { Self.right - Self.left }

  /// Draws the whole page.
  func draw() throws {
    try drawHead()
    try drawMeetings()
    try drawFigures()
    try drawLog()
    try drawCode()
    try drawSignatures()
  }

  private func drawHead() throws {
    try centred(slip.parentBody, Self.head, 14)
    try centred(slip.issuingBody, Self.headStrong, 18.6)
    canvas.rule(fromX: Self.middle - 18, y: 20.6, toX: Self.middle + 18, thicknessPoints: 0.5)
    if slip.isDemonstration { try centred(words.demonstration, Self.mark, 26) }
    let line = try canvas.line(words.title, Self.title)
    canvas.tagged(.heading) { _ = canvas.draw(line, .centre, x: Self.middle, baseline: 34) }
    try centred(filled(words.day, ["day": slip.day.ddMMyyyy]), Self.heading, 40)
    let made = slip.madeMilliseconds
    let clock = TimeOfDay.text(wallMilliseconds: made)
    let time = "\(clock) \(Day(wallMilliseconds: made).ddMMyyyy)"
    let centre = filled(words.centre, ["centre": slip.centre])
    try centred("\(centre) · \(filled(words.made, ["time": time]))", Self.small, 45)
  }

  private func drawMeetings() throws {
    var y = Self.meetingsY
    try put(words.meetings, Self.heading, x: Self.left, y: y - 5.4)
    guard !slip.meetings.isEmpty else {
      return try put(words.noMeetings, Self.text, x: Self.left, y: y)
    }
    let isCut = slip.meetings.count > Self.mostMeetings
    let shown = slip.meetings.prefix(isCut ? Self.mostMeetings - 1 : Self.mostMeetings)
    for meeting in shown {
      try put(meeting.time, Self.text, x: Self.left, y: y)
      try putTitle(meeting.title, x: Self.left + 25, y: y, width: width - 25 - 16)
      try put(
        filled(words.turns, ["count": number(meeting.turns)]), Self.text, x: Self.right, y: y,
        anchor: .right)
      y += Self.leading
    }
    guard isCut else { return }
    let rest = slip.meetings.dropFirst(shown.count)
    let values = [
      "count": number(rest.count), "turns": number(rest.reduce(0) { $0 + $1.turns }),
    ]
    try put(filled(words.moreMeetings, values), Self.text, x: Self.left + 25, y: y)
  }

  private func drawFigures() throws {
    canvas.rule(fromX: Self.left, y: 99, toX: Self.right, thicknessPoints: 0.4)
    let turns =
      slip.heads == 0
      ? words.totalTurns : filled(words.totalTurnsWithHeads, ["heads": number(slip.heads)])
    let figures = [
      (slip.turns, turns), (slip.people, words.totalPeople),
      (slip.certificates, words.totalCertificates),
    ]
    for (index, item) in figures.enumerated() {
      let x = Self.left + width * (Double(index) + 0.5) / 3
      try put(number(item.0), Self.figure, x: x, y: 105.6, anchor: .centre)
      try put(item.1, Self.small, x: x, y: 109.8, anchor: .centre)
    }
    canvas.rule(fromX: Self.left, y: 112.4, toX: Self.right, thicknessPoints: 0.4)
  }

  private func drawLog() throws {
    let books = slip.books
    let values = [
      "recorded": number(books.recorded), "confirmed": number(books.confirmed),
      "waiting": number(books.waiting),
    ]
    try put(words.log, Self.heading, x: Self.left, y: 117.6)
    try put(filled(words.books, values), Self.text, x: Self.left, y: 122, width: width)
    let quality = Int(min(max(slip.clockQuality, 0), 4))
    var line = filled(words.clock, ["quality": words.clockQualities[quality]])
    if books.needsAttention > 0 {
      line = filled(words.attention, ["count": number(books.needsAttention)]) + " · " + line
    }
    try put(line, Self.text, x: Self.left, y: 126.4, width: width)
  }

  private func drawCode() throws {
    let side = canvas.figure(words.figure) {
      canvas.draw(symbol, x: Self.left + 2, y: Self.codeY + 3, sideMillimetres: Self.codeSide)
    }
    let x = Self.left + 2 + side + 6
    try put(
      filled(words.size, ["size": number(slip.logSize)]), Self.text, x: x, y: Self.codeY + 7)
    try put(slip.shortRoot, Self.heading, x: x, y: Self.codeY + 12)
    try canvas.paragraph(
      words.hint, Self.hint, x: x, baseline: Self.codeY + 18, widthMillimetres: Self.right - x,
      leading: 4)
  }

  private func drawSignatures() throws {
    for (index, office) in [words.keeper, words.director].enumerated() {
      let x = Self.left + width * (index == 0 ? 0.25 : 0.75)
      try put(office, Self.heading, x: x, y: 182, anchor: .centre)
      try put(words.sign, Self.hint, x: x, y: 186, anchor: .centre)
      canvas.rule(fromX: x - 24, y: 201, toX: x + 24, thicknessPoints: 0.3)
    }
  }

  // MARK: Words

  /// A title as large as it can be read, cut at a word where that is not enough.
  private func putTitle(_ title: String, x: Double, y: Double, width: Double) throws {
    let line = try canvas.cutLine(
      title, Self.text, widthMillimetres: width, smallestPoints: Self.smallestTitlePoints)
    canvas.tagged(.paragraph) { _ = canvas.draw(line, .left, x: x, baseline: y) }
  }

  /// `48.211`, as Vietnamese writes it.
  private func number(_ value: some BinaryInteger) -> String {
    let digits = Array(String(value))
    return digits.enumerated().reduce(into: "") { text, item in
      if item.offset > 0, (digits.count - item.offset).isMultiple(of: 3) { text += "." }
      text.append(item.element)
    }
  }

  private func filled(_ text: String, _ values: [String: String]) -> String {
    Phrase(text).filled(values) ?? text
  }

  private func centred(_ text: String, _ style: TextStyle, _ y: Double) throws {
    try put(text, style, x: Self.middle, y: y, width: width, anchor: .centre)
  }

  private func put(
    _ text: String, _ style: TextStyle, x: Double, y: Double, width: Double? = nil,
    anchor: Canvas.Anchor = .left
  ) throws {
    guard !text.isEmpty else { return }
    let line = try canvas.line(
      text, style, widthMillimetres: width ?? self.width, smallestPoints: 5)
    canvas.tagged(.paragraph) { _ = canvas.draw(line, anchor, x: x, baseline: y) }
  }
}
