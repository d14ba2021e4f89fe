import Testing

@testable import Evidence

@Suite struct CertificateVerifierTrustTests {
  @Test func `each verdict of a status list and a notice is given, in their order`() throws {
    let bed = try TrustBed()
    let good = try bed.token(1)
    let notice = try bed.notice(good: [good.identity])
    let withdrawn: [String: String?] = [number(3): nil, number(4): number(5)]
    let listed = try Trust(roots: bed.roots).taking(bed.bundle(withdrawn))
    let stolen = try listed.taking(
      bed.bundle(withdrawn, at: TrustBed.now + 1, notices: [notice]))
    func verdict(_ sequence: Int, _ trust: Trust, after days: Int64 = 0) throws -> Verdict {
      CertificateVerifier(trust: trust)
        .verify(token: try bed.token(sequence).bytes, today: TrustBed.day + days).verdict
    }

    #expect(try verdict(1, Trust(roots: bed.roots)) == .genuine)
    #expect(try verdict(1, listed) == .genuine)
    #expect(try verdict(1, listed, after: 90) == .genuine)
    #expect(try verdict(1, listed, after: 91) == .genuineStaleList(listDay: TrustBed.day))
    #expect(try verdict(3, listed, after: 91) == .revoked)
    #expect(try verdict(4, listed) == .replaced(by: number(5)))
    #expect(try verdict(5, listed) == .genuine)
    #expect(try verdict(20, listed) == .genuine)
    #expect(try verdict(21, listed) == .genuine)
    #expect(try verdict(1, stolen) == .genuine)
    #expect(try verdict(2, stolen) == .deviceWithdrawn)
    #expect(try verdict(3, stolen) == .deviceWithdrawn)
  }

  @Test func `the answer says which list was asked, or that none was`() throws {
    let bed = try TrustBed()
    let token = try bed.token(1).bytes
    let listed = try Trust(roots: bed.roots).taking(bed.bundle())
    func listDay(_ trust: Trust, _ token: [UInt8]) -> Int64? {
      CertificateVerifier(trust: trust).verify(token: token, today: TrustBed.day).listDay
    }

    #expect(listDay(Trust(roots: bed.roots), token) == nil)
    #expect(listDay(listed, token) == TrustBed.day)
    #expect(listDay(listed, token.dropLast()) == nil)
    #expect(listDay(listed, try TrustBed().token(1).bytes) == nil)
  }

  @Test func `a clock that is not trusted calls no list old`() throws {
    let bed = try TrustBed()
    let trust = try Trust(roots: bed.roots).taking(bed.bundle())

    #expect(
      CertificateVerifier(trust: trust).verify(token: try bed.token(1).bytes).verdict == .genuine)
  }
}
