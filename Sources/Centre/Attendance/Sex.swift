/// A resident's sex as the identity card states it.
package enum Sex: String, CaseIterable, Sendable {
  case female
  case male

  /// Reads the card's word, "Nam" or "Nữ", in any case and with or without marks.
  package init?(cardWord: String) {
    switch Name.folded(cardWord) {
    case "nam": self = .male
    case "nu": self = .female
    default: return nil
    }
  }
}
