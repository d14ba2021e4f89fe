/// Which rows of a list come on which page.
struct ListPagination {
  /// How many rows at least stand over the signatures, so that nobody signs an empty page.
  static let rowsBeforeClosing = 2

  /// The rows of each page; a list without rows has one page.
  let pages: [Range<Int>]

  init(
    heights: [Double], heading: Double, table: ListTable, closingHeight: Double, pageHeight: Double
  ) {
    var pages: [Range<Int>] = []
    var first = 0
    var used = table.y + heading
    for (index, height) in heights.enumerated() {
      if used + height > table.bottom, index > first {
        pages.append(first..<index)
        first = index
        used = table.nextY + heading
      }
      used += height
    }
    pages.append(first..<heights.count)
    if heights.isEmpty { used += table.rowHeight }
    if used + closingHeight > table.bottom || pages[pages.count - 1].count < Self.rowsBeforeClosing
    {
      Self.breakBeforeClosing(&pages)
    }
    self.pages = pages
  }

  /// Takes the last rows to a page of their own, with the signatures; a row that stands alone on the
  /// last page gets the one before it for company.
  private static func breakBeforeClosing(_ pages: inout [Range<Int>]) {
    let end = pages[pages.count - 1].upperBound
    let start = end - rowsBeforeClosing
    if pages.count > 1, pages[pages.count - 1].lowerBound > start { pages.removeLast() }
    let last = pages[pages.count - 1]
    guard start > last.lowerBound else {
      pages[pages.count - 1] = last.lowerBound..<end
      return
    }
    pages[pages.count - 1] = last.lowerBound..<start
    pages.append(start..<end)
  }
}
