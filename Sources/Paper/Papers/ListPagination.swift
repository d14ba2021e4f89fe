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
    if used + closingHeight > table.bottom { Self.breakBeforeClosing(&pages) }
    self.pages = pages
  }

  /// Takes the last rows to a page of their own, with the signatures.
  private static func breakBeforeClosing(_ pages: inout [Range<Int>]) {
    guard let last = pages.last, last.count > rowsBeforeClosing else { return }
    let start = last.upperBound - rowsBeforeClosing
    pages[pages.count - 1] = last.lowerBound..<start
    pages.append(start..<last.upperBound)
  }
}
