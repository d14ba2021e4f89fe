/// Somebody who came without a card, as the check-in screen asks: with a name, by consent, or as a
/// head that is only counted.
package enum NewGuest: Equatable, Sendable {
  /// A name that the person gave, with what the person read before agreeing to it.
  case named(name: String, village: String, consent: ConsentText)
  /// Nothing but that somebody was there.
  case head

  /// The fewest letters of a name.
  package static let leastLetters = 2

  /// What is written about the person as about any other.
  package var resident: NewResident {
    switch self {
    case .named(let name, let village, _):
      NewResident(name: name, village: village, isGuest: true)
    case .head: NewResident(name: "", isGuest: true)
    }
  }

  /// The name as it is kept: tidy, and with capitals where the screen's letters gave none.
  ///
  /// Nil for what is no name: fewer than two letters, other signs, another script.
  package static func name(typed text: String) -> String? {
    let name = Name.tidied(text)
    guard (try? Name.checkReadable(name)) != nil,
      name.allSatisfy({ $0.isLetter || " '’-.".contains($0) }),
      name.filter(\.isLetter).count >= leastLetters
    else { return nil }
    return Name.capitalised(name)
  }
}

/// The words that a person agreed to, kept as evidence beside who agreed and when.
package struct ConsentText: Equatable, Sendable {
  /// What for, as a stable word such as `guest`.
  package let purpose: String
  /// The language in which it was shown, such as `vi`.
  package let language: String
  /// What was shown, whole.
  package let text: String

  /// The name of a guest, kept so that the attendance may be found again.
  package static let guest = "guest"

  /// The words of one screen.
  package init(purpose: String, language: String, text: String) {
    self.purpose = purpose
    self.language = language
    self.text = text
  }
}

/// A consent that stands in the books.
package struct Consent: Equatable, Sendable {
  /// The event with which it was given.
  package let seq: Int64
  /// What the person read.
  package let text: ConsentText
  /// When it was given, wall milliseconds.
  package let givenMilliseconds: Int64
  /// Whether it was withdrawn since.
  package let isWithdrawn: Bool

  /// A consent as it is stored.
  package init(seq: Int64, text: ConsentText, givenMilliseconds: Int64, isWithdrawn: Bool) {
    self.seq = seq
    self.text = text
    self.givenMilliseconds = givenMilliseconds
    self.isWithdrawn = isWithdrawn
  }
}
