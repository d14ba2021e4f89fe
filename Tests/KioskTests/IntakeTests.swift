import Evidence
import Foundation
import Store
import Testing

@testable import Kiosk

@Suite struct IntakeTests {
  private func given() throws -> (bed: Bed, province: ScriptedProvince, log: OutgoingLog) {
    let bed = try Bed()
    _ = try bed.earned()
    let province = try ScriptedProvince(bed)
    try province.enrol()
    let enrolment = try #require(try bed.desk.keys.enrolment())
    let log = OutgoingLog(
      store: bed.desk.store, keys: bed.desk.keys, enrolment: enrolment)
    return (bed, province, log)
  }

  private func receipt(
    _ size: Int64, _ log: OutgoingLog, by key: SigningKey, origin: String? = nil,
    root: Digest? = nil
  ) throws -> [UInt8] {
    let own = try log.store.compactRange(at: size)?.root ?? Merkle.emptyRoot
    let note = try Checkpoint(origin: origin ?? log.origin, size: size, root: root ?? own)
      .signed(by: log.keys.device)
    let receipt = try Receipt.issue(
      over: note, provinceName: ScriptedProvince.host, key: key, timeSeconds: 1_795_000_000)
    return Array(receipt.text.utf8)
  }

  @Test func `a receipt confirms, and once more changes nothing`() throws {
    let (bed, province, log) = try given()
    let file = try receipt(3, log, by: province.key)
    let intake = Intake(desk: bed.desk)

    let first = intake.take(file)
    #expect(first.text == .importReceiptKept && first.isGood)
    #expect(first.values["count"] == "3")
    #expect(try bed.desk.balance().confirmed == 3)

    let second = intake.take(file)
    #expect(second.text == .importReceiptKnown && second.isGood)
    #expect(try bed.desk.balance().confirmed == 3)
  }

  @Test func `of a folder only what lies there for this kiosk is taken`() throws {
    let bed = try Bed()
    let folder = "\(bed.folder)/stick"
    let log = bed.desk.store.log
    try Files.makeDirectory("\(folder)/learning-kiosk", mode: 0o755)
    let mine = [
      "\(log.hex).certificate.json", "bulletin.cose", "learning-kiosk/\(log.hex).receipt",
    ]
    let others = ["\(LogID.random().hex).receipt", "\(log.hex)-0-5.ndjson.gz", "holiday.jpg"]
    for name in mine + others { try Files.write("x", to: "\(folder)/\(name)") }

    #expect(
      Set(Intake.files(at: folder + "/", for: log)) == Set(mine.map { "\(folder)/\($0)" }))
    #expect(Intake.files(at: "\(folder)/holiday.jpg", for: log) == ["\(folder)/holiday.jpg"])
    #expect(Intake.files(at: "\(folder)/absent", for: log) == ["\(folder)/absent"])
  }

  @Test func `no other receipt confirms anything, and each is told apart`() throws {
    let (bed, province, log) = try given()
    let other = "\(ScriptedProvince.host)/log/\(LogID.random().hex)"
    let cases: [(CommandText, [UInt8])] = [
      (.importReceiptForeign, try receipt(3, log, by: SigningKey())),
      (.importReceiptOther, try receipt(3, log, by: province.key, origin: other)),
      (.importUnknown, Array("<html>Welcome</html>".utf8)), (.importUnknown, []),
    ]

    for (text, bytes) in cases {
      #expect(Intake(desk: bed.desk).take(bytes).text == text)
      #expect(try bed.desk.balance().confirmed == 0)
    }
    #expect(try bed.desk.store.epochs() == [])
  }

  @Test(arguments: BranchReason.allCases)
  func `a receipt of another history ends the log, which goes on under a new name`(
    _ reason: BranchReason
  ) throws {
    let (bed, province, log) = try given()
    let size = try bed.desk.store.logSize()
    let file = try receipt(
      reason == .restored ? size + 1 : 3, log, by: province.key, root: sha256([1]))

    let answer = Intake(desk: bed.desk).take(file)

    #expect(answer.text == (reason == .restored ? .importReceiptAhead : .importReceiptFork))
    #expect(!answer.isGood)
    #expect(try bed.desk.balance().confirmed == 0)
    #expect(try bed.desk.store.epochs().map(\.reason) == [reason])
    #expect(bed.desk.keys.log == bed.desk.store.log)
    #expect(bed.desk.store.log != log.log)
    #expect(Intake(desk: bed.desk).take(file).text == .importReceiptOther)
    #expect(try bed.desk.store.epochs().count == 1)
  }

  @Test func `a branch announced by stick is answered by stick, with tokens that count`() throws {
    let (bed, province, log) = try given()
    let intake = Intake(desk: bed.desk)
    _ = intake.take(try receipt(3, log, by: province.key, root: sha256([1])))
    let stick = "\(bed.folder)/stick"
    try Files.makeDirectory(stick, mode: 0o755)
    let enrolment = try #require(try bed.desk.keys.enrolment())
    let export = { [enrolment] in
      LogExport(
        log: OutgoingLog(
          store: bed.desk.store, keys: bed.desk.keys,
          enrolment: try bed.desk.keys.enrolment() ?? enrolment),
        settings: bed.desk.settings.sync)
    }
    let range = try export().range(isAll: false)
    let names = try export().write(range, to: stick, progress: { _ in }).map(\.name)
    let name = CarriedName.branch(of: bed.desk.store.log)
    #expect(names.last == name)
    let request = try BranchRequest(
      json: try Files.read("\(stick)/\(name)", mostBytes: BranchRequest.byteLimit))
    #expect(request.previous == log.log)
    #expect(request.fork == range.lowerBound)

    let answer = { (log: LogID, key: SigningKey) in
      try BranchAnswer(
        log: log, next: 2, root: try #require(try bed.desk.store.compactRange(at: 2)).root,
        token: "new", pullToken: "newer", numbers: ["14464-1/2026": 35], erased: [], receipt: nil
      ).json(signedBy: key)
    }
    let present = bed.desk.store.log
    #expect(intake.take(try answer(log.log, province.key)).text == .importBranchOther)
    #expect(intake.take(try answer(present, SigningKey())).text == .importBranchForeign)
    #expect(try bed.desk.keys.enrolment()?.log == log.log)
    #expect(intake.take(try answer(present, province.key)).text == .importBranchTaken)

    #expect(try bed.desk.keys.enrolment()?.log == present)
    #expect(try bed.desk.keys.enrolment()?.token == "new")
    #expect(try bed.desk.store.epochs().first?.fork == 2)
    #expect(try bed.desk.store.highestNumbers()["14464-1/2026"] == 35)
    #expect(intake.take(try answer(present, province.key)).text == .importBranchKnown)
    _ = try export().write(try export().range(isAll: false), to: stick, progress: { _ in })
    #expect(!Files.exists("\(stick)/\(name)"))
    #expect(Intake.isOfInterest(CarriedName.branchAnswer(to: present), to: present))
    #expect(!Intake.isOfInterest(CarriedName.branchAnswer(to: log.log), to: present))
  }

  @Test func `a receipt that was taken before the answer stays`() throws {
    let (bed, province, log) = try given()
    let intake = Intake(desk: bed.desk)
    _ = intake.take(try receipt(3, log, by: province.key, root: sha256([1])))
    let next = OutgoingLog(store: bed.desk.store, keys: bed.desk.keys, enrolment: log.enrolment)
    let size = try bed.desk.store.logSize()
    #expect(intake.take(try receipt(size, next, by: province.key)).text == .importReceiptKept)
    let answer = try BranchAnswer(
      log: next.log, next: 2, root: try #require(try bed.desk.store.compactRange(at: 2)).root,
      token: "new", pullToken: "newer", numbers: [:], erased: [], receipt: nil
    ).json(signedBy: province.key)

    #expect(intake.take(answer).text == .importBranchTaken)

    #expect(try bed.desk.balance().confirmed == size)
  }

  @Test func `before the enrolment nothing can be checked`() throws {
    let (bed, province, log) = try given()
    let file = try receipt(3, log, by: province.key)
    Files.remove("\(bed.desk.keys.directory)/province.json")

    #expect(Intake(desk: bed.desk).take(file).text == .importNotEnrolled)
  }

  @Test func `the list of withdrawn certificates and a certificate's answer are known by content`()
    throws
  {
    let bed = try Bed()
    let province = try ProvinceKeys(bed)
    try province.enrol(bed, certificate: nil)
    let intake = Intake(desk: bed.desk)

    let bundle = try province.bundle()
    #expect(intake.take(bundle).text == .trustTaken)
    #expect(intake.take(bundle).text == .trustRepeated)
    #expect(intake.take(try province.bundle(after: 60)).text == .trustTaken)
    let old = intake.take(bundle)
    #expect(old.text == .importOlder && old.isGood, "an old stick is nobody's mistake")
    let answer = try province.answer(bed, try province.certificate(bed))
    #expect(intake.take(answer).text == .certificateTaken)
    #expect(try bed.desk.keys.enrolment()?.deviceCertificate != nil)
  }

  @Test func `a running kiosk takes what a command leaves in its inbox, and answers`() throws {
    let (bed, province, log) = try given()
    let file = "\(bed.folder)/a-file"
    try Files.write(try receipt(3, log, by: province.key), to: file, mode: nil)
    let worker = InboxWorker(desk: bed.desk, logger: Bed.quiet)
    let carried = try CarriedImport(data: bed.folder, settings: bed.desk.settings)
    let done = Thread {
      while (try? worker.step()) ?? 1 == 0 { sched_yield() }
    }
    done.start()

    let answer = carried.take(file: file)

    #expect(answer.text == .importReceiptKept)
    #expect(answer.values["count"] == "3")
    #expect(try bed.desk.balance().confirmed == 3)
    #expect(Files.names(in: "\(bed.folder)/inbox").allSatisfy { $0.hasPrefix(".") })
    #expect(carried.take(file: "\(bed.folder)/none").text == .importUnreadable)
  }

  @Test func `while the kiosk is stopped a command takes the files itself`() throws {
    let (bed, province, log) = try given()
    let file = "\(bed.folder)/a-file"
    try Files.write(try receipt(3, log, by: province.key), to: file, mode: nil)
    bed.desk.store.close()

    let carried = try CarriedImport(data: bed.folder, settings: bed.desk.settings)
    #expect(carried.take(file: file).text == .importReceiptKept)
    carried.finish()
  }

  @Test func `a command's export is the same as the desk's, and reads beside the kiosk`() throws {
    let (bed, _, log) = try given()
    let size = try bed.desk.store.logSize()
    let export = try CarriedExport(data: bed.folder, settings: bed.desk.settings)

    let done = try export.write(to: "\(bed.folder)/out/deep", isAll: false)

    #expect(done.start == 0 && done.end == size && done.files.count == 2)
    let batch = CarriedName(log: log.log, start: 0, end: size).text
    #expect(done.files.contains(batch))
    let bytes = try Files.read("\(bed.folder)/out/deep/\(batch)", mostBytes: 1 << 20)
    #expect(bytes == (try log.batch(from: 0, events: 4_096, mostBytes: 1 << 20)?.bytes))
    #expect(LastExport(data: bed.folder)?.label == "\(bed.folder)/out/deep")
  }

  @Test func `an answer survives its way through a file`() throws {
    let answer = IntakeAnswer(.importReceiptKept, isGood: true, ["count": "3", "recorded": "5"])

    #expect(IntakeAnswer(json: try answer.json()) == answer)
    #expect(IntakeAnswer(json: Array("{}".utf8)) == nil)
  }
}
