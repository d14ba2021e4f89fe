import Centre

extension Texts {
  /// Why a code could not be read, in words that say what to do.
  func phrase(_ reason: Unreadable, _ language: Language) -> String {
    let values: [String: String] =
      switch reason {
      case .tooLong(let limit): ["limit": "\(limit)"]
      case .wrongLength(let digits): ["digits": "\(digits)"]
      case .impossibleDate(let date): ["date": date]
      case .empty, .wrongCheckDigit, .replacementCharacter, .foreignScript, .unknownForm: [:]
      }
    let text = text(named: reason.phraseKey, language) ?? reason.phraseKey
    return Placeholders.fill(text) { values[$0] }
  }
}
