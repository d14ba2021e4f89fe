/// The typeface of all our papers, by its files and not by the machine's font settings.
///
/// Fontconfig's system configuration is never read: what else is installed on the machine, and what
/// its user prefers, must not change the bytes of a certificate. It is also quicker to start.
package struct PaperFont: Equatable, Sendable {
  /// The folder that holds the font's files.
  package var directory: String
  /// The family name that the files must give.
  package var family: String
  /// The files of the four faces: regular, bold, italic, bold italic.
  package var files: [String]

  /// Liberation Serif, from Debian's package `fonts-liberation`: it has every Vietnamese letter
  /// as one glyph and the measures of the typeface that Decree 30/2020/NĐ-CP asks for.
  package static let liberationSerif = PaperFont(
    directory: "/usr/share/fonts/truetype/liberation", family: "Liberation Serif",
    files: [
      "LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf",
      "LiberationSerif-Italic.ttf", "LiberationSerif-BoldItalic.ttf",
    ])

  /// Makes a typeface from its folder, its family name and its files.
  package init(directory: String, family: String, files: [String]) {
    self.directory = directory
    self.family = family
    self.files = files
  }
}
