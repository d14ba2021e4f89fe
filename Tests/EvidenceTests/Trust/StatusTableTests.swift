import Testing

@testable import Evidence

@Suite struct StatusTableTests {
  private func refusal(
    _ highest: [String: [Int: Int]], _ withdrawn: [String: String?] = [:]
  ) -> String? {
    do {
      _ = try StatusTable(highest: highest, withdrawn: withdrawn)
      return nil
    } catch {
      return error.code
    }
  }

  @Test func `every number has a bit of its own`() throws {
    let highest = ["14464-1": [2024: 3, 2026: 5], "9-1": [2026: 9], "14464-12": [2026: 2]]
    let numbers = highest.flatMap { centre, years in
      years.flatMap { year, count in
        (1...count).map { CertificateNumberParts(centre: centre, year: year, sequence: $0).text }
      }
    }

    for number in numbers {
      let table = try StatusTable(highest: highest, withdrawn: [number: nil])
      let read = try StatusTable(details: table.details, bitmap: table.bitmap)
      #expect(read == table)
      #expect(table.certificateCount == 19)
      #expect(table.revokedCount == 1)
      for other in numbers {
        #expect(read.status(of: other) == (other == number ? .revoked : .good), "\(other)")
      }
    }
  }

  @Test func `every pair of numbers may replace one another`() throws {
    let highest = ["14464-1": [2024: 2, 2026: 2], "9-1": [2026: 2]]
    let numbers = ["14464-1-2024", "14464-1-2026", "9-1-2026"].flatMap {
      ["\($0)-000001", "\($0)-000002"]
    }

    for old in numbers {
      for new in numbers where new != old {
        let table = try StatusTable(highest: highest, withdrawn: [old: new])
        let read = try StatusTable(details: table.details, bitmap: table.bitmap)
        #expect(read.status(of: old) == .replaced(by: new))
      }
    }
  }

  @Test func `a number that is not counted is unlisted`() throws {
    let table = try StatusTable(
      highest: ["14464-1": [2026: 1]], withdrawn: ["14464-1-2026-000001": nil])

    for number in [
      "14464-1-2026-000002", "14464-1-2025-000001", "14464-2-2026-000001", "14464-1-2026-1",
      "14464-1-2026-0000001", "14464-1-2026-000000", "1", "", "-", "--", "14464-1-2026-",
    ] {
      #expect(table.status(of: number) == .unlisted, "\(number)")
    }
    #expect(try StatusTable(highest: [:], withdrawn: [:]).certificateCount == 0)
  }

  @Test func `a table that contradicts itself is not made`() {
    let one = ["14464-1": [2026: 1]]

    #expect(refusal(one) == nil)
    #expect(refusal(["14464-1": [:]]) == nil)
    #expect(refusal(["14464 1": [2026: 1]]) == "contradiction:registers")
    #expect(refusal(["14464-1": [1999: 1]]) == "contradiction:registers")
    #expect(refusal(["14464-1": [2026: -1]]) == "contradiction:registers")
    #expect(refusal(["14464-1": [2026: 1_000_000]]) == "contradiction:registers")
    let many = Dictionary(uniqueKeysWithValues: (2001...2009).map { ($0, 999_999) })
    #expect(refusal(["14464-1": many]) == "contradiction:registers")
    #expect(refusal(one, ["14464-1-2026-000002": nil]) == "contradiction:withdrawn")
    let number = "14464-1-2026-000001"
    #expect(refusal(one, [number: number]) == "contradiction:replacement")
    #expect(refusal(one, [number: "14464-1-2026-000002"]) == "contradiction:replacement")
  }

  @Test func `a list of two million certificates, one in a thousand withdrawn, fits into a page`()
    throws
  {
    var generator = SeededGenerator(seed: printedSeed())
    var highest: [String: [Int: Int]] = [:]
    for commune in 0..<200 {
      let years = (2026...2035).map { ($0, 1_000) }
      highest["\(14_001 + commune)-1"] = Dictionary(uniqueKeysWithValues: years)
    }
    var withdrawn: [String: String?] = [:]
    while withdrawn.count < 2_000 {
      func anyNumber() -> String {
        CertificateNumberParts(
          centre: "\(14_001 + generator.next() % 200)-1", year: 2026 + Int(generator.next() % 10),
          sequence: 1 + Int(generator.next() % 1_000)
        ).text
      }
      let number = anyNumber()
      let replacement = generator.next() % 4 == 0 ? anyNumber() : nil
      withdrawn[number] = .some(replacement == number ? nil : replacement)
    }
    let bed = try TrustBed()

    let table = try StatusTable(highest: highest, withdrawn: withdrawn)
    let bundle = try TrustBundle.make(
      table: table, address: "https://hoc.ninhbinh.example/v1/status",
      issuedAtSeconds: TrustBed.now, certificate: bed.statusCertificate, key: bed.status,
      notices: [], roots: nil, companion: nil)

    #expect(table.certificateCount == 2_000_000)
    #expect(table.revokedCount == 2_000)
    let characters = Base64.encode(bundle.strippedForPage).utf8.count
    print("a bundle of 2,000,000 certificates, 2,000 withdrawn: \(characters) characters")
    #expect(characters < 20_000)
    #expect(bundle.list.table == table)
  }
}
