import Centre
import Evidence
import Foundation
import HTTP
import Store
import Synchronization
import Testing

@testable import Kiosk

@Suite struct DeskErasureTests {
  /// A certified kiosk with so many holders of certificates, and their codes.
  private func given(_ count: Int) throws -> (bed: Bed, keys: ProvinceKeys, codes: [String]) {
    let bed = try Bed()
    let keys = try ProvinceKeys(bed)
    try keys.enrol(bed, certificate: try keys.certificate(bed))
    let codes = try (0..<count).map { _ in
      let (resident, course) = try bed.earned()
      let outcome = try bed.desk.issueCertificate(resident: resident.id, course: course.code)
      guard case .issued(let certificate) = outcome else { throw Unexpected() }
      return certificate.sheet.qrPrefix + certificate.sheet.qrDigits
    }
    return (bed, keys, codes)
  }

  private func digest(
    _ bed: Bed, _ name: String
  ) throws -> (RegisterDigest, RegisterArchive.Files) {
    try RegisterArchive(keys: bed.desk.keys, data: bed.folder).make(
      centre: CentreCode("14464-1"), year: 2026, into: "\(bed.folder)/\(name)",
      atSeconds: bed.now.wallMilliseconds / 1_000)
  }

  @Test func `whoever is erased, every proof holds as before`() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = Seeded(seed)
    let count = 5
    let (bed, keys, codes) = try given(count)
    let (before, files) = try digest(bed, "before")
    let enrolment = try #require(try bed.desk.keys.enrolment())
    let log = OutgoingLog(
      store: bed.desk.store, keys: bed.desk.keys, enrolment: enrolment)
    let confirmed = try bed.desk.store.logSize()
    let signed = try log.checkpoint(over: try bed.desk.store.head().range)
    let check = RegisterCheck(trust: Trust(roots: keys.roots))
    let inspection = Inspection(trust: Trust(roots: keys.roots), today: nil)

    for id in (1...count).shuffled(using: &random) {
      let answer = try bed.desk.eraseResident(Int64(id), reason: .request, by: nil)
      #expect(answer == .erased(pseudonym: "L00000\(id)"), "seed \(seed)")

      let (after, _) = try digest(bed, "after-\(id)")
      #expect(after.root == before.root && after.count == count, "seed \(seed)")
      for code in codes {
        guard case .holds = try check.check(files, certificate: code) else { throw Unexpected() }
        #expect(inspection.inspect(text: code).verdict == .genuine, "seed \(seed)")
        #expect(try bed.desk.inspect(text: code).isRegistered, "seed \(seed)")
      }
      #expect(try bed.desk.store.integrityCheck() == [], "seed \(seed)")
      try verifyAll(log, seed)
    }
    #expect(try bed.desk.store.personalValues(from: 0, to: 1_000).isEmpty)
    let old = try Checkpoint(body: try SignedNote(text: signed).body)
    #expect(try bed.desk.store.compactRange(at: confirmed)?.root == old.root)
  }

  /// Takes the log batch by batch as a province does.
  private func verifyAll(_ log: OutgoingLog, _ seed: UInt64) throws {
    var tree = CompactRange()
    while let (batch, bytes) = try log.batch(from: tree.size, events: 7, mostBytes: 1 << 20) {
      tree = try Batch(gzip: bytes).verify(
        extending: tree, origin: log.origin, key: try log.verifier())
      #expect(tree.size == batch.end, "seed \(seed)")
    }
    #expect(try tree == log.store.head().range, "seed \(seed)")
  }

  @Test func `a cancelled certificate of an erased person stays cancelled for the scanner`() throws
  {
    let (bed, _, codes) = try given(1)
    _ = try bed.desk.cancelCertificate("14464-1-2026-000001", reason: "Cấp nhầm")
    _ = try bed.desk.eraseResident(1, reason: .consent, by: nil)

    #expect(try bed.desk.inspect(text: codes[0]).verification.verdict == .revoked)
  }

  @Test func `papers with the name are removed, and none is drawn any more`() throws {
    let (bed, _, _) = try given(1)
    let number = "14464-1-2026-000001"
    let printed = "\(bed.folder)/printed"
    let line = PrintLine.chosen(of: bed.desk, folder: printed)
    let worker = PrintWorker(desk: bed.desk, logger: Bed.quiet, line: line)
    #expect(try worker.step() == .printed)
    #expect(Files.names(in: printed).contains { $0.hasPrefix(number) })

    _ = try bed.desk.eraseResident(1, reason: .request, by: nil)

    #expect(!Files.names(in: printed).contains { $0.hasPrefix(number) })
    #expect(try bed.desk.certificatePDF(number: number) == nil)
    #expect(try bed.desk.printCertificate(number) == .erased)
    let words = BadgeWords(
      name: "a", description: "b", criteria: "c", hours: "d", paper: "e", paperNarrative: "f",
      device: "g", deviceNarrative: "h")
    #expect(try bed.desk.exportBadge(number, showsName: true, words: words) == .notFound)
    guard
      case .notEligible = try bed.desk.replaceCertificate(
        number, reason: "Sai tên", isPrinted: false)
    else { throw Unexpected() }
  }

  @Test func `the list beside the database makes a restored one forget again`() throws {
    let (bed, _, _) = try given(2)
    let copy = "\(bed.folder)-copy"
    defer { try? FileManager.default.removeItem(atPath: copy) }
    try Files.makeDirectory(copy, mode: 0o750)
    _ = try Store.copy(inDirectory: bed.folder, to: "\(copy)/\(Store.fileName)")
    try FileManager.default.copyItem(atPath: "\(bed.folder)/keys", toPath: "\(copy)/keys")
    _ = try bed.desk.eraseResident(1, reason: .request, by: nil)
    try FileManager.default.copyItem(atPath: "\(bed.folder)/erased", toPath: "\(copy)/erased")

    let opening = try Opening(path: copy, settings: bed.desk.settings, clock: bed.desk.clock)
    defer { opening.desk.store.close() }

    #expect(opening.erasedAgain == 1)
    #expect(try opening.desk.store.resident(id: 1)?.isErased == true)
    #expect(try opening.desk.store.resident(id: 2)?.isErased == false)
    #expect(
      try opening.desk.store.erased() == ErasedList(data: bed.folder).erased())
  }

  @Test(arguments: [true, false])
  func `a restored database forgets a notice again, hanging or down`(_ hangs: Bool) throws {
    let (bed, _, _) = try given(1)
    let user = try bed.desk.store.createUser(
      name: "Hạnh", role: .director, passwordHash: "x", now: bed.desk.clock.read())
    let new = NewNotice(
      title: "Tiêm phòng", text: "Hỏi bà Hoà.", fromDay: bed.desk.today, toDay: bed.desk.today,
      place: 1)
    let notice = try bed.desk.store.postNotice(new, by: user.id, now: bed.desk.clock.read())
    if !hangs { _ = try bed.desk.endNotice(notice.id, by: "Hạnh") }
    let copy = "\(bed.folder)-copy"
    defer { try? FileManager.default.removeItem(atPath: copy) }
    try Files.makeDirectory(copy, mode: 0o750)
    _ = try Store.copy(inDirectory: bed.folder, to: "\(copy)/\(Store.fileName)")
    try FileManager.default.copyItem(atPath: "\(bed.folder)/keys", toPath: "\(copy)/keys")
    if hangs { _ = try bed.desk.endNotice(notice.id, by: "Hạnh") }
    _ = try bed.desk.forgetNotice(notice.id, by: "Hạnh")
    try FileManager.default.copyItem(atPath: "\(bed.folder)/erased", toPath: "\(copy)/erased")

    let opening = try Opening(path: copy, settings: bed.desk.settings, clock: bed.desk.clock)
    defer { opening.desk.store.close() }

    #expect(opening.erasedAgain == 1)
    let left = try #require(try opening.desk.store.notice(id: notice.id))
    #expect(left.isForgotten && left.isEnded && left.content.text.isEmpty)
    #expect(try opening.desk.store.erased() == bed.desk.store.erased())
    #expect(try opening.desk.store.personalValues(from: notice.id, to: notice.id + 1).isEmpty)
    let file = try Data(contentsOf: URL(fileURLWithPath: "\(copy)/\(Store.fileName)"))
    #expect(file.range(of: Data("Hỏi bà Hoà".utf8)) == nil)
  }

  @Test func `a full disk erases all the same, and a second try finishes what failed`() throws {
    let (bed, _, _) = try given(1)
    let printed = "\(bed.folder)/printed"
    let line = PrintLine.chosen(of: bed.desk, folder: printed)
    #expect(try PrintWorker(desk: bed.desk, logger: Bed.quiet, line: line).step() == .printed)
    bed.desk.disk.measure.withLock { $0 = { DiskUsage(freeBytes: 0, usedBytes: 1) } }
    bed.desk.disk.noteFull()
    let list = "\(bed.folder)/\(ErasedList.fileName)"
    try Files.write("no list\n", to: list)

    #expect(throws: (any Error).self) {
      try bed.desk.eraseResident(1, reason: .request, by: nil)
    }
    #expect(try bed.desk.store.resident(id: 1)?.isErased == true)
    Files.remove(list)
    let again = try bed.desk.eraseResident(1, reason: .request, by: nil)

    #expect(again == .alreadyErased)
    #expect(try ErasedList(data: bed.folder).erased().persons.map(\.pseudonym) == ["L000001"])
    #expect(!Files.names(in: printed).contains { $0.hasSuffix(".pdf") })
  }

  @Test func `an erasure leaves the documents alone that others are making`() throws {
    let (bed, _, _) = try given(1)
    let other = try DraftFile(in: bed.desk.draftFolder)

    _ = try bed.desk.eraseResident(1, reason: .request, by: nil)

    #expect(Files.exists(other.path))
  }

  @Test func `a class of which only erased certificates are left is not printed`() throws {
    let (bed, _, _) = try given(1)
    let course = try #require(try bed.desk.store.courses().first)
    _ = try bed.desk.eraseResident(1, reason: .request, by: nil)

    #expect(try bed.desk.printCertificates(course: course.code, isAll: true) == nil)
  }

  @Test func `a damaged list of the erased is named and stops the start`() throws {
    let folder = "\(NSTemporaryDirectory())/erased-\(UInt64.random(in: 0 ... .max))"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Files.makeDirectory(folder, mode: 0o750)
    try Files.write("L000001 x\n", to: "\(folder)/erased")

    let error = #expect(throws: StartError.self) {
      _ = try Opening(path: folder, settings: try Settings.standard())
    }
    #expect(error?.message.contains("\(folder)/erased") == true)
  }
}
