/// What a citizen's identity card tells through its QR code: a typing aid, not a proof, because it
/// carries no signature.
///
/// The text is `12 digits|old 9 digits or empty|name|ddmmyyyy|Nam or Nữ|residence|ddmmyyyy[|more]`;
/// some readers leave out the old number, newer cards add fields. It is read by shape, and what is
/// not needed (old number, date of issue, parents' names, the raw text) is dropped here.
package struct IdentityCard: Equatable, Sendable {
  /// The longest text that is looked at, in UTF-8 bytes.
  package static let maximumBytes = 1024

  /// The twelve digits. Only a keyed hash of them and the last four are ever kept.
  package let number: String
  /// The holder's full name, NFC.
  package let name: String
  /// The birth day, or nil where only the year can be trusted: 1 January may stand for a bare year.
  package let birthDay: Day?
  /// The birth year.
  package let birthYear: Int?
  /// The holder's sex, or nil when the word was damaged.
  package let sex: Sex?
  /// The place of residence as the card words it, NFC.
  package let residence: String

  /// Reads the text of an identity card's QR code, or says why it cannot be read.
  package init(scanned text: String) throws(Unreadable) {
    guard text.utf8.count <= IdentityCard.maximumBytes else {
      throw .tooLong(limit: IdentityCard.maximumBytes)
    }
    guard !text.unicodeScalars.contains("\u{FFFD}") else { throw .replacementCharacter }
    var fields = text.split(separator: "|", omittingEmptySubsequences: false)
      .map { Name.tidied(String($0)) }[...]
    guard fields.count >= 6, let number = fields.popFirst() else { throw .unknownForm }
    guard isASCIIDigits(number) else { throw .unknownForm }
    guard number.utf8.count == 12 else { throw .wrongLength(digits: number.utf8.count) }
    if let old = fields.first, old.isEmpty || isASCIIDigits(old) { fields.removeFirst() }
    let rest = Array(fields)
    guard rest.count >= 4 else { throw .unknownForm }
    self.number = number
    name = try IdentityCard.name(rest[0])
    (birthDay, birthYear) = try IdentityCard.birth(rest[1])
    sex = Sex(cardWord: rest[2])
    residence = try IdentityCard.residence(rest[3])
    if rest.count > 4, isASCIIDigits(rest[4]), Day(compact: rest[4]) == nil {
      throw .impossibleDate(rest[4])
    }
  }

  /// The last four digits of the number, which may be kept to tell two people apart.
  package var lastFourDigits: String { String(number.suffix(4)) }

  private static func name(_ text: String) throws(Unreadable) -> String {
    guard !text.isEmpty else { throw .unknownForm }
    guard text.count <= 100 else { throw .tooLong(limit: 100) }
    try Name.checkReadable(text)
    return text
  }

  private static func birth(_ text: String) throws(Unreadable) -> (Day?, Int?) {
    guard isASCIIDigits(text) else { throw .unknownForm }
    if let year = bareYear(text) { return (nil, year) }
    guard let day = Day(compact: text), (1880...2200).contains(day.year) else {
      throw .impossibleDate(text)
    }
    let isPlaceholder = day.day == 1 && day.month == 1
    return (isPlaceholder ? nil : day, day.year)
  }

  private static func bareYear(_ text: String) -> Int? {
    let isBare = text.utf8.count == 4 || (text.utf8.count == 8 && text.hasPrefix("0000"))
    guard isBare, let year = Int(text.suffix(4)), (1880...2200).contains(year) else { return nil }
    return year
  }

  private static func residence(_ text: String) throws(Unreadable) -> String {
    guard text.count <= 300 else { throw .tooLong(limit: 300) }
    for scalar in text.unicodeScalars where scalar.properties.isAlphabetic {
      guard
        scalar.value < 0x0250 || (0x0300...0x036F).contains(scalar.value)
          || (0x1E00...0x1EFF).contains(scalar.value)
      else { throw .foreignScript }
    }
    return text
  }
}
