/// Sets words in as few lines as keep them large: in one line while that is large enough, otherwise
/// in two or more lines of about the same length and of one size.
struct LineBreaker {
  let canvas: Canvas
  let type: ColumnItem.ItemType
  /// The widest that a line may be, in millimetres.
  let width: Double

  /// How much longer lines may become to break at a comma rather than inside a phrase.
  private static let phraseCost = 1.12

  /// The lines, all in one size; throws `textTooLong` when even the smallest size is too large.
  func lines(_ text: String) throws(PaperError) -> [TextLine] {
    let words = text.split(separator: " ").map(String.init)
    let most = min(type.mostLines, max(1, words.count))
    for count in 1..<max(2, most) where count < most {
      let lines = try set(text, words, count)
      if let lines, lines[0].style.sizePoints >= type.breakPoints { return lines }
    }
    guard let lines = try set(text, words, most) else {
      throw PaperError(
        operation: "set a line of text", code: .textTooLong,
        message: "“\(text)” is too long for its place, even in \(type.smallestPoints) points.")
    }
    return lines
  }

  /// The words in so many lines, in the largest size that fits; nil when none does.
  private func set(
    _ text: String, _ words: [String], _ count: Int
  ) throws(PaperError) -> [TextLine]? {
    let texts = count == 1 ? [text] : try balanced(words, count)
    var size = type.style.sizePoints
    for text in texts {
      let natural = try canvas.line(text, type.style).widthPoints
      let fitting = type.style.sizePoints * width * Canvas.millimetre / natural
      if fitting < type.style.sizePoints { size = min(size, (fitting * 4).rounded(.down) / 4) }
    }
    guard size >= type.smallestPoints else { return nil }
    var lines: [TextLine] = []
    for text in texts { lines.append(try canvas.line(text, type.style.sized(size))) }
    return lines
  }

  /// The breaks that leave the longest line shortest, where a comma is a good place to break.
  private func balanced(_ words: [String], _ count: Int) throws(PaperError) -> [String] {
    let space =
      try canvas.line("x x", type.style).widthPoints
      - 2 * (try canvas.line("x", type.style).widthPoints)
    var widths: [Double] = []
    for word in words { widths.append(try canvas.line(word, type.style).widthPoints + space) }
    // best[n][k]: the cost of the first k words in n lines, and where the last of them begins.
    var best = [[(cost: Double, from: Int)]](
      repeating: Array(repeating: (.infinity, 0), count: words.count + 1), count: count + 1)
    best[0][0] = (0, 0)
    for line in 1...count {
      for end in 1...words.count {
        let ends = words[end - 1].last
        let isPause = end == words.count || ends == "," || ends == ":" || ends == ";"
        var width = 0.0
        for from in stride(from: end - 1, through: 0, by: -1) {
          width += widths[from]
          let cost = max(best[line - 1][from].cost, width * (isPause ? 1 : Self.phraseCost))
          if cost < best[line][end].cost { best[line][end] = (cost, from) }
        }
      }
    }
    var lines: [String] = []
    var end = words.count
    for line in stride(from: count, through: 1, by: -1) {
      let from = best[line][end].from
      lines.insert(words[from..<end].joined(separator: " "), at: 0)
      end = from
    }
    return lines
  }
}
