/// A fault while drawing: a code that does not fit, a font that is not there, a library that failed.
package struct PaperError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What went wrong, for programs.
  package enum Code: String, Sendable {
    /// The QR code would need more than version 17, which is too fine for paper.
    case codeTooLarge
    /// A code was asked for with text that its alphabet does not have.
    case codeAlphabet
    /// The font file is not installed or is another font.
    case fontMissing
    /// The font has no glyph for a character of the text.
    case glyphMissing
    /// The text does not fit its place even in the smallest size allowed.
    case textTooLong
    /// A picture is damaged.
    case picture
    /// There is no template for what is to be drawn.
    case templateMissing
    /// A drawing library failed.
    case library
  }

  /// What was being done: "draw a certificate".
  package let operation: String
  /// What went wrong, for programs.
  package let code: Code
  /// What went wrong and what to do about it, in whole English sentences, for the log.
  package let message: String

  /// Makes an error from its parts.
  package init(operation: String, code: Code, message: String) {
    self.operation = operation
    self.code = code
    self.message = message
  }

  /// The operation and the message in one line.
  package var description: String { "Failed to \(operation). \(message)" }
}
