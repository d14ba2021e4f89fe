/// The box in which a centre's emblem is drawn, as large as it fits.
struct EmblemPlace {
  /// The middle of the box.
  let x: Double
  /// Its upper edge.
  let y: Double
  let width: Double
  let height: Double
  /// What the emblem is, for those who cannot see it.
  let description: String

  init(_ reader: inout TemplateReader, page: PageSize) throws(TemplateError) {
    x = try reader.number("x", in: 0...page.width)
    y = try reader.number("y", in: 0...page.height)
    width = try reader.number("width", in: 5...60)
    height = try reader.number("height", in: 5...60)
    description = try reader.text("description")
    try reader.finish()
    guard x - width / 2 >= 0, x + width / 2 <= page.width, y + height <= page.height else {
      throw reader.wrong("x", "puts the emblem beyond the page")
    }
  }
}
