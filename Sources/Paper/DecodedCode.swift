/// A code that was found in a picture.
package struct DecodedCode: Equatable, Sendable {
  /// The text, read as UTF-8 where the code does not say otherwise.
  package let text: String
  /// The kind of symbol, in zxing-cpp's words: "QRCode" or "Code128".
  package let format: String

  /// Makes a code from its parts.
  package init(text: String, format: String) {
    self.text = text
    self.format = format
  }
}
