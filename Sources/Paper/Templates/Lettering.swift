import Centre

/// What may stand in a template's words, checked at start without loading the typeface.
enum Lettering {
  /// Every letter that may stand, each as the form in which it is drawn. The keys compare as equal
  /// however a letter was typed.
  private static let letters: [Character: Character] = {
    let ascii = (0x20...0x7e).map { Character(Unicode.Scalar(UInt8($0))) }
    let all = ascii + Array(PaperFont.vietnameseLetters) + Array("“”‘’–—…·•§°×½№\u{a0}")
    return Dictionary(all.map { ($0, $0) }) { first, _ in first }
  }()

  /// The text in the composed form. Throws when a letter is missing in the typeface or a word may
  /// not stand on a centre's paper.
  static func checked(
    _ text: String, field: String, _ reader: TemplateReader
  ) throws(TemplateError) -> String {
    var composed = ""
    for letter in text {
      guard let known = letters[letter] else {
        throw reader.wrong(field, "has the letter “\(letter)”, which the typeface lacks")
      }
      composed.append(known)
    }
    do throws(CertificateTitle.Forbidden) {
      try CertificateTitle.check(composed)
    } catch {
      throw reader.wrong(
        field, "has the words “\(error.word)”; a centre may issue only a giấy chứng nhận")
    }
    return composed
  }
}
