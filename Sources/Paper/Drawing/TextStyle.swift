/// How a line of text is set: size, face, colour and spacing.
struct TextStyle: Equatable {
  /// The size, in points.
  var sizePoints: Double
  var isBold = false
  var isItalic = false
  var colour = Colour.black
  /// What is added between letters, in thousandths of the size.
  var trackingThousandths = 0.0

  /// The same style in another size.
  func sized(_ points: Double) -> TextStyle {
    var style = self
    style.sizePoints = points
    return style
  }
}

/// An ink, as red, green and blue from 0 to 1.
struct Colour: Equatable {
  var red: Double
  var green: Double
  var blue: Double

  static let black = Colour(red: 0, green: 0, blue: 0)
  static let white = Colour(red: 1, green: 1, blue: 1)
  static let grey = Colour(red: 0.35, green: 0.35, blue: 0.35)
  /// The red of the frame and of the title; a dark grey on a printer without colour.
  static let lacquer = Colour(red: 0.60, green: 0.09, blue: 0.10)
  /// The wash behind a demonstration paper, light enough to read through.
  static let wash = Colour(red: 0.97, green: 0.90, blue: 0.89)
}
