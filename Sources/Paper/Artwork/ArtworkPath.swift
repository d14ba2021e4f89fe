/// Reads the `d` of a path: M, L, H, V, C, Q and Z, absolute and relative; arcs and shorthand curves
/// are refused, since every drawing program can turn them into curves.
struct ArtworkPath {
  private var rest: Substring
  private var steps: [Artwork.Step] = []
  private var here = ArtworkPoint(x: 0, y: 0)
  private var start = ArtworkPoint(x: 0, y: 0)

  /// The steps of a path, nil when it is not as described.
  static func steps(_ text: String) -> [Artwork.Step]? {
    var path = ArtworkPath(rest: text[...])
    return path.read() ? path.steps : nil
  }

  private init(rest: Substring) {
    self.rest = rest
  }

  private mutating func read() -> Bool {
    var command: Character?
    while let next = peek() {
      if next.isLetter {
        command = next
        rest.removeFirst()
      }
      guard let given = command, !steps.isEmpty || given == "M" || given == "m",
        step(given)
      else { return false }
      // Pairs after the first pair of a move are lines; nothing may follow a close but a command.
      if given == "M" { command = "L" }
      if given == "m" { command = "l" }
      if given == "Z" || given == "z" { command = nil }
    }
    return !steps.isEmpty
  }

  private mutating func step(_ command: Character) -> Bool {
    let isRelative = command.isLowercase
    let from = isRelative ? here : ArtworkPoint(x: 0, y: 0)
    switch command.uppercased() {
    case "M":
      guard let point = point(from) else { return false }
      steps.append(.move(point))
      start = point
      here = point
    case "L":
      guard let point = point(from) else { return false }
      line(point)
    case "H":
      guard let x = number() else { return false }
      line(ArtworkPoint(x: from.x + x, y: here.y))
    case "V":
      guard let y = number() else { return false }
      line(ArtworkPoint(x: here.x, y: from.y + y))
    case "C":
      guard let first = point(from), let second = point(from), let end = point(from) else {
        return false
      }
      steps.append(.curve(first, second, end))
      here = end
    case "Q":
      guard let middle = point(from), let end = point(from) else { return false }
      steps.append(.curve(Self.third(here, middle), Self.third(end, middle), end))
      here = end
    case "Z":
      steps.append(.close)
      here = start
    default: return false
    }
    return true
  }

  private mutating func line(_ point: ArtworkPoint) {
    steps.append(.line(point))
    here = point
  }

  private mutating func point(_ from: ArtworkPoint) -> ArtworkPoint? {
    guard let x = number(), let y = number() else { return nil }
    return from + ArtworkPoint(x: x, y: y)
  }

  private mutating func peek() -> Character? {
    rest = rest.drop { $0.isWhitespace || $0 == "," }
    return rest.first
  }

  private mutating func number() -> Double? {
    guard peek() != nil, let match = rest.prefixMatch(of: /[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)/),
      let number = Double(match.0), abs(number) < 1e6
    else { return nil }
    rest = rest[match.range.upperBound...]
    return number
  }

  /// A quadratic curve's control point as one of a cubic curve's two.
  private static func third(_ end: ArtworkPoint, _ middle: ArtworkPoint) -> ArtworkPoint {
    ArtworkPoint(x: end.x + (middle.x - end.x) * 2 / 3, y: end.y + (middle.y - end.y) * 2 / 3)
  }
}
