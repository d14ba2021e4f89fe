import Centre

/// One certificate being drawn on a canvas as its template says, from the back to the front.
struct SheetPage {
  let sheet: CertificateSheet
  let template: SheetTemplate
  let border: ArtworkPicture?
  let emblem: EmblemPicture?
  let canvas: Canvas

  /// Draws the whole page.
  func draw() throws {
    if let border { canvas.draw(border) }
    if sheet.isDemonstration { try drawWash() }
    try canvas.tagged(.section) {
      let values = SheetValues.values(sheet)
      if sheet.isDemonstration { try drawDemonstration() }
      if let place = template.emblem, let emblem {
        canvas.figure(place.description) { canvas.draw(emblem, in: place) }
      }
      for column in template.columns {
        try SetColumn(column, values: values, canvas: canvas).draw()
      }
      try drawSignature(values)
      try drawCode(values)
    }
  }
}

extension SheetPage {
  private static let washDegrees = -17.0

  /// The mark of a demonstration paper across the whole page, behind everything else.
  private func drawWash() throws {
    let style = TextStyle(
      sizePoints: 38, isBold: true, colour: .wash, trackingThousandths: 30)
    let page = template.page
    let line = try canvas.line(
      template.demonstration.words, style, widthMillimetres: page.width * 0.86,
      smallestPoints: 12)
    canvas.turned(degrees: Self.washDegrees, aboutX: page.width / 2, y: page.height / 2) {
      canvas.draw(line, .centre, x: page.width / 2, baseline: page.height / 2 + 6)
    }
  }

  private func drawDemonstration() throws {
    let mark = template.demonstration
    let line = try canvas.line(
      mark.words, mark.style, widthMillimetres: template.page.width * 0.8, smallestPoints: 9)
    canvas.tagged(.paragraph) {
      _ = canvas.draw(line, .centre, x: template.page.width / 2, baseline: mark.y)
    }
  }

  private func drawSignature(_ values: [String: String]) throws {
    let place = template.signature
    if let text = place.dateline.text(values) {
      try signed(text, place.datelineStyle, place.y)
    }
    for (index, title) in sheet.signerTitles.prefix(SignaturePlace.officeLines).enumerated() {
      let baseline = place.y + place.officeSpace + Double(index) * place.officeLeading
      try signed(title, place.officeStyle, baseline)
    }
    guard let name = sheet.signerName else { return }
    try signed(name, place.nameStyle, place.nameY)
  }

  private func signed(_ text: String, _ style: TextStyle, _ baseline: Double) throws {
    let line = try canvas.line(
      text, style, widthMillimetres: template.signature.width,
      smallestPoints: min(style.sizePoints, ColumnItem.ItemType.smallestPoints))
    canvas.tagged(.paragraph) {
      _ = canvas.draw(line, .centre, x: template.signature.x, baseline: baseline)
    }
  }

  private func drawCode(_ values: [String: String]) throws {
    let place = template.code
    let symbol = try QRSymbol.certificate(prefix: sheet.qrPrefix, digits: sheet.qrDigits)
    let grid = DotGrid(symbolModules: symbol.width, sideMillimetres: CodePlace.side)
    let side = Double(symbol.width) * grid.modulePoints / Canvas.millimetre
    let quiet = Double(QRSymbol.quietZoneModules) * grid.modulePoints / Canvas.millimetre
    let gap = max(quiet, place.gap)
    let above = try words(place.above, values)
    let beside = try words(place.beside, values)
    let whole = side + gap + max(above.width, beside.width)
    let left = place.x - (place.anchor == .left ? 0 : place.anchor == .centre ? whole / 2 : whole)
    let top = place.bottom - side
    canvas.figure(place.description.filled(values) ?? place.description.text) {
      _ = canvas.draw(symbol, x: left, y: top, sideMillimetres: CodePlace.side)
    }
    // Capitals of about 11 points hang from the upper edge; the last line stands on the lower edge.
    try above.draw(movedX: left + side + gap, y: top + 2.7)
    try beside.draw(movedX: left + side + gap, y: place.bottom - beside.height)
  }

  private func words(
    _ items: [ColumnItem], _ values: [String: String]
  ) throws(PaperError) -> SetColumn {
    try SetColumn(
      items, values: values, x: 0, y: 0, width: template.code.width, anchor: .left, canvas: canvas)
  }
}
