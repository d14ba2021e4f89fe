import Glibc

/// How a part of a drawing is moved, turned and scaled: x' = a x + c y + e, y' = b x + d y + f.
struct ArtworkMatrix: Equatable {
  var a = 1.0
  var b = 0.0
  var c = 0.0
  var d = 1.0
  var e = 0.0
  var f = 0.0

  /// Where a point comes to lie.
  func callAsFunction(_ point: ArtworkPoint) -> ArtworkPoint {
    ArtworkPoint(x: a * point.x + c * point.y + e, y: b * point.x + d * point.y + f)
  }

  /// How much lines become wider.
  var scale: Double { abs(a * d - b * c).squareRoot() }

  /// This matrix after another one.
  func after(_ inner: ArtworkMatrix) -> ArtworkMatrix {
    ArtworkMatrix(
      a: a * inner.a + c * inner.b, b: b * inner.a + d * inner.b,
      c: a * inner.c + c * inner.d, d: b * inner.c + d * inner.d,
      e: a * inner.e + c * inner.f + e, f: b * inner.e + d * inner.f + f)
  }

  /// Reads `translate(x y)`, `scale(s)`, `scale(x y)` and `rotate(degrees)`, one after the other; nil
  /// for anything else.
  init?(_ text: String) {
    var matrix = ArtworkMatrix()
    var rest = text[...]
    while let match = rest.prefixMatch(of: /\s*([a-z]+)\(([^)]*)\)\s*,?\s*/) {
      let numbers = match.2.split { $0 == " " || $0 == "," }.map { Double($0) }
      guard let step = Self.step(match.1, numbers.compactMap { $0 }),
        numbers.allSatisfy({ $0?.isFinite == true })
      else { return nil }
      matrix = matrix.after(step)
      rest = rest[match.range.upperBound...]
    }
    guard rest.isEmpty else { return nil }
    self = matrix
  }

  init(a: Double = 1, b: Double = 0, c: Double = 0, d: Double = 1, e: Double = 0, f: Double = 0) {
    (self.a, self.b, self.c, self.d, self.e, self.f) = (a, b, c, d, e, f)
  }

  private static func step(_ name: Substring, _ numbers: [Double]) -> ArtworkMatrix? {
    switch (name, numbers.count) {
    case ("translate", 1): return ArtworkMatrix(e: numbers[0])
    case ("translate", 2): return ArtworkMatrix(e: numbers[0], f: numbers[1])
    case ("scale", 1): return ArtworkMatrix(a: numbers[0], d: numbers[0])
    case ("scale", 2): return ArtworkMatrix(a: numbers[0], d: numbers[1])
    case ("rotate", 1):
      let (sine, cosine) = turn(degrees: numbers[0])
      return ArtworkMatrix(a: cosine, b: sine, c: -sine, d: cosine)
    default: return nil
    }
  }

  /// Sine and cosine, exact at quarter turns.
  private static func turn(degrees: Double) -> (Double, Double) {
    switch degrees.truncatingRemainder(dividingBy: 360) {
    case 0: (0, 1)
    case 90, -270: (1, 0)
    case 180, -180: (0, -1)
    case 270, -90: (-1, 0)
    default: (sin(degrees * .pi / 180), cos(degrees * .pi / 180))
    }
  }
}
