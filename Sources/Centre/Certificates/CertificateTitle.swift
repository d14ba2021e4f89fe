/// The rule for what a certificate may call itself.
///
/// A community learning centre issues only a *giấy chứng nhận*; "chứng chỉ" and "văn bằng" (and
/// "bằng" alone) belong to the national education system, so a title with these words is refused.
package enum CertificateTitle {
  /// The word that may not stand in a title.
  package struct Forbidden: Error, Equatable, Sendable {
    /// The words as they should be written, for the message: "chứng chỉ", "văn bằng" or "bằng".
    package let word: String

    /// A refusal because of this word.
    package init(word: String) {
      self.word = word
    }
  }

  /// Throws `Forbidden` when a title contains one of the words.
  ///
  /// Composed, decomposed, upper-case, hyphenated and joined forms are found. Letters without marks
  /// count as the forbidden word only in a title written without any marks ("CHUNG CHI TIN HOC") or
  /// beside a marked half ("chung chỉ"): in "quỹ chung chi tiêu" they are other words.
  package static func check(_ title: String) throws(Forbidden) {
    let words = lowerWords(title)
    let isUnmarked = words.allSatisfy { $0 == Name.folded($0) }
    for (index, word) in words.enumerated() {
      for pair in pairs {
        if word == pair.joined || isUnmarked && word == Name.folded(pair.joined) {
          throw Forbidden(word: pair.text)
        }
        guard index + 1 < words.count else { continue }
        if pair.matches(word, words[index + 1], isUnmarked: isUnmarked) {
          throw Forbidden(word: pair.text)
        }
      }
    }
    if words.contains("bằng") || isUnmarked && words.contains("bang") {
      throw Forbidden(word: "bằng")
    }
  }

  private struct Pair {
    let first: String
    let second: String
    var text: String { "\(first) \(second)" }
    var joined: String { first + second }

    func matches(_ left: String, _ right: String, isUnmarked: Bool) -> Bool {
      let isLeftMarked = left == first
      let isRightMarked = right == second
      guard isLeftMarked || left == Name.folded(first) else { return false }
      guard isRightMarked || right == Name.folded(second) else { return false }
      return isLeftMarked || isRightMarked || isUnmarked
    }
  }

  private static let pairs = [
    Pair(first: "chứng", second: "chỉ"), Pair(first: "văn", second: "bằng"),
  ]

  private static func lowerWords(_ title: String) -> [String] {
    let visible = String(
      String.UnicodeScalarView(
        title.unicodeScalars.filter { $0.properties.generalCategory != .format }))
    return visible.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }
}
