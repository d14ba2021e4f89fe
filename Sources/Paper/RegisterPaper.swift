package import Centre

/// Draws a year's register of certificates: A4 landscape, as many pages as it needs.
package struct RegisterPaper: Sendable {
  private let press: Press

  /// A paper that is drawn on a press shared with others.
  init(press: Press) {
    self.press = press
  }

  /// The register as a PDF; one without a row is a page that says so.
  package func pdf(_ register: RegisterSheet) throws -> [UInt8] {
    throw PaperError(operation: "draw the register", code: .library, message: "Not drawn yet.")
  }
}
