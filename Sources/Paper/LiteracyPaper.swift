package import Centre

/// Draws a list of learners proposed as literate: A4 portrait, as many pages as it needs.
package struct LiteracyPaper: Sendable {
  private let press: Press

  /// A paper that is drawn on a press shared with others.
  init(press: Press) {
    self.press = press
  }

  /// The list as a PDF; one without a row is refused as `library`.
  package func pdf(_ list: LiteracySheet) throws -> [UInt8] {
    throw PaperError(operation: "draw the list", code: .library, message: "Not drawn yet.")
  }
}
