/// A person who learns at the centre.
package struct Resident: Equatable, Sendable {
  /// The row's number; also the sequence of the card.
  package let id: Int64
  /// The name that the log uses for the person, such as `L000123`.
  package let pseudonym: String
  /// The ten digits of the card.
  package let cardDigits: String
  /// The full name, NFC.
  package let name: String
  /// The birth day, when known.
  package let birthDay: Day?
  /// The birth year, when known.
  package let birthYear: Int?
  /// The sex, when known.
  package let sex: Sex?
  /// The village or place of residence; may be empty.
  package let village: String
  /// The telephone number; may be empty.
  package let phone: String
  /// The last four digits of the identity number, when one was shown.
  package let identityLast4: String?
  /// Whether the person came without a card and is yet to be merged or named.
  package let isGuest: Bool
  /// Whether the person's values were erased; then `name` is the pseudonym and the rest is empty.
  package let isErased: Bool
  /// Whether this is a head that was only counted: nobody knows who it was, so it is a turn and never
  /// one of the people that reports count.
  package let isHead: Bool
  /// The resident whom this guest turned out to be.
  package let mergedInto: Int64?

  /// A resident as it is stored.
  package init(
    id: Int64, pseudonym: String, cardDigits: String, name: String, birthDay: Day?,
    birthYear: Int?, sex: Sex?, village: String, phone: String, identityLast4: String?,
    isGuest: Bool, isErased: Bool = false, isHead: Bool = false, mergedInto: Int64? = nil
  ) {
    self.id = id
    self.pseudonym = pseudonym
    self.cardDigits = cardDigits
    self.name = name
    self.birthDay = birthDay
    self.birthYear = birthYear
    self.sex = sex
    self.village = village
    self.phone = phone
    self.identityLast4 = identityLast4
    self.isGuest = isGuest
    self.isErased = isErased
    self.isHead = isHead
    self.mergedInto = mergedInto
  }

  /// The pseudonym of a resident by its number.
  package static func pseudonym(id: Int64) -> String { "L" + padded(id, 6) }
}

/// What is written about a resident when adding or editing one.
package struct NewResident: Equatable, Sendable {
  /// The full name; may be empty for a guest only.
  package var name: String
  /// The birth day, when known.
  package var birthDay: Day?
  /// The birth year, when the day is not known; ignored when it is.
  package var birthYear: Int?
  /// The sex, when known.
  package var sex: Sex?
  /// The village or place of residence.
  package var village: String
  /// The telephone number.
  package var phone: String
  /// The keyed hash of the identity number; nil keeps what is stored when editing.
  package var identityHash: [UInt8]?
  /// The last four digits of the identity number.
  package var identityLast4: String?
  /// Whether this is a guest without a card.
  package var isGuest: Bool

  /// Everything but the name may be left out.
  package init(
    name: String, birthDay: Day? = nil, birthYear: Int? = nil, sex: Sex? = nil,
    village: String = "", phone: String = "", identityHash: [UInt8]? = nil,
    identityLast4: String? = nil, isGuest: Bool = false
  ) {
    self.name = name
    self.birthDay = birthDay
    self.birthYear = birthYear
    self.sex = sex
    self.village = village
    self.phone = phone
    self.identityHash = identityHash
    self.identityLast4 = identityLast4
    self.isGuest = isGuest
  }
}
