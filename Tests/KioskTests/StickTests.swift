import Centre
import Evidence
import Foundation
import Glibc
import HTTP
import Synchronization
import Testing

@testable import Kiosk
@testable import Store

@Suite struct StickTests {
  /// A bed with a certificate, enrolled, and an empty folder that stands for a stick.
  private func given() throws -> (bed: Bed, province: ScriptedProvince, stick: String) {
    let bed = try Bed()
    let (resident, course) = try bed.earned()
    let province = try ScriptedProvince(bed)
    try province.enrol()
    _ = try bed.desk.issueCertificate(resident: resident.id, course: course.code)
    let stick = "\(bed.folder)/stick"
    try FileManager.default.createDirectory(atPath: stick, withIntermediateDirectories: true)
    return (bed, province, stick)
  }

  private func choose(_ stick: String, _ bed: Bed, isAll: Bool = false) {
    bed.desk.stickJob.withLock {
      $0 = StickJob(path: stick, label: "USB", isAll: isAll, startedMilliseconds: 1)
    }
  }

  private func names(_ stick: String) -> [String] {
    Files.names(in: "\(stick)/\(OpenStick.folderName)").filter { !$0.hasPrefix(".") }.sorted()
  }

  @Test func `a file that speaks of more than a batch holds is none of ours and is left alone`()
    throws
  {
    let (bed, _, stick) = try given()
    while try bed.desk.store.logSize() <= 8_192 {
      try bed.desk.store.recordClock(
        "clock.jump", ["f": .integer(1), "d": .integer(1)], now: bed.now)
    }
    let folder = "\(stick)/\(OpenStick.folderName)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let name = "\(bed.desk.store.log.hex)-0-8193.personal.ndjson.gz"
    try Files.write(Array("bait".utf8), to: "\(folder)/\(name)")

    choose(stick, bed)
    #expect(StickWorker(desk: bed.desk, logger: Bed.quiet).step() == .done)

    #expect(try Files.read("\(folder)/\(name)", mostBytes: 100) == Array("bait".utf8))
  }

  @Test func `a stick holds the bytes that push and pull send`() throws {
    let (bed, province, stick) = try given()
    let size = try bed.desk.store.logSize()
    choose(stick, bed)
    #expect(StickWorker(desk: bed.desk, logger: Bed.quiet).step() == .done)
    let folder = "\(stick)/\(OpenStick.folderName)"
    let written = try names(stick).map { try Files.read("\(folder)/\($0)", mostBytes: 1 << 20) }
    let log = bed.desk.store.log.hex
    #expect(
      names(stick) == ["\(log)-0-\(size).ndjson.gz", "\(log)-0-\(size).personal.ndjson.gz"])

    var router = Router()
    PullRoutes(desk: bed.desk).addRoutes(to: &router)
    let pulled = try ["entries?start=0", "personal?start=0&end=\(size)"].map { target in
      let request = try Request(
        method: "GET", target: "/v1/log/\(target)",
        headers: ["Authorization": "Bearer pull-token"], body: [])
      guard case .bytes(let bytes) = router.respond(to: request).body else { throw Unexpected() }
      return bytes
    }
    let pushed = Mutex<[[UInt8]]>([])
    province.on(["entries", "personal"]) { request in
      pushed.withLock { $0.append(request.body) }
      guard request.path.contains("entries") else {
        return try ScriptedProvince.valuesTaken(request)
      }
      let receipt = try Receipt.issue(
        over: Batch(gzip: request.body).checkpointNote, provinceName: ScriptedProvince.host,
        key: province.key, timeSeconds: 1_795_000_000)
      return .text(receipt.text)
    }
    #expect(try province.worker().step(isForced: true) == .balanced)

    #expect(written == pulled)
    #expect(written == pushed.withLock { $0 })
  }

  @Test func `no batch stands on a stick without its personal values`() throws {
    let (bed, _, stick) = try given()
    let folder = "\(stick)/\(OpenStick.folderName)"
    let size = try bed.desk.store.logSize()
    let values = CarriedName(log: bed.desk.store.log, start: 0, end: size, isPersonal: true)
    // No file can take the place of a folder: writing the values fails, as on a stick that is full.
    let obstacle = "\(folder)/\(values.text)"
    try FileManager.default.createDirectory(atPath: obstacle, withIntermediateDirectories: true)

    choose(stick, bed)
    #expect(StickWorker(desk: bed.desk, logger: Bed.quiet).step() == .failed(.other))
    #expect(names(stick) == [values.text], "a province that takes the batch never asks for them")

    try FileManager.default.removeItem(atPath: obstacle)
    choose(stick, bed)
    #expect(StickWorker(desk: bed.desk, logger: Bed.quiet).step() == .done)
    #expect(names(stick).count == 2)
    #expect(try PersonalDocument(gzip: Files.read(obstacle, mostBytes: 1 << 20)).values.count == 2)
  }

  @Test func `writing confirms nothing, and says when and where it was`() throws {
    let (bed, _, stick) = try given()
    let size = try bed.desk.store.logSize()
    choose(stick, bed)

    #expect(StickWorker(desk: bed.desk, logger: Bed.quiet).step() == .done)

    #expect(try bed.desk.balance().confirmed == 0)
    let job = try #require(bed.desk.stickJob.withLock { $0 })
    #expect(job.events == size && job.eventsDone == size && job.filesChecked == 2)
    let last = try #require(LastExport(data: bed.folder))
    #expect(last.label == "USB" && last.start == 0 && last.end == size)
    #expect(last.atMilliseconds == bed.now.wallMilliseconds)
    #expect(StickWorker(desk: bed.desk, logger: Bed.quiet).step() == nil)
  }

  @Test func `what is confirmed is not written again unless all is asked for`() throws {
    let (bed, province, stick) = try given()
    _ = try province.worker().step(isForced: true)
    choose(stick, bed)
    #expect(StickWorker(desk: bed.desk, logger: Bed.quiet).step() == .done)
    #expect(names(stick).isEmpty)

    choose(stick, bed, isAll: true)
    #expect(StickWorker(desk: bed.desk, logger: Bed.quiet).step() == .done)
    #expect(names(stick).count == 2)
  }

  @Test func `a stopped writing leaves whole files, a missing stick is called removed`() throws {
    let (bed, _, stick) = try given()
    choose(stick, bed)
    bed.desk.cancelStick()

    #expect(StickWorker(desk: bed.desk, logger: Bed.quiet).step() == .cancelled)
    let first = try #require(names(stick).first)
    let bytes = try Files.read("\(stick)/\(OpenStick.folderName)/\(first)", mostBytes: 1 << 20)
    #expect(try Batch(gzip: bytes).start == 0)

    choose("\(stick)/nowhere", bed)
    #expect(StickWorker(desk: bed.desk, logger: Bed.quiet).step() == .failed(.removed))
    #expect(LastExport(data: bed.folder) == nil)
  }

  @Test func `an unenrolled kiosk says so`() throws {
    let bed = try Bed()
    choose(bed.folder, bed)

    #expect(StickWorker(desk: bed.desk, logger: Bed.quiet).step() == .failed(.notEnrolled))
    #expect(try bed.desk.startStick(bed.folder, isAll: false) == .notEnrolled)
  }

  @Test(arguments: [
    (ENOSPC, StickFault.full), (EDQUOT, .full), (EROFS, .readOnly), (EACCES, .readOnly),
    (EIO, .removed), (ENOENT, .removed), (ENODEV, .removed), (ESTALE, .removed), (E2BIG, .other),
  ])
  func `each error of a stick has its plain word`(_ code: Int32, _ fault: StickFault) {
    #expect(StickFault(FileError("write", path: "/stick/x", code: code), keys: "/d/keys") == fault)
  }

  @Test func `the kiosk's own full disk is not called the stick's`() throws {
    let own = FileError("write", path: "/d/keys/signed.1-1.new", code: ENOSPC)
    #expect(StickFault(own, keys: "/d/keys") == .ownLog)

    let (bed, _, stick) = try given()
    try FileManager.default.createDirectory(
      atPath: "\(bed.folder)/last-export.json", withIntermediateDirectories: true)
    choose(stick, bed)
    #expect(StickWorker(desk: bed.desk, logger: Bed.quiet).step() == .done)
  }

  @Test(.timeLimit(.minutes(1)))
  func `a pipe, a link and a folder that is none of the stick's are passed over`() throws {
    let (bed, _, stick) = try given()
    let folder = "\(stick)/\(OpenStick.folderName)"
    mkfifo("\(stick)/\(TrustBundle.fileName)", 0o600)
    try Files.write("secret", to: "\(bed.folder)/secret")
    symlink("\(bed.folder)/secret", "\(stick)/\(Bulletin.fileName)")
    symlink(bed.folder, folder)

    let taken = bed.desk.take(from: try OpenStick(stick, device: nil))

    #expect(taken.map(\.name) == [Bulletin.fileName, TrustBundle.fileName].sorted())
    #expect(taken.allSatisfy { $0.answer.text == .importUnreadable })
    choose(stick, bed)
    #expect(StickWorker(desk: bed.desk, logger: Bed.quiet).step() == .failed(.other))
    #expect(Files.names(in: bed.folder).allSatisfy { !$0.hasSuffix(".gz") })
  }

  @Test func `a file with a name of the whole log does not make the kiosk read it at once`() throws
  {
    let (bed, _, stick) = try given()
    let enrolment = try #require(try bed.desk.keys.enrolment())
    let most = Int64(BatchLimits.standard.maxEvents)
    let now = bed.now
    try bed.desk.store.bulk { transaction in
      for _ in 0...most { _ = try transaction.append("test", [:], now: now) }
    }
    let log = bed.desk.store.log
    let export = LogExport(
      log: OutgoingLog(store: bed.desk.store, keys: bed.desk.keys, enrolment: enrolment),
      settings: bed.desk.settings.sync)
    for end in [most, most + 1] {
      let name = CarriedName(log: log, start: 0, end: end, isPersonal: true).text
      try Files.write("old", to: "\(stick)/\(name)")
    }

    let written = try StickForgetting(export: export).refresh(stick)

    #expect(
      written.map(\.name) == [CarriedName(log: log, start: 0, end: most, isPersonal: true).text])
  }

  @Test func `a file that reads back otherwise is found out`() throws {
    let (bed, _, stick) = try given()
    let files = ["a", "b"].map {
      LogExport.Written(name: $0, digest: sha256(Array($0.utf8)), byteCount: 1)
    }
    for name in ["a", "b"] { try Files.write(name, to: "\(stick)/\(name)") }
    #expect(try ReadBack.firstWrong(of: files, in: stick, progress: { _ in }) == nil)

    try Files.write("c", to: "\(stick)/b")
    #expect(try ReadBack.firstWrong(of: files, in: stick, progress: { _ in }) == "b")
    try Files.write("bb", to: "\(stick)/b")
    #expect(try ReadBack.firstWrong(of: files, in: stick, progress: { _ in }) == "b")
    _ = bed
  }

  /// Writes a stick; gives the file of its personal values, of which there are two.
  private func exported(_ bed: Bed, _ stick: String) throws -> (name: String, path: String) {
    choose(stick, bed)
    StickWorker(desk: bed.desk, logger: Bed.quiet).step()
    let name = try #require(names(stick).last)
    let path = "\(stick)/\(OpenStick.folderName)/\(name)"
    #expect(try PersonalDocument(gzip: Files.read(path, mostBytes: 1 << 20)).values.count == 2)
    return (name, path)
  }

  @Test func `an erased name is taken off a stick that has an older export`() throws {
    let (bed, _, stick) = try given()
    let (_, path) = try exported(bed, stick)

    _ = try bed.desk.eraseResident(1, reason: .request, by: nil)
    choose(stick, bed)
    #expect(StickWorker(desk: bed.desk, logger: Bed.quiet).step() == .done)

    #expect(try PersonalDocument(gzip: Files.read(path, mostBytes: 1 << 20)).values.isEmpty)
  }

  @Test func `an erased name is taken off files that bear an earlier name of the log`() throws {
    let (bed, _, stick) = try given()
    let (older, path) = try exported(bed, stick)

    #expect(try Epochs(desk: bed.desk).open(.restored))
    _ = try bed.desk.eraseResident(1, reason: .request, by: nil)
    choose(stick, bed)
    #expect(StickWorker(desk: bed.desk, logger: Bed.quiet).step() == .done)

    #expect(!older.hasPrefix(bed.desk.store.log.hex))
    #expect(try PersonalDocument(gzip: Files.read(path, mostBytes: 1 << 20)).values.isEmpty)
  }

  @Test func `values of another history under the same name stay, where only the stick has them`()
    throws
  {
    let (bed, _, stick) = try given()
    let (old, size) = (bed.desk.store.log, try bed.desk.store.logSize())
    let own = try bed.desk.store.personalValues(from: 0, to: size).filter { $0.field == "name" }
    let place = try #require(own.last?.seq)
    let foreign = [
      PersonalValue(seq: place, field: "token", value: "another certificate here"),
      PersonalValue(seq: size + 2, field: "name", value: "Lê Thị Đào"),
    ]
    let folder = "\(stick)/\(OpenStick.folderName)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    func put(_ values: [PersonalValue], _ log: LogID) throws -> (path: String, bytes: [UInt8]) {
      let name = CarriedName(log: log, start: 0, end: size + 3, isPersonal: true)
      let bytes = try PersonalDocument(values: values).encoded()
      try Files.write(bytes, to: "\(folder)/\(name.text)")
      return ("\(folder)/\(name.text)", bytes)
    }
    #expect(try Epochs(desk: bed.desk).open(.restored))
    let mixed = try put(own + foreign, old)
    let stranger = try put(own, .random())
    _ = try bed.desk.eraseResident(1, reason: .request, by: nil)

    for _ in 0..<2 {
      choose(stick, bed)
      #expect(StickWorker(desk: bed.desk, logger: Bed.quiet).step() == .done)
    }

    let left = try PersonalDocument(gzip: Files.read(mixed.path, mostBytes: 1 << 20))
    #expect(left.values == foreign)
    #expect(try Files.read(stranger.path, mostBytes: 1 << 20) == stranger.bytes)
  }

  @Test func `a damaged file of values is written anew where all of its range is known`() throws {
    let (bed, _, stick) = try given()
    let (old, size) = (bed.desk.store.log, try bed.desk.store.logSize())
    #expect(try Epochs(desk: bed.desk).open(.restored))
    let folder = "\(stick)/\(OpenStick.folderName)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let paths = [size, size + 1].map { end in
      let name = CarriedName(log: old, start: 0, end: end, isPersonal: true)
      return "\(folder)/\(name.text)"
    }
    for path in paths { try Files.write("Đỗ Thị", to: path) }

    choose(stick, bed)
    #expect(StickWorker(desk: bed.desk, logger: Bed.quiet).step() == .done)

    let known = try PersonalDocument(gzip: Files.read(paths[0], mostBytes: 1 << 20))
    #expect(known.values.count == 2)
    #expect(try Files.read(paths[1], mostBytes: 100) == Array("Đỗ Thị".utf8))
  }

  @Test
  func `drafts that a pulled stick has kept are removed, whatever process has their number now`()
    throws
  {
    let (bed, _, stick) = try given()
    let old = bed.desk.store.log
    #expect(try Epochs(desk: bed.desk).open(.restored))
    let (own, size) = (bed.desk.store.log, try bed.desk.store.logSize())
    let folder = "\(stick)/\(OpenStick.folderName)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    func values(_ log: LogID) -> String {
      CarriedName(log: log, start: 0, end: size, isPersonal: true).text
    }
    let drafts = [
      "\(values(own)).\(getpid())-140.new", "\(values(own)).\(getppid())-140.new",
      "\(values(old)).99999999-1.new", "\(CarriedName.branch(of: own)).99999999-1.new",
      "\(CarriedName(log: old, start: 0, end: 2).text).99999999-1.new",
    ]
    let others = [
      "\(values(.random())).99999999-1.new", "\(values(own)).new", "holiday.jpg.1-1.new",
      "\(values(own)).a-1.new",
    ]
    for name in drafts + others { try Files.write("Đỗ Thị Hạnh", to: "\(folder)/\(name)") }

    choose(stick, bed)
    #expect(StickWorker(desk: bed.desk, logger: Bed.quiet).step() == .done)

    #expect(Set(names(stick)).isDisjoint(with: drafts))
    #expect(Set(names(stick)).isSuperset(of: others))
  }

  @Test func `sticks are the mounts below the folders, spaces in their names too`() throws {
    let bed = try Bed()
    let names = ["KINGSTON", "USB của Hạnh"]
    for name in names { try Files.makeDirectory("\(bed.folder)/media/\(name)", mode: 0o755) }
    let table = "\(bed.folder)/mounts"
    let spaced = names[1].replacing(" ", with: "\\040")
    try Files.write(
      """
      /dev/sda1 / ext4 rw 0 0
      /dev/sdb1 \(bed.folder)/media/KINGSTON vfat ro,noatime 0 0
      /dev/sdc1 \(bed.folder)/media/\(spaced) vfat rw 0 0
      /dev/sdd1 \(bed.folder)/media-other/x vfat rw 0 0
      broken

      """, to: table)

    let sticks = Stick.mounted(below: ["\(bed.folder)/media/"], table: table)

    #expect(sticks.map(\.label) == names)
    #expect(sticks.map(\.isReadOnly) == [true, false])
    #expect(sticks.allSatisfy { $0.freeBytes > 0 })
    #expect(Stick.mounted(below: [], table: table).isEmpty)
    #expect(Stick.mounted(below: ["/"], table: "\(bed.folder)/none").isEmpty)
  }
}
