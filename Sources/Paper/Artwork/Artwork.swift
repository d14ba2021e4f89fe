/// A drawing of lines and areas, such as the border of a certificate, read from an SVG file.
///
/// Only a small part of SVG is read, by code of ours: `svg`, `g`, `defs`, `use`, `path`, `rect`,
/// `circle`, `line`, `title` and `desc`, with plain numbers, colours as #rrggbb and transforms made of
/// translate, scale and rotate. That is what a border needs; it stays lines in the PDF, opens in
/// every browser and drawing program, and spares the kiosk a library that reads all of SVG. What is
/// not read is refused by its line, never left out.
struct Artwork: Equatable {
  /// One shape with its inks.
  struct Shape: Equatable {
    var steps: [Step]
    var fill: Colour?
    var stroke: Colour?
    /// In units of the drawing, as lines are drawn after all transforms.
    var strokeWidth: Double
    var hasRoundEnds: Bool
    var isEvenOdd: Bool

    /// The shape without its outline.
    var inks: Shape {
      var inks = self
      inks.steps = []
      return inks
    }
  }

  /// One step of a path.
  enum Step: Equatable {
    case move(ArtworkPoint)
    case line(ArtworkPoint)
    case curve(ArtworkPoint, ArtworkPoint, ArtworkPoint)
    case close
  }

  /// The most bytes of a file.
  static let mostBytes = 256 << 10
  /// The most steps after every `use` is drawn out.
  static let mostSteps = 20_000

  /// The width and height of the drawing, in its units.
  let width: Double
  let height: Double
  let shapes: [Shape]

  /// Reads a drawing.
  init(file: String, bytes: [UInt8]) throws(TemplateError) {
    guard bytes.count <= Self.mostBytes else {
      throw TemplateError(file: file, field: "", reason: "is larger than 256 KiB")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw TemplateError(file: file, field: "", reason: "is not UTF-8 text")
    }
    var reader = ArtworkReader(file: file)
    let root = try ArtworkElement.tree(file: file, text: text)
    self = try reader.artwork(root)
  }

  init(width: Double, height: Double, shapes: [Shape]) {
    self.width = width
    self.height = height
    self.shapes = shapes
  }
}

/// A point of a drawing.
struct ArtworkPoint: Equatable {
  var x: Double
  var y: Double

  static func + (left: ArtworkPoint, right: ArtworkPoint) -> ArtworkPoint {
    ArtworkPoint(x: left.x + right.x, y: left.y + right.y)
  }
}
