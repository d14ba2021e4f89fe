import Centre
import Testing

@Suite struct CardCodeTests {
  @Test func `the check digit is Damm's: 572 gets 4`() throws {
    #expect(CardCode(sequence: 572).digits == "0000005724")
    #expect(try CardCode("0000 0057 24").sequence == 572)
  }

  @Test func `every single wrong digit and every swapped pair is found`() throws {
    for sequence in stride(from: Int64(0), to: 999_999_999, by: 7_654_321) {
      let digits = Array(CardCode(sequence: sequence).digits)
      for place in 0..<10 {
        for other in "0123456789" where other != digits[place] {
          var wrong = digits
          wrong[place] = other
          #expect(throws: Unreadable.wrongCheckDigit) { try CardCode(String(wrong)) }
        }
        guard place < 9, digits[place] != digits[place + 1] else { continue }
        var swapped = digits
        swapped.swapAt(place, place + 1)
        #expect(throws: Unreadable.wrongCheckDigit) { try CardCode(String(swapped)) }
      }
    }
  }

  @Test func `other lengths and letters say what is wrong`() {
    #expect(throws: Unreadable.empty) { try CardCode(" ") }
    #expect(throws: Unreadable.wrongLength(digits: 9)) { try CardCode("123456789") }
    #expect(throws: Unreadable.unknownForm) { try CardCode("12345678x0") }
    #expect(throws: Unreadable.unknownForm) { try CardCode("１２３４５６７８９０") }
  }
}
