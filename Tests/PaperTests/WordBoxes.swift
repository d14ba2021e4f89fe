import Testing

/// Where the words of a page lie, in points from the upper left corner, as pdftotext sees them.
struct WordBoxes {
  struct Box {
    let word: String
    let left: Double
    let top: Double
    let right: Double
    let bottom: Double
  }

  let boxes: [Box]

  /// Reads the first page of a PDF.
  init(pdf: [UInt8]) throws {
    let page = try Workshop.run(
      "pdftotext", "-bbox", "-l", "1", Workshop.file(pdf, named: "paper.pdf"), "-"
    ).output
    let pattern =
      /<word xMin="([0-9.-]+)" yMin="([0-9.-]+)" xMax="([0-9.-]+)" yMax="([0-9.-]+)">(.*?)<\/word>/
    boxes = try page.matches(of: pattern).map { match in
      Box(
        word: String(match.5), left: try #require(Double(match.1)),
        top: try #require(Double(match.2)), right: try #require(Double(match.3)),
        bottom: try #require(Double(match.4)))
    }
  }

  /// The height of the lowest of these words, which is at least the font's size in points.
  func smallestHeight(of text: String) -> Double {
    let words = Set(text.split(separator: " ").map(String.init))
    return boxes.filter { words.contains($0.word) }.map { $0.bottom - $0.top }.min() ?? 0
  }
}
