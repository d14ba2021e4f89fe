/// Sets the title of a course: in one line when it can be large enough, otherwise in two lines of
/// about the same length.
struct CourseTitle {
  let canvas: Canvas

  private typealias Layout = CertificateLayout

  /// One or two lines in the same size, never below 11 points; throws `textTooLong` beyond that.
  func lines(_ title: String) throws(PaperError) -> [TextLine] {
    let wanted = "“\(title)”"
    let width = Layout.middleWidth * Canvas.millimetre
    let full = try canvas.line(wanted, Layout.course)
    let oneLinePoints = Layout.course.sizePoints * width / full.widthPoints
    if oneLinePoints >= Layout.courseOneLineSmallest {
      return [try fitted(wanted, Layout.course)]
    }
    guard let (upper, lower) = try balanced(wanted) else {
      return [try fitted(wanted, Layout.course)]
    }
    let style = Layout.course.sized(Layout.courseOneLineSmallest)
    let lines = [try fitted(upper, style), try fitted(lower, style)]
    let size = lines.map(\.style.sizePoints).min() ?? style.sizePoints
    return [
      try canvas.line(upper, style.sized(size)), try canvas.line(lower, style.sized(size)),
    ]
  }

  private func fitted(_ text: String, _ style: TextStyle) throws(PaperError) -> TextLine {
    try canvas.line(
      text, style, widthMillimetres: Layout.middleWidth, smallestPoints: Layout.smallest)
  }

  /// The break between two words that leaves the shorter longer line; nil for a single word.
  private func balanced(_ text: String) throws(PaperError) -> (String, String)? {
    let parts = text.split(separator: " ")
    var best: (lines: (String, String), width: Double)?
    for count in parts.indices.dropFirst() {
      let upper = parts[..<count].joined(separator: " ")
      let lower = parts[count...].joined(separator: " ")
      let width = max(
        try canvas.line(upper, Layout.course).widthPoints,
        try canvas.line(lower, Layout.course).widthPoints)
      if best.map({ width < $0.width }) ?? true { best = ((upper, lower), width) }
    }
    return best?.lines
  }
}
