/// The rule for what a certificate may call itself.
///
/// A community learning centre issues only a *giấy chứng nhận*; "chứng chỉ" and "văn bằng" belong to
/// the national education system, so a title with these words is refused, and so is "bằng" where it
/// is the noun for a diploma ("Bằng nghề", "cấp bằng"). Elsewhere "bằng" is "by" or "level", as in
/// "Giao tiếp bằng tiếng Anh" and "Cân bằng dinh dưỡng".
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
    for index in words.indices where namesDiploma(words, at: index, isUnmarked: isUnmarked) {
      throw Forbidden(word: "bằng")
    }
  }

  /// Whether the word at `index` is "bằng" as the noun: the first word of the title, or with one of
  /// the words beside it that only a diploma has.
  private static func namesDiploma(_ words: [String], at index: Int, isUnmarked: Bool) -> Bool {
    let reads = { (at: Int, wanted: String) in
      words.indices.contains(at)
        && (words[at] == wanted || isUnmarked && words[at] == Name.folded(wanted))
    }
    guard reads(index, "bằng") else { return false }
    guard index > 0 else { return true }
    if before.contains(where: { reads(index - 1, $0) }) { return true }
    return after.contains { phrase in
      phrase.enumerated().allSatisfy { offset, word in reads(index + 1 + offset, word) }
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

  /// What stands before "bằng" only when it is a diploma.
  private static let before = ["cấp", "tấm"]

  /// What stands after "bằng" only when it is a diploma. "cáp" (cable) and "nghe" (hearing) are other
  /// words, so the marks count.
  private static let after = [
    ["khen"], ["cấp"], ["nghề"], ["lái"], ["tốt", "nghiệp"], ["đại", "học"], ["cao", "đẳng"],
    ["trung", "cấp"], ["sơ", "cấp"], ["trung", "học"], ["phổ", "thông"], ["cử", "nhân"],
    ["kỹ", "sư"], ["thạc", "sĩ"], ["tiến", "sĩ"],
  ]

  private static func lowerWords(_ title: String) -> [String] {
    let visible = String(
      String.UnicodeScalarView(
        title.unicodeScalars.filter { $0.properties.generalCategory != .format }))
    return visible.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }
}
