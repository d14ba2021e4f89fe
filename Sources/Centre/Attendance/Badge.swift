/// What a person holds up to the scanner or types on the keypad, read by its shape.
package enum Badge: Equatable, Sendable {
  /// A resident's card of this centre.
  case card(CardCode)
  /// An identity card's QR code.
  case identityCard(IdentityCard)
  /// The twelve digits of an identity card, typed or trusted from a keyboard scanner.
  case identityNumber(String)

  /// Reads a scanned or typed text, or says why it cannot be read.
  ///
  /// Ten digits are a resident card, twelve an identity number, a text with bars an identity card.
  package init(scanned text: String) throws(Unreadable) {
    guard text.utf8.count <= IdentityCard.maximumBytes else {
      throw .tooLong(limit: IdentityCard.maximumBytes)
    }
    let trimmed = Name.tidied(text)
    guard !trimmed.isEmpty else { throw .empty }
    if trimmed.contains("|") {
      self = .identityCard(try IdentityCard(scanned: trimmed))
      return
    }
    let plain = String(trimmed.filter { $0 != " " && $0 != "-" })
    guard isASCIIDigits(plain) else { throw Badge.reason(for: trimmed) }
    switch plain.utf8.count {
    case 10: self = .card(try CardCode(plain))
    case 12: self = .identityNumber(plain)
    case let count: throw .wrongLength(digits: count)
    }
  }

  /// The identity number that the badge carries, if any; for the keyed hash.
  package var identityNumber: String? {
    switch self {
    case .card: nil
    case .identityCard(let card): card.number
    case .identityNumber(let number): number
    }
  }

  private static func reason(for text: String) -> Unreadable {
    do throws(Unreadable) {
      try Name.checkReadable(String(text.filter { !$0.isNumber && !$0.isPunctuation }))
      return .unknownForm
    } catch .foreignScript {
      return .foreignScript
    } catch {
      return text.unicodeScalars.contains("\u{FFFD}") ? .replacementCharacter : .unknownForm
    }
  }
}
