import Testing

@testable import Paper

@Suite struct ArtworkTests {
  private static let head = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 50\">\n"

  private func artwork(_ body: String) throws(TemplateError) -> Artwork {
    try Artwork(file: "border.svg", bytes: Array((Self.head + body + "\n</svg>\n").utf8))
  }

  @Test func `paths are read with absolute and relative steps and repeated commands`() throws {
    let drawing = try artwork(
      "<path d=\"M10 20l5,0 0-5.5H2v1ZM1 1C1 2 3 4 5 6q3 0 3 3z\" fill=\"#ff0000\"/>")

    let shape = try #require(drawing.shapes.first)
    #expect(shape.fill == Colour(red: 1, green: 0, blue: 0))
    #expect(shape.stroke == nil)
    let at = { (x: Double, y: Double) in ArtworkPoint(x: x, y: y) }
    #expect(
      shape.steps == [
        .move(at(10, 20)), .line(at(15, 20)), .line(at(15, 14.5)), .line(at(2, 14.5)),
        .line(at(2, 15.5)), .close, .move(at(1, 1)), .curve(at(1, 2), at(3, 4), at(5, 6)),
        .curve(at(7, 6), at(8, 7), at(8, 9)), .close,
      ])
  }

  @Test func `an element that is used stands where its transforms put it`() throws {
    let drawing = try artwork(
      """
      <defs><line id="dash" x1="0" y1="0" x2="2" y2="0"/></defs>
      <g stroke="#000000" stroke-width="0.5" fill="none" transform="translate(10 10)">
        <use href="#dash" x="1" transform="rotate(90) scale(2)"/>
      </g>
      """)

    let shape = try #require(drawing.shapes.first)
    #expect(shape.strokeWidth == 1)
    #expect(
      shape.steps == [
        .move(ArtworkPoint(x: 10, y: 12)), .line(ArtworkPoint(x: 10, y: 16)),
      ])
  }

  @Test(arguments: [
    ("<text/>", "line 2", "<text>"),
    ("<path d=\"M0 0 A1 1 0 0 0 2 2\"/>", "line 2", "other than M"),
    ("<path d=\"M0 0 L1\"/>", "line 2", "other than M"),
    ("<g>\n<rect width=\"50%\" height=\"1\"/></g>", "line 3", "plain number"),
    ("<rect width=\"1\" height=\"1\" style=\"fill:red\"/>", "line 2", "attribute style"),
    ("<rect width=\"1\" height=\"1\" fill=\"red\"/>", "line 2", "#rrggbb"),
    ("<g transform=\"skewX(3)\"></g>", "line 2", "transform"),
    ("<use href=\"#none\"/>", "line 2", "not there"),
    ("<g id=\"a\"><use href=\"#a\"/></g>", "line 2", "too deeply"),
    ("<g id=\"a\"/><g id=\"a\"/>", "line 2", "second time"),
    ("<g>", "line 3", "not open"),
    ("<!DOCTYPE svg>", "line 2", "not read here"),
    ("<rect width=1 height=1/>", "line 2", "quotes"),
    ("<rect width=\"1\" height=\"1\">&amp;</rect>", "line 2", "text"),
  ])
  func `what is not read is refused by its line`(
    _ body: String, _ field: String, _ reason: String
  ) {
    let error = #expect(throws: TemplateError.self) { try artwork(body) }

    #expect(error?.field == field)
    #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
  }

  @Test func `a drawing that multiplies itself is refused before it fills the memory`() {
    var body = "<defs><circle id=\"d0\" cx=\"0\" cy=\"0\" r=\"1\"/>"
    for level in 1...6 {
      let uses = String(repeating: "<use href=\"#d\(level - 1)\"/>", count: 10)
      body += "<g id=\"d\(level)\">\(uses)</g>"
    }
    body += "</defs><use href=\"#d6\"/>"

    let error = #expect(throws: TemplateError.self) { try artwork(body) }

    #expect(error?.reason.contains("longer than") == true)
  }

  @Test func `the border is read and stays inside the page`() throws {
    let bytes = try Workshop.bytes("\(Workshop.assets)/border.svg")

    let border = try Artwork(file: "border.svg", bytes: bytes)

    #expect(border.width == 297 && border.height == 210)
    let points = border.shapes.flatMap(\.steps).flatMap { step -> [ArtworkPoint] in
      switch step {
      case .move(let point), .line(let point): [point]
      case .curve(let first, let second, let end): [first, second, end]
      case .close: []
      }
    }
    #expect(points.count > 1_000)
    #expect(points.allSatisfy { (7.9...289.1).contains($0.x) && (7.9...202.1).contains($0.y) })
  }
}
