/// Where the QR code stands and what stands beside it.
///
/// Its size is no matter of taste: 33 mm, in whole printer dots, black on white.
struct CodePlace {
  /// The side of the largest code, in millimetres.
  static let side = 33.0

  /// The left edge of the code or the axis of the code with its words, in millimetres.
  let x: Double
  /// Whether `x` is the left edge or the axis.
  let anchor: Canvas.Anchor
  /// The lower edge of the code.
  let bottom: Double
  /// From the code to its words; at least the quiet zone.
  let gap: Double
  /// The widest that the words may be.
  let width: Double
  /// What the code is, for those who cannot see it.
  let description: Phrase
  /// Words that hang from the code's upper edge.
  let above: [ColumnItem]
  /// Words that stand on its lower edge.
  let beside: [ColumnItem]

  init(
    _ reader: inout TemplateReader, _ styles: TemplateStyles, known: Set<String>, page: PageSize
  ) throws(TemplateError) {
    x = try reader.number("x", in: 0...page.width)
    anchor = try reader.choice("anchor", or: .left)
    bottom = try reader.number("bottom", in: Self.side...page.height)
    gap = try reader.number("gap", in: 2...40, or: 5)
    width = try reader.number("width", in: 20...page.width)
    description = Phrase(try reader.text("description"))
    above = try Self.items("above", &reader, styles, known)
    beside = try Self.items("beside", &reader, styles, known)
    try reader.finish()
    let quiet = Double(QRSymbol.quietZoneModules) * 0.5
    let needed = Self.side + gap + width
    let left = x - (anchor == .left ? 0 : anchor == .centre ? needed / 2 : needed)
    guard left >= quiet, left + needed <= page.width, bottom + quiet <= page.height else {
      throw reader.wrong("x", "puts the code, its quiet zone or its words beyond the page")
    }
  }

  private static func items(
    _ field: String, _ reader: inout TemplateReader, _ styles: TemplateStyles,
    _ known: Set<String>
  ) throws(TemplateError) -> [ColumnItem] {
    var items: [ColumnItem] = []
    for var item in try reader.objects(field, most: 8) {
      items.append(try ColumnItem(&item, styles, known: known))
    }
    return items
  }
}
