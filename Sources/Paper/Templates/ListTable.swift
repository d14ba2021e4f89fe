/// The table of a list: its columns and how they are ruled.
struct ListTable {
  /// One column of the table.
  struct Cell {
    let heading: String
    /// What stands in it; nil leaves it to be written by hand.
    let wording: Wording?
    let width: Double
    let anchor: Canvas.Anchor
    /// Whether it is struck through in a row that no longer counts.
    let isStruck: Bool
  }

  let x: Double
  /// The upper edge on the first page, and on the others.
  let y: Double
  let nextY: Double
  /// What the last row of a page may reach.
  let bottom: Double
  let cells: [Cell]
  let headingStyle: TextStyle
  let style: TextStyle
  /// From baseline to baseline in a cell.
  let leading: Double
  /// The lowest row, so that there is room to write.
  let rowHeight: Double
  /// What stands in a table without rows.
  let empty: Wording
  /// Whether a row under the heading numbers the columns, as official forms do.
  let isNumbered: Bool

  /// From a rule to the text.
  static let padding = 1.3

  /// The width of the whole table.
  var width: Double { cells.reduce(0) { $0 + $1.width } }

  init(
    _ reader: inout TemplateReader, _ styles: TemplateStyles, known: Set<String>, page: PageSize
  ) throws(TemplateError) {
    x = try reader.number("x", in: 5...page.width)
    y = try reader.number("y", in: 5...page.height)
    nextY = try reader.number("nextY", in: 5...page.height)
    bottom = try reader.number("bottom", in: max(y, nextY) + 30...page.height)
    headingStyle = try styles.style("headingStyle", &reader)
    style = try styles.style("style", &reader)
    leading = try reader.number("leading", in: 2...10)
    rowHeight = try reader.number("rowHeight", in: 4...30)
    isNumbered = try reader.flag("numbered")
    empty = Wording(try Lettering.checked(try reader.text("empty"), field: "empty", reader))
    var cells: [Cell] = []
    for var cell in try reader.objects("cells", most: 16) {
      cells.append(try Cell(&cell, known: known))
    }
    self.cells = cells
    try reader.finish()
    guard x + width <= page.width - 5 else {
      throw reader.wrong("cells", "are \(Int(width)) mm wide together, beyond the page")
    }
  }
}

extension ListTable.Cell {
  fileprivate init(_ reader: inout TemplateReader, known: Set<String>) throws(TemplateError) {
    heading = try Lettering.checked(try reader.text("heading"), field: "heading", reader)
    width = try reader.number("width", in: 6...150)
    anchor = try reader.choice("anchor", or: .left)
    isStruck = try reader.flag("struck")
    let isWritten = ["text", "either", "parts"].contains(where: reader.has)
    wording = isWritten ? try Wording(&reader, known: known) : nil
    try reader.finish()
  }
}
