import Testing

@testable import Evidence

@Suite struct RevocationVectorTests {
  struct File: Decodable {
    let roots: [RefusedVectorTests.Root]
    let bundles: [GoldenBundle]
    let cases: [Judged]
    let refused: [RefusedBundle]

    var rootList: RootList {
      get throws { RootList(roots: try roots.map { try $0.value }) }
    }
  }
  struct GoldenBundle: Decodable {
    let name, bundle: String
  }
  struct Judged: Decodable {
    let name, token, verdict: String
    let bundle, replacement, reason: String?
    let today: Int64
    let listDay: Int64?
  }
  struct RefusedBundle: Decodable {
    let name, bundle, refusal: String
  }

  @Test func `every certificate gets its verdict by roots, list and notices`() throws {
    let file: File = try Vectors.load("revocation")
    let bare = Trust(roots: try file.rootList)
    var trusts: [String?: Trust] = [nil: bare]
    for golden in file.bundles {
      trusts[golden.name] = try bare.taking(TrustBundle(bytes: Base64.decode(golden.bundle)))
    }

    #expect(file.cases.count > 50)
    for golden in file.cases {
      let trust = try #require(trusts[golden.bundle], "\(golden.name)")
      let verification = CertificateVerifier(trust: trust)
        .verify(token: try Hex.decode(golden.token), today: golden.today)

      #expect(verification.verdict.name == golden.verdict, "\(golden.name)")
      #expect(verification.listDay == golden.listDay, "\(golden.name)")
      switch verification.verdict {
      case .replaced(let number): #expect(number == golden.replacement, "\(golden.name)")
      case .notGenuine(let reason), .unreadable(let reason):
        #expect(reason == golden.reason, "\(golden.name)")
      case .genuineStaleList(let day): #expect(day == golden.listDay, "\(golden.name)")
      case .genuine, .revoked, .deviceWithdrawn, .demonstration: break
      }
    }
  }

  @Test func `a bundle with one fault is refused for it`() throws {
    let file: File = try Vectors.load("revocation")
    let bare = Trust(roots: try file.rootList)

    #expect(file.refused.count > 100)
    for golden in file.refused {
      let bytes = try Base64.decode(golden.bundle)
      do {
        _ = try bare.taking(TrustBundle(bytes: bytes))
        Issue.record("\(golden.name) was taken")
      } catch {
        #expect(error.code == golden.refusal, "\(golden.name)")
      }
    }
  }

  @Test func `our own writer gives the golden list byte for byte`() throws {
    let file: File = try Vectors.load("revocation")
    let golden = try #require(file.bundles.first { $0.name == "plain" })
    let read = try TrustBundle(bytes: Base64.decode(golden.bundle))
    var highest: [String: [Int: Int]] = [:]
    for register in read.list.table.registers {
      highest[register.centre, default: [:]][register.year] = register.count
    }

    let table = try StatusTable(
      highest: highest,
      withdrawn: [
        number(3): nil, number(4): number(5), "14464-1-2025-000003": number(20), number(20): nil,
        number(9): "00001-1-2024-000007", "00001-1-2026-000001": nil,
        "00001-1-2024-000001": "14464-12-2026-000001",
      ])

    #expect(table == read.list.table)
    #expect(table.certificateCount == 33)
    #expect(table.revokedCount == 7)
    #expect(read.strippedForPage == read.bytes)
  }
}
