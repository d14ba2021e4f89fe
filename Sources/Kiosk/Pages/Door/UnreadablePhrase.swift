import Centre

extension Texts {
  /// Why a code could not be read, in words that say what to do.
  func phrase(_ reason: Unreadable, _ language: Language) -> String {
    let values = reason.phraseValues
    let text = text(named: reason.phraseKey, language) ?? reason.phraseKey
    return Placeholders.fill(text) { values[$0] }
  }
}
