import Centre
import Testing

@Suite struct BadgeTests {
  @Test func `ten digits are a card, twelve an identity number, bars an identity card`() throws {
    let card = CardCode(sequence: 12)

    #expect(try Badge(scanned: " \(card.digits)\r\n") == .card(card))
    #expect(try Badge(scanned: card.spaced) == .card(card))
    #expect(try Badge(scanned: "037085001234") == .identityNumber("037085001234"))
    #expect(
      try Badge(scanned: IdentityCardTests.full)
        == .identityCard(IdentityCard(scanned: IdentityCardTests.full)))
  }

  struct Case: Sendable {
    let text: String
    let reason: Unreadable
  }

  static let refused = [
    Case(text: "", reason: .empty), Case(text: " \r\n", reason: .empty),
    Case(text: "0000005725", reason: .wrongCheckDigit),
    Case(text: "03708500123", reason: .wrongLength(digits: 11)),
    Case(text: "161234567", reason: .wrongLength(digits: 9)),
    Case(text: "hello", reason: .unknownForm), Case(text: "https://a.vn/c#1", reason: .unknownForm),
    Case(text: "Nguy\u{FFFD}n", reason: .replacementCharacter),
    Case(text: "阮氏花", reason: .foreignScript),
    Case(text: String(repeating: "9", count: 2000), reason: .tooLong(limit: 1024)),
  ]

  @Test(arguments: refused)
  func `an unreadable text says why`(_ item: Case) {
    #expect(throws: item.reason) { try Badge(scanned: item.text) }
    #expect(item.reason.phraseKey.hasPrefix("unreadable."))
  }
}
