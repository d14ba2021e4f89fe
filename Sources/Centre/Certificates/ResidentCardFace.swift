/// What is drawn on one resident card: whom it belongs to and the code that a scanner reads.
///
/// All strings are NFC. The card carries no identity-card number and no full birth date.
package struct ResidentCardFace: Codable, Equatable, Sendable {
  /// The centre that hands the card out: "Trung tâm học tập cộng đồng xã Gia Viễn".
  package var centreName: String
  /// The resident's name.
  package var name: String
  /// The card's 10 digits; the last is the check digit.
  package var cardDigits: String
  /// The resident's birth year, when known: it tells two people of one name apart.
  package var birthYear: Int?

  /// Makes a card face from its parts; nothing is checked here.
  package init(centreName: String, name: String, cardDigits: String, birthYear: Int?) {
    self.centreName = centreName
    self.name = name
    self.cardDigits = cardDigits
    self.birthYear = birthYear
  }
}
