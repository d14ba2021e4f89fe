import Evidence
import Foundation
import Testing

@testable import Province

@Suite struct CarriedTests {
  private let stick = NSTemporaryDirectory() + "stick-\(UUID().uuidString)"

  private func write(_ bytes: [UInt8], _ name: String, in folder: String = "") throws {
    let place = folder.isEmpty ? stick : "\(stick)/\(folder)"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: "\(place)/\(name)"))
  }

  /// Writes the files of a range as a kiosk does.
  private func export(
    _ kiosk: TestKiosk, _ start: Int64, _ end: Int64, in folder: String = ""
  ) throws {
    let batch = CarriedName(log: kiosk.log, start: start, end: end)
    try write(try kiosk.batch(start, end), batch.text, in: folder)
    let values = CarriedName(log: kiosk.log, start: start, end: end, isPersonal: true)
    try write(try kiosk.personalDocument(start, end), values.text, in: folder)
  }

  private func done() { try? FileManager.default.removeItem(atPath: stick) }

  @Test func `files of any kiosks in any order are taken, and answered beside them`() throws {
    defer { done() }
    let province = try TestProvince()
    var kiosks: [TestKiosk] = []
    for index in 0..<2 {
      var kiosk = try province.enrolledKiosk()
      try kiosk.fill(30)
      try kiosk.issue("14464-1-2026-00000\(index + 1)")
      kiosks.append(kiosk)
    }
    for kiosk in kiosks {
      try export(kiosk, 20, 31, in: kiosk.log.hex)
      try export(kiosk, 0, 20, in: kiosk.log.hex)
    }

    let report = try province.application.carriedImport.run([stick], receipts: "\(stick)/out")

    #expect(report.isComplete && report.stored == 62)
    #expect(try province.count("event") == 62)
    #expect(try province.count("personal") == 4)
    for kiosk in kiosks {
      for place in [kiosk.log.hex, "out"] {
        let path = "\(stick)/\(place)/\(CarriedName.receipt(of: kiosk.log))"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let receipt = try Receipt(text: text, province: province.application.keys.verifier)
        #expect(receipt.checkpoint.size == 31)
      }
    }
    let again = try province.application.carriedImport.run([stick], receipts: nil)
    #expect(again.isComplete && again.stored == 0)
    #expect(try province.count("event") == 62)
  }

  @Test func `a missing file is named, and what follows it waits`() throws {
    defer { done() }
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(30)
    try export(kiosk, 0, 10)
    try export(kiosk, 20, 30)

    let report = try province.application.carriedImport.run([stick], receipts: nil)

    #expect(!report.isComplete && report.stored == 10)
    #expect(report.gaps.count == 1)
    let missing = CarriedName(log: kiosk.log, start: 10, end: 20)
    #expect(
      report.gaps == [
        Saying(.importGap, ["log": kiosk.log, "first": 10, "last": 19, "file": missing.text])
      ])
    #expect(
      report.files.map(\.saying.text) == [
        .importStored, .importEarly, .importPersonal, .importEarly,
      ])
    try export(kiosk, 10, 20)
    #expect(try province.application.carriedImport.run([stick], receipts: nil).isComplete)
  }

  @Test func `values whose batch is missing wait for it`() throws {
    defer { done() }
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(10)
    try kiosk.issue("14464-1-2026-000001")
    // As on a stick that was full, or pulled out, before the batch.
    try export(kiosk, 0, 11)
    let batch = "\(stick)/\(CarriedName(log: kiosk.log, start: 0, end: 11).text)"
    try FileManager.default.removeItem(atPath: batch)

    let early = try province.application.carriedImport.run([stick], receipts: nil)

    #expect(early.files.map(\.saying.text) == [.importEarly])
    #expect(!early.isComplete && early.written.allSatisfy { !$0.hasSuffix(".receipt") })
    try export(kiosk, 0, 11)
    #expect(try province.application.carriedImport.run([stick], receipts: nil).isComplete)
    #expect(try province.count("personal") == 2)
  }

  @Test func `a damaged, a foreign and an unknown file are named and stop nothing`() throws {
    defer { done() }
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(30)
    var stranger = TestKiosk(host: "province.test")
    try stranger.fill(5)
    try export(stranger, 0, 5)
    try export(kiosk, 0, 10)
    try export(kiosk, 10, 20)
    var bytes = try kiosk.batch(0, 20)
    bytes[bytes.count / 2] ^= 1
    try write(bytes, CarriedName(log: kiosk.log, start: 0, end: 20).text)
    try write([1, 2, 3], "notes.ndjson.gz")
    try write([1, 2, 3], "photo.jpg")
    try write([1, 2, 3], ".hidden.ndjson.gz")

    let report = try province.application.carriedImport.run(
      [stick, "\(stick)/nothing"], receipts: nil)

    #expect(!report.isComplete && report.stored == 20)
    let bad = report.files.filter { !$0.isGood }
    #expect(
      Set(bad.map { ($0.path as NSString).lastPathComponent }) == [
        CarriedName(log: kiosk.log, start: 0, end: 20).text, "notes.ndjson.gz", "nothing",
        CarriedName(log: stranger.log, start: 0, end: 5).text,
        CarriedName(log: stranger.log, start: 0, end: 5, isPersonal: true).text,
      ])
    #expect(bad.contains { $0.saying == Saying(.importUnknownLog, ["log": stranger.log]) })
    #expect(bad.contains { $0.saying.text == .importDamaged })
    #expect(bad.contains { $0.saying == Saying(.importAbsent) })
    #expect(report.gaps.isEmpty)
  }

  @Test func `a batch is known by its header under any name, values only by theirs`() throws {
    defer { done() }
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(10)
    try write(try kiosk.batch(0, 10), "copy (1).bin")
    try write(try kiosk.personalDocument(0, 10), "copy.personal.ndjson.gz")

    let batch = try province.application.carriedImport.run(
      ["\(stick)/copy (1).bin"], receipts: nil)
    #expect(batch.isComplete && batch.stored == 10)
    let values = try province.application.carriedImport.run([stick], receipts: nil)
    #expect(values.files.contains { $0.saying.text == .importName && !$0.isGood })
  }

  @Test func `a withdrawn kiosk's stick is refused`() throws {
    defer { done() }
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(10)
    try export(kiosk, 0, 10)
    _ = try province.application.withdrawals.withdraw(log: kiosk.log, reason: "", lost: nil)

    let report = try province.application.carriedImport.run([stick], receipts: nil)

    #expect(!report.isComplete && report.stored == 0)
    #expect(report.files.allSatisfy { $0.saying == Saying(.importRevoked) })
    #expect(try province.count("event") == 0)
  }

  @Test func `values of an erased person on an old stick are declined`() throws {
    defer { done() }
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(1)
    try kiosk.issue("14464-1-2026-000001")
    try kiosk.add("resident.erase", ["r": .text("L1"), "w": .text("request")])
    try province.take(kiosk)
    try export(kiosk, 0, 3)

    let report = try province.application.carriedImport.run([stick], receipts: nil)

    #expect(report.isComplete)
    let saying = Saying(.importPersonal, ["kept": 0, "declined": 2])
    #expect(report.files.contains { $0.saying == saying })
    #expect(try province.count("personal") == 0)
  }

  // MARK: Branches

  /// A kiosk with 20 events here, and a copy of its card that has 40 of its events and goes on by itself.
  private func branched(_ province: TestProvince) throws -> (kiosk: TestKiosk, copy: TestKiosk) {
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(40)
    try province.take(kiosk)
    var copy = try kiosk.branched(at: 40)
    try kiosk.fill(60)
    try copy.fill(61)
    return (kiosk, copy)
  }

  private func lines(_ log: LogID, _ province: TestProvince) throws -> [[UInt8]] {
    try province.pool.withConnection { connection in
      let stream = try #require(try Stream.find(log, connection))
      return try stream.lines(from: 0, to: stream.next, connection)
    }
  }

  @Test(arguments: [0, 7, 40], [false, true])
  func `a branch on a stick is taken from where it parts, whatever was known to be common`(
    _ start: Int64, _ goesOn: Bool
  ) throws {
    defer { done() }
    let province = try TestProvince()
    let (kiosk, copy) = try branched(province)
    if goesOn { try province.take(kiosk, from: 40) }
    let announcement = try copy.announcement(of: kiosk.log, fork: start)
    try write(try announcement.json(), CarriedName.branch(of: copy.log))
    try export(copy, start, 45)
    try export(copy, 45, 61)

    let report = try province.application.carriedImport.run([stick], receipts: "\(stick)/out")

    #expect(report.isComplete, "\(report.files)")
    #expect(report.stored == 21)
    #expect(try lines(copy.log, province) == copy.lines)
    #expect(try province.count("event") == (goesOn ? 60 : 40) + 21)
    for folder in [stick, "\(stick)/out"] {
      let path = "\(folder)/\(CarriedName.branchAnswer(to: copy.log))"
      let json = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
      let key = province.application.keys.province.publicKey
      let answer = try #require(BranchAnswer(json: json, province: key))
      #expect(answer.next == 40)
      #expect(answer.root == copy.tree(40).root)
      let text = try String(
        contentsOfFile: "\(folder)/\(CarriedName.receipt(of: copy.log))", encoding: .utf8)
      let receipt = try Receipt(text: text, province: province.application.keys.verifier)
      #expect(receipt.checkpoint.size == 61)
    }
    let before = try province.fingerprint()
    let again = try province.application.carriedImport.run([stick], receipts: nil)
    #expect(again.isComplete && again.stored == 0)
    #expect(try province.fingerprint() == before)
  }

  @Test func `what the stick holds under the old name comes first, and is stored once`() throws {
    defer { done() }
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(20)
    try province.take(kiosk)
    try kiosk.fill(40)
    var copy = try kiosk.branched(at: 40)
    try copy.fill(50)
    try export(kiosk, 20, 40)
    try export(copy, 20, 50)
    try write(
      try copy.announcement(of: kiosk.log, fork: 20).json(), CarriedName.branch(of: copy.log))

    let report = try province.application.carriedImport.run([stick], receipts: nil)

    #expect(report.isComplete, "\(report.files)")
    #expect(try province.count("event") == 50)
    #expect(try lines(copy.log, province) == copy.lines)
  }

  @Test func `where the batches do not show the place, or others sign, nothing branches`() throws {
    defer { done() }
    let province = try TestProvince()
    let (kiosk, copy) = try branched(province)
    let name = CarriedName.branch(of: copy.log)
    var other = copy
    other.key = SigningKey()
    for (wish, folder) in [
      (try copy.announcement(of: kiosk.log, fork: 7), "gap"),
      (try copy.announcement(of: kiosk.log, fork: 7, by: SigningKey()), "stranger"),
      (try copy.announcement(of: LogID.random(), fork: 0), "unknown"),
    ] {
      try write(try wish.json(), name, in: folder)
      if folder == "gap" {
        try export(copy, 30, 61, in: folder)
        // Signed by another key, it shows nothing.
        try export(other, 7, 30, in: folder)
      }

      let report = try province.application.carriedImport.run(["\(stick)/\(folder)"], receipts: nil)

      #expect(!report.isComplete)
      #expect(try province.count("stream") == 1, "\(folder)")
      let answer = "\(stick)/\(folder)/\(CarriedName.branchAnswer(to: copy.log))"
      #expect(!FileManager.default.fileExists(atPath: answer))
    }
    try export(copy, 7, 30, in: "gap")
    let report = try province.application.carriedImport.run(["\(stick)/gap"], receipts: nil)
    #expect(report.isComplete, "\(report.files)")
    #expect(try lines(copy.log, province) == copy.lines)
  }

  @Test func `a kiosk without a network is enrolled by files`() throws {
    defer { done() }
    let province = try TestProvince()
    let kiosk = TestKiosk(host: province.settings.province.host)
    let request = try CanonicalValue.object(
      try EnrolmentProof.signed(
        [
          "log": .text(kiosk.log.hex), "key": .text(kiosk.key.publicKey.hex),
          "name": .text("Xã Gia Viễn"),
        ], by: kiosk.key)
    ).canonical()
    try write(request, "request.json")
    let file = "\(stick)/request.json"
    let carried = province.application.carriedEnrolment

    #expect(throws: Problem.self) { try carried.enrol(file: file, code: nil, url: "") }
    #expect(throws: Problem.self) { try carried.enrol(file: file, code: "AAAA", url: "") }
    let offer = try province.application.enrolments.offer(centre: "14464-1", name: "x")
    let done = try carried.enrol(file: file, code: offer.code.text, url: "http://p.example")

    #expect(done.log == kiosk.log)
    let members = try CanonicalValue(json: done.answer).object
    #expect(members?["log"]?.text == kiosk.log.hex)
    #expect(members?["url"]?.text == "http://p.example")
    #expect(members?["token"]?.text?.isEmpty == false)
    #expect(members?["deviceCertificate"] != nil)
    #expect(try province.count("kiosk") == 1)
  }
}
