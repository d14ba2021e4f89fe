/// A list being laid out and drawn: first the heights of all rows, so that the number of pages is
/// known, then page by page. Only one page's words are set at a time.
struct ListPages {
  let template: ListTemplate
  let content: ListContent
  let canvas: Canvas

  private var table: ListTable { template.table }

  /// From the table to the closing lines, and from these to the signatures.
  private static let closingSpace = 7.0
  private static let signatureSpace = 9.0

  /// Draws all pages.
  func draw() throws {
    let grid = TableGrid(table: table, canvas: canvas)
    let closing = try closingHeight()
    let pages = try ListPagination(
      heights: grid.heights(of: content.rows), heading: grid.headingHeight(), table: table,
      closingHeight: closing, pageHeight: template.page.height
    ).pages
    for (index, rows) in pages.enumerated() {
      try draw(rows, number: index + 1, of: pages.count, grid)
      try canvas.endPage()
    }
  }

  private func draw(
    _ rows: Range<Int>, number: Int, of count: Int, _ grid: TableGrid
  ) throws {
    var values = content.values
    values["page"] = String(number)
    values["pages"] = String(count)
    try canvas.tagged(.section) {
      if content.isDemonstration { try column(template.demonstration, values).draw() }
      if number == 1 {
        for head in template.columns { try column(head, values).draw() }
      }
      let top = number == 1 ? table.y : table.nextY
      let bottom = try canvas.tagged(.table) {
        try grid.draw(content.rows, rows, top: top, empty: values)
      }
      if number == count { try drawClosing(from: bottom, values) }
      try column(template.foot, values).draw()
    }
  }

  private func column(
    _ column: Column, _ values: [String: String]
  ) throws(PaperError) -> SetColumn {
    try SetColumn(column, values: values, canvas: canvas)
  }
}

extension ListPages {
  private func drawClosing(from bottom: Double, _ values: [String: String]) throws {
    let closing = try column(template.closing, values)
    let first = bottom + Self.closingSpace
    try closing.draw(y: first - template.closing.y)
    let top = first + closing.height + Self.signatureSpace
    for signature in template.signatures {
      let office = try column(signature.column, values)
      try office.draw(y: top)
      guard let name = signature.name?.text(values) else { continue }
      let line = try canvas.line(
        name, signature.nameStyle, widthMillimetres: signature.column.width, smallestPoints: 8)
      let baseline = top + signature.column.y + office.height + signature.blank
      canvas.tagged(.paragraph) {
        _ = canvas.draw(line, .centre, x: signature.column.x, baseline: baseline)
      }
    }
  }

  /// The height of all that stands under the last row.
  private func closingHeight() throws -> Double {
    var values = content.values
    values["page"] = "1"
    values["pages"] = "1"
    let closing = try column(template.closing, values).height
    let signed = try template.signatures.map { signature in
      try column(signature.column, values).height + signature.column.y + signature.blank
    }.max()
    return Self.closingSpace + closing + Self.signatureSpace + (signed ?? 0)
  }
}
