/// The words that stand on every resident card; a word in braces is replaced.
package struct CardWords: Codable, Equatable, Sendable {
  /// The title of the document that holds the cards.
  package var documentTitle = "Thẻ học viên"
  /// The words above the digits.
  package var label = "Thẻ học viên số"
  /// The birth year; `{year}`.
  package var born = "Sinh năm {year}"

  /// The default wording, in Vietnamese.
  package init() {}
}
