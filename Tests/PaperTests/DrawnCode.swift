import Foundation
import Testing

/// The QR code of a page as its vectors are drawn, read from the page's SVG: one white square, then
/// black rectangles.
struct DrawnCode {
  /// An upright rectangle, in points.
  struct Box {
    let left: Double
    let top: Double
    let right: Double
    let bottom: Double
  }

  /// The white square round the code.
  let zone: Box
  private let dark: [Box]

  /// Reads the first page of a PDF.
  init(pdf: [UInt8]) throws {
    let svg = try Workshop.run(
      "pdftocairo", "-svg", Workshop.file(pdf, named: "paper.pdf"), "-"
    ).output
    var zone: Box?
    var dark: [Box] = []
    for line in svg.split(separator: "\n") {
      // Poppler writes "rgb(0%,0%,0%)" or, in later versions, "rgb(0%, 0%, 0%)".
      guard let ink = line.firstMatch(of: /fill[:=]"?rgb\((0|100)%, ?(0|100)%, ?(0|100)%\)/),
        let box = Self.box(line)
      else { continue }
      if ink.1 == "100" {
        zone = box
        dark = []
      } else if zone != nil {
        dark.append(box)
      }
    }
    self.zone = try #require(zone)
    self.dark = dark
    try #require(dark.count > 500)
  }

  /// The heights of all rectangles: a module each, to 1/256 point, which is how exact the SVG is.
  var heightsMillimetres: [Double] { dark.map { ($0.bottom - $0.top) / 72 * 25.4 } }

  /// The width of the symbol.
  var sideMillimetres: Double {
    ((dark.map(\.right).max() ?? 0) - (dark.map(\.left).min() ?? 0)) / 72 * 25.4
  }

  /// The narrowest white border.
  var quietMillimetres: Double {
    let left = dark.map(\.left).min() ?? 0
    let top = dark.map(\.top).min() ?? 0
    return min(left - zone.left, top - zone.top) / 72 * 25.4
  }

  private static func box(_ line: Substring) -> Box? {
    guard let path = line.firstMatch(of: /\sd="M ([^"]*)"/)?.1 else { return nil }
    let numbers = path.matches(of: /-?[0-9.]+/).compactMap { Double($0.0) }
    guard numbers.count >= 8, numbers.count <= 10, !path.contains("C") else { return nil }
    let x = stride(from: 0, to: numbers.count, by: 2).map { numbers[$0] }
    let y = stride(from: 1, to: numbers.count, by: 2).map { numbers[$0] }
    guard let left = x.min(), let right = x.max(), let top = y.min(), let bottom = y.max() else {
      return nil
    }
    return Box(left: left, top: top, right: right, bottom: bottom)
  }
}
