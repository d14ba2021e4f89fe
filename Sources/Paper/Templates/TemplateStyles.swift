/// The colours and the ways of setting text that a template names.
struct TemplateStyles: Equatable {
  private var colours: [String: Colour] = [:]
  private var styles: [String: TextStyle] = [:]

  /// Reads `colours` and `styles`.
  init(_ reader: inout TemplateReader) throws(TemplateError) {
    for (name, var colour) in try reader.named("colours", most: 8) {
      colours[name] = try Colour(&colour)
    }
    for (name, var style) in try reader.named("styles", most: 32) {
      var found = TextStyle(
        sizePoints: try style.number("points", in: 5...72), isBold: try style.flag("bold"),
        isItalic: try style.flag("italic"),
        trackingThousandths: try style.number("tracking", in: -20...200, or: 0))
      found.colour = try colour("colour", &style)
      try style.finish()
      styles[name] = found
    }
  }

  /// The style that a field names.
  func style(_ field: String, _ reader: inout TemplateReader) throws(TemplateError) -> TextStyle {
    let name = try reader.text(field)
    guard let style = styles[name] else {
      throw reader.wrong(field, "names no style; there are " + Self.list(styles.keys.sorted()))
    }
    return style
  }

  /// The colour that a field names; black when it is left out.
  func colour(_ field: String, _ reader: inout TemplateReader) throws(TemplateError) -> Colour {
    guard reader.has(field) else { return .black }
    let name = try reader.text(field)
    guard let colour = colours[name] else {
      throw reader.wrong(field, "names no colour; there are " + Self.list(colours.keys.sorted()))
    }
    return colour
  }

  private static func list(_ names: [String]) -> String {
    names.map { "\"\($0)\"" }.joined(separator: ", ")
  }
}

extension Colour {
  /// Reads `red`, `green` and `blue`, each from 0 to 255.
  fileprivate init(_ reader: inout TemplateReader) throws(TemplateError) {
    self.init(
      red: try reader.number("red", in: 0...255) / 255,
      green: try reader.number("green", in: 0...255) / 255,
      blue: try reader.number("blue", in: 0...255) / 255)
    try reader.finish()
  }
}
