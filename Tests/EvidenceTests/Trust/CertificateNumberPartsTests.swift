import Testing

@testable import Evidence

@Suite struct CertificateNumberPartsTests {
  @Test func `a number comes apart and back`() throws {
    for text in ["14464-1-2026-000012", "14464-999-9999-999999", "old-centre-a-2000-000001"] {
      #expect(CertificateNumberParts(text)?.text == text)
    }
    let parts = try #require(CertificateNumberParts("14464-1-2026-000012"))
    #expect((parts.centre, parts.year, parts.sequence) == ("14464-1", 2026, 12))
  }

  @Test(arguments: [
    "", "1", "2026-000012", "-2026-000012", "14464-1-2026-12", "14464-1-2026-0000012",
    "14464-1-2026-000000", "14464-1-1999-000001", "14464-1-2026-1000000", "14464-1-2026-+00012",
    "14464-1-+2026-000012", "14464 1-2026-000012", "số-2026-000012", "14464-1-2026-00001２",
  ])
  func `another spelling is no number`(text: String) {
    #expect(CertificateNumberParts(text) == nil)
  }
}
