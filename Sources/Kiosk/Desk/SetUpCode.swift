import Evidence

/// The one-time code of the first start: whoever can read the terminal or the file may name the
/// first director. Only its digest stays in memory.
struct SetUpCode: Sendable {
  /// Letters and digits that are not mistaken for one another.
  private static let alphabet = Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ")

  private let digest: Digest

  /// A fresh code: two groups of five characters, 50 bits.
  static func make() -> (SetUpCode, text: String) {
    let letters = randomBytes(10).map { alphabet[Int($0) % alphabet.count] }
    let text = String(letters[..<5]) + "-" + String(letters[5...])
    return (SetUpCode(text: text), text)
  }

  /// The code of an earlier start, or the one typed.
  init(text: String) {
    digest = sha256(Array(Self.plain(text).utf8))
  }

  /// Whether the typed text is this code; small letters, spaces and hyphens do not matter.
  func matches(_ text: String) -> Bool {
    constantTimeEqual(digest.bytes, SetUpCode(text: text).digest.bytes)
  }

  private static func plain(_ text: String) -> String {
    String(text.uppercased().filter { $0.isLetter || $0.isNumber })
  }
}
