import Centre
import Testing

@Suite struct CentreCodeTests {
  @Test func `a code is the commune's five digits and the centre's number`() throws {
    let code = try CentreCode("09187-2")

    #expect(code.commune == "09187")
    #expect(code.number == 2)
  }

  @Test(arguments: ["", "14464", "1446-1", "14464-", "14464-0", "14464-01", "14464-1-2", "1446a-1"])
  func `anything else is refused`(_ text: String) {
    #expect(throws: CentreCode.Malformed(text: text)) { try CentreCode(text) }
  }
}
