import Centre
import Testing

@Suite struct CertificateNumberTests {
  @Test func `a number is written in full, and short on paper with a leading zero`() throws {
    let centre = try CentreCode("14464-1")
    let number = CertificateNumber(centre: centre, year: 2026, sequence: 2)

    #expect(number.text == "14464-1-2026-000002")
    #expect(number.display == "02/GCN-TTHTCĐ")
    #expect(CertificateNumber(number.text) == number)
    #expect(
      CertificateNumber(centre: centre, year: 2026, sequence: 12).display == "12/GCN-TTHTCĐ")
  }

  @Test(arguments: [
    "", "14464-1-2026-12", "14464-1-2026-000000", "14464-1-26-000012", "14464-2026-000012",
    "14464-1-2026-00001x", "14464-1-2026-000012-1",
  ])
  func `anything else is no number`(_ text: String) {
    #expect(CertificateNumber(text) == nil)
  }
}
