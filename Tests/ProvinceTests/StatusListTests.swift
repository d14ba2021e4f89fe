import Centre
import Evidence
import Testing

@testable import Province

@Suite struct StatusListTests {
  private func published(_ province: TestProvince) throws -> TrustBundle {
    try province.application.publisher.publish()
    let bundle = try #require(try province.application.bundles.bundle())
    _ = try bundle.verify(by: try province.application.keys.roots())
    return bundle
  }

  /// What a careful reader makes of the lines: each number with its fate.
  private func recount(_ kiosks: [TestKiosk]) throws -> [String: StatusTable.Status] {
    var fates: [String: StatusTable.Status] = [:]
    for kiosk in kiosks {
      var numbers: [Int64: String] = [:]
      for line in kiosk.lines {
        let event = try Event(line: line)
        let (number, target) = (event.fields["n"]?.text ?? "", event.fields["i"]?.integer ?? -1)
        let other = event.fields["y"]?.text
        switch event.kind {
        case "certificate.issue":
          numbers[event.seq] = number
          fates[number] = .good
        case "certificate.cancel":
          guard let number = numbers[target], fates[number] == .good else { continue }
          fates[number] = other.map { .replaced(by: $0) } ?? .revoked
        case "certificate.replace":
          guard let number = numbers[target], let other else { continue }
          fates[number] = .replaced(by: other)
        default: break
        }
      }
    }
    return fates
  }

  /// Three kiosks; the first stands at a centre that inherited the registers of two older ones.
  private func busy(
    _ province: TestProvince, _ random: inout SplitMix
  ) throws -> [TestKiosk] {
    let registers = [
      ["14464-1", "14470-1", "14471-12"], ["17662-1"], ["09187-1"],
    ]
    return try registers.map { centres in
      var kiosk = try province.enrolledKiosk(centre: centres[0])
      try kiosk.fill(1)
      var issued: [(number: String, seq: Int64)] = []
      var last: [String: Int] = [:]
      for _ in 0..<120 {
        let centre = centres.randomElement(using: &random) ?? centres[0]
        // No certificate at all in 2028.
        let year = [2026, 2027, 2029].randomElement(using: &random) ?? 2026
        let sequence = (last["\(centre)-\(year)"] ?? 0) + 1
        last["\(centre)-\(year)"] = sequence
        let number = "\(centre)-\(year)-\(padded(sequence, 6))"
        try kiosk.issue(number)
        issued.append((number, kiosk.size - 1))
        guard Int.random(in: 0..<3, using: &random) == 0 else { continue }
        let (old, other) = (
          issued.remove(at: Int.random(in: 0..<issued.count, using: &random)), number
        )
        let isTogether = Bool.random(using: &random)
        try kiosk.cancel(
          old.number, issued: old.seq,
          for: isTogether && other != old.number ? .text(other) : nil)
        guard !isTogether, other != old.number, Bool.random(using: &random) else { continue }
        try kiosk.replaced(old.number, issued: old.seq, by: other)
      }
      return kiosk
    }
  }

  @Test(arguments: [11, 8192] as [Int64])
  func `the list says of every number what the lines say, over centres and years`(
    _ chunk: Int64
  ) throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed \(seed)")
    var random = SplitMix(state: seed)
    let province = try TestProvince()
    let kiosks = try busy(province, &random)
    let projector = Projector(pool: province.pool, chunkEvents: chunk)
    for kiosk in kiosks {
      _ = try province.collector.accept(
        try kiosk.batch(0, kiosk.size), log: kiosk.log, range: nil)
      _ = try province.application.personal.accept(
        try kiosk.personalDocument(0, kiosk.size), log: kiosk.log,
        range: try SeqRange("0-\(kiosk.size)"))
    }
    try projector.catchUp()
    #expect(try province.count("quarantine") == 0)
    // The list may speak of 2029 from 2028 on.
    province.clock.advance(seconds: 2 * 366 * 86_400)

    let table = try published(province).list.table
    let expected = try recount(kiosks)
    for (number, fate) in expected { #expect(table.status(of: number) == fate, "\(number)") }
    #expect(table.certificateCount == expected.count)
    #expect(table.revokedCount == expected.values.count { $0 != .good })
    #expect(expected.values.contains(.revoked))
    #expect(expected.values.contains { if case .replaced = $0 { true } else { false } })
    for unknown in ["14464-1-2026-999999", "14464-1-2028-000001", "99999-1-2026-000001"] {
      #expect(table.status(of: unknown) == .unlisted)
    }
  }

  @Test func `merged centres keep their old numbers apart`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk(centre: "14464-1")
    try kiosk.fill(1)
    try kiosk.issue("14470-1-2026-000001")
    try kiosk.issue("14471-1-2026-000001")
    try kiosk.issue("14464-1-2026-000001")
    try kiosk.cancel("14471-1-2026-000001", issued: 2)
    try province.take(kiosk)

    let table = try published(province).list.table
    #expect(table.status(of: "14470-1-2026-000001") == .good)
    #expect(table.status(of: "14471-1-2026-000001") == .revoked)
    #expect(table.status(of: "14464-1-2026-000001") == .good)
  }

  @Test func `what is no number, or replaced by none, does no harm`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(1)
    for number in ["14464-1-2026-000007", "14464-1-1999-000001", "x", "14464-1-2026-00000a"] {
      try kiosk.issue(number)
      try kiosk.cancel(number, issued: kiosk.size - 1, for: .text("nobody"))
    }
    try kiosk.issue("14464-1-2026-000008")
    // A replacement of another type, itself, one that has not come, one of a register that has not.
    try kiosk.cancel("14464-1-2026-000008", issued: kiosk.size - 1, for: .integer(3))
    try kiosk.issue("14464-1-2026-000009")
    try kiosk.cancel(
      "14464-1-2026-000009", issued: kiosk.size - 1, for: .text("14464-1-2026-000009"))
    try kiosk.issue("14464-1-2026-000010")
    try kiosk.cancel(
      "14464-1-2026-000010", issued: kiosk.size - 1, for: .text("14464-1-2026-000012"))
    try kiosk.issue("14464-1-2026-000011")
    try kiosk.cancel(
      "14464-1-2026-000011", issued: kiosk.size - 1, for: .text("17662-1-2027-000004"))
    try province.take(kiosk)
    #expect(try province.count("quarantine") == 0)

    let table = try published(province).list.table
    for sequence in [7, 8, 9, 11] {
      #expect(table.status(of: "14464-1-2026-\(padded(sequence, 6))") == .revoked)
    }
    #expect(
      table.status(of: "14464-1-2026-000010") == .replaced(by: "14464-1-2026-000012"))
    #expect(table.certificateCount == 12)
  }

  @Test func `one kiosk in wrong hands cannot fill the list`() throws {
    let province = try TestProvince()
    var honest = try province.enrolledKiosk(centre: "17662-1")
    try honest.fill(1)
    for sequence in 1...2 { try honest.issue("17662-1-2026-\(padded(sequence, 6))") }
    try honest.cancel("17662-1-2026-000002", issued: 2)
    try province.take(honest)
    var stolen = try province.enrolledKiosk()
    try stolen.fill(1)
    for sequence in 1...3 { try stolen.issue("14464-1-2026-\(padded(sequence, 6))") }
    for centre in 1...400 {
      try stolen.issue("99999-\(centre)-2026-999999")
      try stolen.cancel("99999-\(centre)-2026-999999", issued: stolen.size - 1)
    }
    try province.take(stolen)

    let table = try published(province).list.table
    #expect(table.status(of: "17662-1-2026-000002") == .revoked)
    #expect(table.status(of: "14464-1-2026-000003") == .good)
    #expect(table.revokedCount == 1)
    #expect(table.certificateCount < 256 * 1002)
  }

  @Test func `kiosks in wrong hands cannot fill the list with years that were or will be`() throws {
    let province = try TestProvince()
    for kiosk in 0..<2 {
      var stolen = try province.enrolledKiosk()
      try stolen.fill(1)
      for centre in 1...128 {
        for year in [2000, 9999] {
          try stolen.issue("9999\(kiosk)-\(centre)-\(year)-000001", isCodeSent: false)
        }
      }
      try stolen.issue("14464-1-2027-000001")
      try stolen.issue("14464-1-2028-000001")
      try province.take(stolen)
    }

    let table = try published(province).list.table
    #expect(table.certificateCount == 1)
    #expect(table.status(of: "14464-1-2027-000001") == .good)
  }

  @Test func `nobody cancels another centre's certificates, and the attempt is seen`() throws {
    let province = try TestProvince()
    var honest = try province.enrolledKiosk(centre: "17662-1")
    try honest.fill(1)
    let certificate = try honest.issue("17662-1-2026-000001")
    try honest.issue("17662-1-2026-000002", isCodeSent: false)
    try honest.cancel("17662-1-2026-000002", issued: 2)
    var rogue = try province.enrolledKiosk(centre: "14464-1")
    try rogue.fill(1)
    // With its own code and without, before the centre's own and after it.
    try rogue.issue("17662-1-2026-000001")
    try rogue.cancel("17662-1-2026-000001", issued: 1, for: .text("14464-1-2026-000001"))
    try rogue.issue("17662-1-2026-000003", isCodeSent: false)
    try rogue.cancel("17662-1-2026-000003", issued: 3)
    try province.take(rogue)
    try province.take(honest)

    let table = try published(province).list.table
    #expect(table.status(of: "17662-1-2026-000001") == .good)
    #expect(table.status(of: "17662-1-2026-000002") == .revoked)
    #expect(table.revokedCount == 1)
    let verdict = try province.application.verifier.verify(
      text: QRText.text(token: certificate.bytes, shortHost: "gcn.example")
    ).verdict
    #expect(verdict == .genuine)
    let lines = try TrustCheck(province.application).lines().filter { $0.text == .checkIgnored }
    #expect(lines.count == 2)
    #expect(lines.allSatisfy { $0.values["log"] == rogue.log.hex })
  }

  @Test func `of merged centres' numbers that log speaks whose certificate came first`() throws {
    let province = try TestProvince()
    var merged = try province.enrolledKiosk(centre: "14464-1")
    try merged.fill(1)
    try merged.issue("14470-1-2026-000001")
    try merged.issue("14470-1-2026-000002")
    try merged.cancel("14470-1-2026-000001", issued: 1)
    try province.take(merged)
    province.clock.advance(seconds: 60)
    var rogue = try province.enrolledKiosk(centre: "09187-1")
    try rogue.fill(1)
    try rogue.issue("14470-1-2026-000002")
    try rogue.cancel("14470-1-2026-000002", issued: 1)
    try province.take(rogue)

    let table = try published(province).list.table
    #expect(table.status(of: "14470-1-2026-000001") == .revoked)
    #expect(table.status(of: "14470-1-2026-000002") == .good)
  }

  @Test func `a number that two logs hold is withdrawn when either of them says so`() throws {
    let province = try TestProvince()
    var first = try province.enrolledKiosk()
    var second = try province.enrolledKiosk()
    for sequence in 1...2 {
      try first.fill(1)
      try second.fill(1)
      try first.issue("14464-1-2026-\(padded(sequence, 6))")
      try second.issue("14464-1-2026-\(padded(sequence, 6))")
    }
    try second.cancel("14464-1-2026-000001", issued: 1)
    try first.cancel("14464-1-2026-000002", issued: 2, for: .text("14464-1-2026-000003"))
    try second.cancel("14464-1-2026-000002", issued: 2)
    try province.take(first)
    try province.take(second)

    let table = try published(province).list.table
    #expect(table.status(of: "14464-1-2026-000001") == .revoked)
    #expect(table.status(of: "14464-1-2026-000002") == .replaced(by: "14464-1-2026-000003"))
  }

  @Test func `the page of certificates says what replaced a cancelled one`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(1)
    try kiosk.issue("14464-1-2026-000001")
    try kiosk.cancel("14464-1-2026-000001", issued: 1, for: .text("14464-1-2026-000002"))
    try province.take(kiosk)
    let list = try CertificateList(province.pool, centre: nil, page: 1, rows: 10)
    #expect(list.items.first?.replacement == "14464-1-2026-000002")
    #expect(list.items.first?.cancelReason == "nhầm tên")
  }
}
