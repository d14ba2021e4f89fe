/// Why a scanned or typed text could not be read as a badge: an answer, not a fault.
package enum Unreadable: Error, Equatable, Sendable {
  /// Nothing was scanned.
  case empty
  /// The text is longer than any badge.
  case tooLong(limit: Int)
  /// Digits, but neither ten (resident card) nor twelve (identity number).
  case wrongLength(digits: Int)
  /// A resident card's number with a digit mistyped.
  case wrongCheckDigit
  /// A date that no calendar has, as it stood in the text.
  case impossibleDate(String)
  /// Letters were damaged on the way (U+FFFD, question marks, mis-decoded bytes).
  case replacementCharacter
  /// Letters of another script, which a mis-decoded Vietnamese text is full of.
  case foreignScript
  /// None of the forms that the kiosk knows.
  case unknownForm

  /// The key of the phrase in the text catalogues, such as `unreadable.wrongCheckDigit`.
  package var phraseKey: String {
    switch self {
    case .empty: "unreadable.empty"
    case .tooLong: "unreadable.tooLong"
    case .wrongLength: "unreadable.wrongLength"
    case .wrongCheckDigit: "unreadable.wrongCheckDigit"
    case .impossibleDate: "unreadable.impossibleDate"
    case .replacementCharacter: "unreadable.replacementCharacter"
    case .foreignScript: "unreadable.foreignScript"
    case .unknownForm: "unreadable.unknownForm"
    }
  }

  /// What fills the places of that phrase; a date stands with slashes, "31/02/1985".
  package var phraseValues: [String: String] {
    switch self {
    case .tooLong(let limit): ["limit": String(limit)]
    case .wrongLength(let digits): ["digits": String(digits)]
    case .impossibleDate(let text): ["date": Self.slashed(text)]
    case .empty, .wrongCheckDigit, .replacementCharacter, .foreignScript, .unknownForm: [:]
    }
  }

  /// Eight digits as day, month and year; anything else as it stood in the text.
  private static func slashed(_ text: String) -> String {
    guard text.utf8.count == 8, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return text
    }
    return "\(text.prefix(2))/\(text.dropFirst(2).prefix(2))/\(text.suffix(4))"
  }
}
