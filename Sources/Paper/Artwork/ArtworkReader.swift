/// Turns the elements of a drawing's file into shapes.
struct ArtworkReader {
  private let file: String
  private var named: [String: ArtworkElement] = [:]
  private var shapes: [Artwork.Shape] = []
  private var steps = 0

  /// The inks and the place that an element inherits.
  private struct Context {
    var matrix = ArtworkMatrix()
    var fill: Colour? = .black
    var stroke: Colour?
    var strokeWidth = 1.0
    var hasRoundEnds = false
    var isEvenOdd = false
    var depth = 0
  }

  private static let inks: Set = [
    "id", "transform", "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin",
    "fill-rule",
  ]

  init(file: String) {
    self.file = file
  }

  /// The drawing whose root element is given.
  mutating func artwork(_ root: ArtworkElement) throws(TemplateError) -> Artwork {
    guard root.name == "svg" else { throw wrong(root, "is not an SVG drawing") }
    try allow(root, ["xmlns", "xmlns:xlink", "version", "viewBox", "width", "height"])
    let box = (root.attributes["viewBox"] ?? "").split { $0 == " " || $0 == "," }
      .compactMap { Double($0) }
    guard box.count == 4, box[0] == 0, box[1] == 0, box[2] > 0, box[3] > 0 else {
      throw wrong(root, "needs a viewBox that begins with 0 0")
    }
    try collect(root)
    for child in root.children { try draw(child, Context()) }
    return Artwork(width: box[2], height: box[3], shapes: shapes)
  }

  private mutating func collect(_ element: ArtworkElement) throws(TemplateError) {
    if let id = element.attributes["id"], named.updateValue(element, forKey: id) != nil {
      throw wrong(element, "has the id \"\(id)\" a second time")
    }
    for child in element.children { try collect(child) }
  }

  private mutating func draw(
    _ element: ArtworkElement, _ outer: Context
  ) throws(TemplateError) {
    guard outer.depth < 16 else { throw wrong(element, "is nested or used too deeply") }
    switch element.name {
    case "title", "desc", "defs": return
    case "g":
      try allow(element, [])
      let context = try context(element, outer)
      for child in element.children { try draw(child, context) }
    case "use":
      try allow(element, ["href", "x", "y"])
      var context = try context(element, outer)
      let shift = ArtworkMatrix(e: try number("x", element), f: try number("y", element))
      context.matrix = context.matrix.after(shift)
      guard let id = element.attributes["href"], id.hasPrefix("#"),
        let used = named[String(id.dropFirst())]
      else { throw wrong(element, "uses an element that is not there") }
      try draw(used, context)
    case "path", "rect", "circle", "line":
      let outline = try outline(element)
      try add(outline, try context(element, outer), element)
    default: throw wrong(element, "has the element <\(element.name)>, which is not read here")
    }
  }

  private mutating func add(
    _ outline: [Artwork.Step], _ context: Context, _ element: ArtworkElement
  ) throws(TemplateError) {
    steps += outline.count
    guard steps <= Artwork.mostSteps else {
      throw wrong(element, "makes the drawing longer than \(Artwork.mostSteps) steps")
    }
    let place = context.matrix
    let placed: [Artwork.Step] = outline.map { step in
      switch step {
      case .move(let point): .move(place(point))
      case .line(let point): .line(place(point))
      case .curve(let first, let second, let end):
        .curve(place(first), place(second), place(end))
      case .close: .close
      }
    }
    var shape = Artwork.Shape(
      steps: [], fill: context.fill, stroke: context.stroke,
      strokeWidth: context.strokeWidth * place.scale, hasRoundEnds: context.hasRoundEnds,
      isEvenOdd: context.isEvenOdd)
    // Neighbours that are only lines of one ink are one path: the page becomes half as long.
    if let last = shapes.last, last.fill == nil, last.inks == shape {
      shapes[shapes.count - 1].steps += placed
    } else {
      shape.steps = placed
      shapes.append(shape)
    }
  }
}

extension ArtworkReader {
  private func wrong(_ element: ArtworkElement, _ reason: String) -> TemplateError {
    TemplateError(file: file, field: "line \(element.line)", reason: reason)
  }

  private func allow(_ element: ArtworkElement, _ own: Set<String>) throws(TemplateError) {
    let known = Self.inks.union(own)
    if let name = element.attributes.keys.sorted().first(where: { !known.contains($0) }) {
      throw wrong(element, "has the attribute \(name), which is not read here")
    }
  }

  private func number(
    _ name: String, _ element: ArtworkElement
  ) throws(TemplateError) -> Double {
    guard let text = element.attributes[name] else { return 0 }
    guard let number = Double(text), abs(number) < 1e6 else {
      throw wrong(element, "has a \(name) that is not a plain number")
    }
    return number
  }

  private func context(
    _ element: ArtworkElement, _ outer: Context
  ) throws(TemplateError) -> Context {
    var context = outer
    context.depth += 1
    if let text = element.attributes["transform"] {
      guard let matrix = ArtworkMatrix(text) else {
        throw wrong(element, "has a transform other than translate, scale and rotate")
      }
      context.matrix = outer.matrix.after(matrix)
    }
    if let text = element.attributes["fill"] { context.fill = try ink(text, element) }
    if let text = element.attributes["stroke"] { context.stroke = try ink(text, element) }
    if element.attributes["stroke-width"] != nil {
      context.strokeWidth = try number("stroke-width", element)
    }
    switch element.attributes["stroke-linecap"] {
    case nil: break
    case "round": context.hasRoundEnds = true
    case "butt": context.hasRoundEnds = false
    default: throw wrong(element, "has a stroke-linecap other than round and butt")
    }
    guard ["miter", nil].contains(element.attributes["stroke-linejoin"]) else {
      throw wrong(element, "has a stroke-linejoin other than miter")
    }
    switch element.attributes["fill-rule"] {
    case nil: break
    case "evenodd": context.isEvenOdd = true
    case "nonzero": context.isEvenOdd = false
    default: throw wrong(element, "has a fill-rule that is not read here")
    }
    return context
  }

  private func ink(_ text: String, _ element: ArtworkElement) throws(TemplateError) -> Colour? {
    if text == "none" { return nil }
    guard text.count == 7, text.first == "#", let value = Int(text.dropFirst(), radix: 16) else {
      throw wrong(element, "has a colour that is not written as #rrggbb or none")
    }
    return Colour(
      red: Double(value >> 16) / 255, green: Double(value >> 8 & 255) / 255,
      blue: Double(value & 255) / 255)
  }

  /// The steps of a shape in its own units.
  private func outline(_ element: ArtworkElement) throws(TemplateError) -> [Artwork.Step] {
    let names: [String: Set<String>] = [
      "path": ["d"], "rect": ["x", "y", "width", "height"], "circle": ["cx", "cy", "r"],
      "line": ["x1", "y1", "x2", "y2"],
    ]
    try allow(element, names[element.name] ?? [])
    guard element.name == "path" else { return try plainOutline(element) }
    guard let text = element.attributes["d"], let steps = ArtworkPath.steps(text) else {
      throw wrong(element, "has a path with other than M, L, H, V, C, Q and Z")
    }
    return steps
  }

  private func plainOutline(
    _ element: ArtworkElement
  ) throws(TemplateError) -> [Artwork.Step] {
    switch element.name {
    case "rect":
      let (x, y) = (try number("x", element), try number("y", element))
      let right = x + (try number("width", element))
      let bottom = y + (try number("height", element))
      return [
        .move(ArtworkPoint(x: x, y: y)), .line(ArtworkPoint(x: right, y: y)),
        .line(ArtworkPoint(x: right, y: bottom)), .line(ArtworkPoint(x: x, y: bottom)), .close,
      ]
    case "circle":
      return Self.circle(
        ArtworkPoint(x: try number("cx", element), y: try number("cy", element)),
        radius: try number("r", element))
    default:
      return [
        .move(ArtworkPoint(x: try number("x1", element), y: try number("y1", element))),
        .line(ArtworkPoint(x: try number("x2", element), y: try number("y2", element))),
      ]
    }
  }

  /// A circle as four curves, which differ from it by less than 0.03 % of the radius.
  private static func circle(_ centre: ArtworkPoint, radius: Double) -> [Artwork.Step] {
    let pull = radius * 0.551_784_777_5
    func at(_ x: Double, _ y: Double) -> ArtworkPoint { centre + ArtworkPoint(x: x, y: y) }
    return [
      .move(at(radius, 0)),
      .curve(at(radius, pull), at(pull, radius), at(0, radius)),
      .curve(at(-pull, radius), at(-radius, pull), at(-radius, 0)),
      .curve(at(-radius, -pull), at(-pull, -radius), at(0, -radius)),
      .curve(at(pull, -radius), at(radius, -pull), at(radius, 0)), .close,
    ]
  }
}
