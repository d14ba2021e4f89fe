import Centre

/// One certificate being drawn on a canvas, block by block from the back to the front.
struct CertificatePage {
  let sheet: CertificateSheet
  let words: CertificateWords
  let canvas: Canvas

  typealias Layout = CertificateLayout

  /// Draws the whole page.
  func draw() throws {
    if sheet.isDemonstration { try drawWash() }
    drawFrame()
    try drawHeader()
    try drawTitle()
    try drawHolder()
    try drawCourse()
    try drawSignature()
    try drawCode()
    try drawFoot()
  }
}

extension CertificatePage {
  private func drawFrame() {
    let outer = Layout.frameInset
    let right = Layout.pageWidth
    let bottom = Layout.pageHeight
    canvas.outline(
      [
        (outer, outer), (right - outer, outer), (right - outer, bottom - outer),
        (outer, bottom - outer),
      ], thicknessPoints: Layout.frameThickness, colour: .lacquer)
    canvas.outline(
      steppedCorners(Layout.innerInset), thicknessPoints: Layout.innerThickness, colour: .lacquer)
    for x in [diamond, right - diamond] {
      for y in [diamond, bottom - diamond] { drawDiamond(x: x, y: y) }
    }
  }

  /// The centre of a corner's diamond: the middle of the square that the inner rule leaves free.
  private var diamond: Double { Layout.innerInset + Layout.cornerStep / 2 - 0.3 }

  private func steppedCorners(_ inset: Double) -> [(x: Double, y: Double)] {
    let near = inset
    let step = inset + Layout.cornerStep
    let right = Layout.pageWidth
    let bottom = Layout.pageHeight
    return [
      (step, near), (right - step, near), (right - step, step), (right - near, step),
      (right - near, bottom - step), (right - step, bottom - step), (right - step, bottom - near),
      (step, bottom - near), (step, bottom - step), (near, bottom - step), (near, step),
      (step, step),
    ]
  }

  private func drawDiamond(x: Double, y: Double) {
    let half = 0.95
    canvas.fill(
      [(x, y - half), (x + half, y), (x, y + half), (x - half, y)], colour: .lacquer)
  }

  /// The mark of a demonstration paper across the whole page, behind everything else.
  private func drawWash() throws {
    let line = try canvas.line(words.demonstration, Layout.washText)
    let middle = Layout.pageHeight / 2
    canvas.turned(degrees: Layout.washDegrees, aboutX: Layout.centre, y: middle) {
      canvas.draw(line, .centre, x: Layout.centre, baseline: middle + 6)
    }
  }
}

extension CertificatePage {
  private func drawHeader() throws {
    try header(
      sheet.parentBody, Layout.headerText, Layout.issuerCentre, Layout.issuerWidth,
      Layout.headerBaseline)
    let issuer = try header(
      sheet.issuingBody, Layout.headerBold, Layout.issuerCentre, Layout.issuerWidth,
      Layout.headerSecondBaseline)
    // The decree asks for a rule of a third to a half of the issuer's line.
    underline(Layout.issuerCentre, issuer * 0.4)
    try header(
      CertificateWords.fill(words.displayNumber, ["number": sheet.displayNumber]), Layout.number,
      Layout.issuerCentre, Layout.issuerWidth, Layout.numberBaseline)
    try header(
      words.nation, Layout.headerBold, Layout.nationCentre, Layout.nationWidth,
      Layout.headerBaseline)
    let motto = try header(
      words.motto, Layout.motto, Layout.nationCentre, Layout.nationWidth,
      Layout.headerSecondBaseline)
    underline(Layout.nationCentre, motto)
  }

  @discardableResult
  private func header(
    _ text: String, _ style: TextStyle, _ x: Double, _ width: Double, _ baseline: Double
  ) throws -> Double {
    let line = try canvas.line(
      text, style, widthMillimetres: width, smallestPoints: Layout.smallestAside)
    return canvas.draw(line, .centre, x: x, baseline: baseline)
  }

  private func underline(_ x: Double, _ width: Double) {
    canvas.rule(
      fromX: x - width / 2, y: Layout.headerRule, toX: x + width / 2, thicknessPoints: 0.75)
  }

  private func drawTitle() throws {
    if sheet.isDemonstration {
      try centred(words.demonstration, Layout.demonstration, Layout.demonstrationBaseline)
    }
    try centred(words.title, Layout.title, Layout.titleBaseline)
  }

  private func centred(
    _ text: String, _ style: TextStyle, _ baseline: Double, smallest: Double = Layout.smallest
  ) throws {
    let line = try canvas.line(
      text, style, widthMillimetres: Layout.middleWidth, smallestPoints: smallest)
    canvas.draw(line, .centre, x: Layout.centre, baseline: baseline)
  }
}

extension CertificatePage {
  private func drawHolder() throws {
    try centred(words.certifies, Layout.quiet, Layout.certifiesBaseline)
    try centred(sheet.holderName.uppercased(), Layout.name, Layout.nameBaseline)
    let facts = [
      sheet.birthYear.map { CertificateWords.fill(words.born, ["year": String($0)]) },
      sheet.residence.map { CertificateWords.fill(words.lives, ["residence": $0]) },
    ].compactMap { $0 }
    guard !facts.isEmpty else { return }
    try centred(
      facts.joined(separator: "   ·   "), Layout.text, Layout.aboutBaseline,
      smallest: Layout.smallestAside)
  }

  private func drawCourse() throws {
    try centred(words.completed, Layout.quiet, Layout.completedBaseline)
    let lines = try CourseTitle(canvas: canvas).lines(sheet.courseTitle)
    for (index, line) in lines.enumerated() {
      // Two lines share the place of one: a little above it and a little below.
      let shift = Double(index) - Double(lines.count - 1) * 0.6
      canvas.draw(
        line, .centre, x: Layout.centre,
        baseline: Layout.courseBaseline + shift * Layout.courseLeading)
    }
    let lower = Double(lines.count - 1) * Layout.courseLeading * 0.4
    try centred(attended, Layout.text, Layout.attendedBaseline + lower)
  }

  private var attended: String {
    let from = Day(daysSince1970: sheet.fromDay).ddMMyyyy
    let to = Day(daysSince1970: sheet.toDay).ddMMyyyy
    let phrase = sheet.fromDay == sheet.toDay ? words.attendedDay : words.attendedDays
    return CertificateWords.fill(
      phrase,
      ["sessions": String(sheet.sessionCount), "hours": hours, "from": from, "to": to])
  }

  /// Hours with a decimal comma when they are not whole: "36", "36,5".
  private var hours: String {
    let tenth = sheet.hoursTenths % 10
    return tenth == 0 ? String(sheet.hoursTenths / 10) : "\(sheet.hoursTenths / 10),\(tenth)"
  }
}

extension CertificatePage {
  private func drawSignature() throws {
    try signer(dateline, Layout.dateline, Layout.datelineBaseline)
    for (index, title) in sheet.signerTitles.enumerated() {
      let baseline = Layout.signerBaseline + Double(index) * Layout.signerLeading
      try signer(title, Layout.signer, baseline)
    }
    guard let name = sheet.signerName else { return }
    try signer(name, Layout.signer, Layout.signerNameBaseline)
  }

  private func signer(_ text: String, _ style: TextStyle, _ baseline: Double) throws {
    let line = try canvas.line(
      text, style, widthMillimetres: Layout.signerWidth, smallestPoints: Layout.smallest)
    canvas.draw(line, .centre, x: Layout.signerCentre, baseline: baseline)
  }

  /// Days below 10 and the months January and February have a leading zero (Decree 30/2020).
  private var dateline: String {
    let day = Day(daysSince1970: sheet.issuedDay)
    let month = day.month <= 2 ? "0\(day.month)" : "\(day.month)"
    return CertificateWords.fill(
      words.dateline,
      [
        "place": sheet.place, "day": day.day < 10 ? "0\(day.day)" : "\(day.day)", "month": month,
        "year": String(day.year),
      ])
  }

  private func drawCode() throws {
    let symbol = try QRSymbol.certificate(prefix: sheet.qrPrefix, digits: sheet.qrDigits)
    let grid = DotGrid(symbolModules: symbol.width, sideMillimetres: Layout.codeSide)
    let side = Double(symbol.width) * grid.modulePoints / Canvas.millimetre
    let top = Layout.codeBottom - side
    canvas.draw(symbol, x: Layout.codeLeft, y: top, sideMillimetres: Layout.codeSide)
    let quiet = Double(QRSymbol.quietZoneModules) * grid.modulePoints / Canvas.millimetre
    let left = Layout.codeLeft + side + max(quiet, Layout.codeTextGap)
    try drawClearNumber(left: left)
  }

  /// The number in clear beside the code, standing on the code's lower edge.
  private func drawClearNumber(left: Double) throws {
    let bottom = Layout.codeBottom
    try leftLine(words.scanHint, Layout.labelText, left, bottom)
    try leftLine(sheet.number, Layout.clearNumber, left, bottom - 6)
    try leftLine(words.numberLabel, Layout.labelText, left, bottom - 11.5)
    guard sheet.copyNumber > 1 else { return }
    let reprint = CertificateWords.fill(words.reprint, ["copy": String(sheet.copyNumber)])
    try leftLine(reprint, Layout.reprint, left, bottom - 19)
  }

  private func leftLine(
    _ text: String, _ style: TextStyle, _ left: Double, _ baseline: Double
  ) throws {
    canvas.draw(try canvas.line(text, style), .left, x: left, baseline: baseline)
  }

  private func drawFoot() throws {
    let text = CertificateWords.fill(words.rootKey, ["fingerprint": sheet.rootFingerprint])
    let line = try canvas.line(
      text, Layout.fingerprint, widthMillimetres: Layout.middleWidth, smallestPoints: 5)
    canvas.draw(line, .centre, x: Layout.centre, baseline: Layout.fingerprintBaseline)
  }
}
