/// One line or a few lines of a column, or a rule.
struct ColumnItem {
  /// What is drawn.
  enum Content {
    /// Words; left out when they have no value.
    case text(Wording, ItemType)
    /// A rule under the line before, as a share of its width.
    case rule(share: Double, thicknessPoints: Double, colour: Colour)
  }

  /// How words are set.
  struct ItemType {
    /// The style in full size.
    var style: TextStyle
    /// The smallest size, in points, before the paper is refused.
    var smallestPoints: Double
    /// The most lines that the words may take.
    var mostLines: Int
    /// The smallest size, in points, before another line is begun.
    var breakPoints: Double
    /// From baseline to baseline, in millimetres.
    var leading: Double
    /// What the words are in the document's structure.
    var tag: Canvas.Tag
  }

  let content: Content
  /// From the baseline or rule before to this one, in millimetres.
  let space: Double

  init(
    _ reader: inout TemplateReader, _ styles: TemplateStyles, known: Set<String>
  ) throws(TemplateError) {
    space = try reader.number("space", in: 0...80, or: 0)
    if reader.has("rule") {
      content = .rule(
        share: try reader.number("rule", in: 0.05...1),
        thicknessPoints: try reader.number("thickness", in: 0.25...3, or: 0.6),
        colour: try styles.colour("colour", &reader))
    } else {
      content = .text(try Wording(&reader, known: known), try ItemType(&reader, styles))
    }
    try reader.finish()
  }

  /// The places that the words fill.
  var places: Set<String> {
    switch content {
    case .text(let wording, _): Set(wording.phrases.flatMap(\.places))
    case .rule: []
    }
  }
}

extension ColumnItem.ItemType {
  /// Nothing that was written for a sheet is set smaller, unless its template says so.
  static let smallestPoints = 11.0

  init(_ reader: inout TemplateReader, _ styles: TemplateStyles) throws(TemplateError) {
    style = try styles.style("style", &reader)
    let least = min(style.sizePoints, Self.smallestPoints)
    smallestPoints = try reader.number("smallest", in: 5...72, or: least)
    mostLines = try reader.count("lines", in: 1...4, or: 1)
    breakPoints = try reader.number("breakBelow", in: 5...72, or: smallestPoints)
    leading = try reader.number("leading", in: 2...40, or: style.sizePoints * 0.44)
    tag = try reader.flag("heading") ? .heading : .paragraph
  }
}
