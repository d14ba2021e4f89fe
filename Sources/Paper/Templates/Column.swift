/// Lines of text and rules under one another about a common edge or axis.
struct Column {
  /// Where the edge or axis lies, in millimetres.
  let x: Double
  /// The first baseline, in millimetres.
  let y: Double
  /// The widest that a line may be, in millimetres.
  let width: Double
  /// Which part of the lines lies on `x`.
  let anchor: Canvas.Anchor
  /// The lowest baseline; lines are moved together a little to stay above it.
  let bottom: Double
  let items: [ColumnItem]

  init(
    _ reader: inout TemplateReader, _ styles: TemplateStyles, known: Set<String>, page: PageSize
  ) throws(TemplateError) {
    x = try reader.number("x", in: 0...page.width)
    y = try reader.number("y", in: 0...page.height)
    width = try reader.number("width", in: 10...page.width)
    anchor = try reader.choice("anchor", or: .centre)
    bottom = try reader.number("bottom", in: y...page.height, or: page.height)
    var items: [ColumnItem] = []
    for var item in try reader.objects("items", most: 24) {
      items.append(try ColumnItem(&item, styles, known: known))
    }
    self.items = items
    try reader.finish()
    let left = x - (anchor == .left ? 0 : anchor == .centre ? width / 2 : width)
    guard left >= 0, left + width <= page.width else {
      throw reader.wrong("width", "reaches beyond the page")
    }
  }
}
