/// The typeface of all our papers, by its files and not by the machine's font settings.
///
/// Fontconfig's system configuration is never read: what else is installed on the machine, and what
/// its user prefers, must not change the bytes of a certificate. It is also quicker to start.
package struct PaperFont: Equatable, Sendable {
  /// The folders that may hold the font's files; the first that holds all of them is taken.
  package var directories: [String]
  /// The family name that the files must give.
  package var family: String
  /// The files of the four faces: regular, bold, italic, bold italic.
  package var files: [String]
  /// The Debian package that an error tells to install.
  package var debianPackage: String

  /// Liberation Serif 2: it has every Vietnamese letter as one glyph and the measures of the
  /// typeface that Decree 30/2020/NĐ-CP asks for.
  ///
  /// Debian 12 has version 2 in `fonts-liberation2`; its `fonts-liberation` is version 1, which
  /// lacks "ủ" and its kin. Debian 13 has version 2 in `fonts-liberation`.
  package static let liberationSerif = PaperFont(
    directories: [
      "/usr/share/fonts/truetype/liberation2", "/usr/share/fonts/truetype/liberation",
    ],
    family: "Liberation Serif",
    files: [
      "LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf",
      "LiberationSerif-Italic.ttf", "LiberationSerif-BoldItalic.ttf",
    ],
    debianPackage: "fonts-liberation2")

  /// Every Vietnamese letter with a mark, and đ: a typeface must have them all.
  package static let vietnameseLetters =
    "áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵ"
    + "ÁÀẢÃẠĂẮẰẲẴẶÂẤẦẨẪẬĐÉÈẺẼẸÊẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢÚÙỦŨỤƯỨỪỬỮỰÝỲỶỸỴ"

  /// Makes a typeface from its folders, its family name and its files.
  package init(directories: [String], family: String, files: [String], debianPackage: String) {
    self.directories = directories
    self.family = family
    self.files = files
    self.debianPackage = debianPackage
  }
}
