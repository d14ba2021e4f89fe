import Centre
import Evidence
import Foundation
import Testing

@testable import Kiosk
@testable import Store

@Suite struct BackupTests {
  /// A kiosk with some people, and its backup.
  private func given(withKeys: Bool = true) throws -> (bed: Bed, file: String) {
    let bed = try Bed()
    _ = try bed.earned()
    _ = try bed.addResident("Lê Văn Ứng")
    let file = "\(bed.folder)/a.tar"
    let backup = bed.backup()
    #expect(try backup.write(to: file, withKeys: withKeys) == bed.desk.store.logSize())
    return (bed, file)
  }

  private func restore(_ file: String, _ data: String) throws -> Restoring.Outcome {
    try Restoring(data: data, settings: try Settings.standard()).restore(from: file)
  }

  private func inNewFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = "\(NSTemporaryDirectory())/restored-\(UInt64.random(in: 0 ... .max))"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body(folder)
  }

  @Test func `with keys another machine takes this one's place`() throws {
    let (bed, file) = try given()
    #expect(try Files.mode(file) == 0o600)
    let lines = try bed.desk.store.lines(from: 0, to: 1_000)

    try inNewFolder { folder in
      let done = try restore(file, folder)

      #expect(done.size == Int64(lines.count) && done.aside == nil && !done.hasNewKeys)
      #expect(done.madeMilliseconds == bed.now.wallMilliseconds)
      let opening = try Opening(path: folder, settings: bed.desk.settings)
      defer { opening.desk.store.close() }
      #expect(try opening.desk.store.lines(from: 0, to: Int64(lines.count)) == lines)
      #expect(opening.data.keys.device.publicKey == bed.desk.keys.device.publicKey)
      #expect(opening.desk.keys.identityHash("1") == bed.desk.keys.identityHash("1"))
      #expect(try Files.mode("\(folder)/keys/device.key") == 0o600)
      #expect(try opening.desk.store.integrityCheck() == [])
    }
  }

  @Test func `a backup that would fill a disk is not begun, and leaves nothing`() throws {
    let bed = try Bed()
    let names = Files.names(in: bed.folder)
    let room = DiskUsage(freeBytes: UInt64(bed.desk.settings.limits.reserveBytes), usedBytes: 1)

    let missing = #expect(throws: BackupRoom.Missing.self) {
      try bed.backup { _ in room }.write(to: "\(bed.folder)/a.tar", withKeys: true)
    }

    #expect(missing?.folder == bed.folder && missing?.freeBytes == room.freeBytes)
    #expect(Files.names(in: bed.folder) == names)
  }

  @Test func `a stick needs room for the archive, the kiosk's disk for the copy and its reserve`()
    throws
  {
    let room = BackupRoom(databaseBytes: 10 << 20, reserveBytes: 64 << 20)
    let (here, stick) = (74 << 20 as UInt64, 11 << 20 as UInt64)

    try room.check(data: ("data", here + stick), out: nil)
    try room.check(data: ("data", here), out: ("stick", stick))
    try room.check(data: nil, out: nil)

    #expect(
      throws: BackupRoom.Missing(
        folder: "data", neededBytes: here + stick, freeBytes: here + stick - 1)
    ) { try room.check(data: ("data", here + stick - 1), out: nil) }
    #expect(throws: BackupRoom.Missing(folder: "data", neededBytes: here, freeBytes: 0)) {
      try room.check(data: ("data", 0), out: ("stick", stick))
    }
    let missing = #expect(
      throws: BackupRoom.Missing(folder: "stick", neededBytes: stick, freeBytes: stick - 1)
    ) { try room.check(data: ("data", here), out: ("stick", stick - 1)) }
    #expect(missing?.values == ["path": "stick", "needed": "11", "free": "10"])
  }

  @Test func `without keys the records come back, and it is told that the keys are new`() throws {
    let (bed, file) = try given(withKeys: false)

    try inNewFolder { folder in
      let done = try restore(file, folder)

      #expect(done.hasNewKeys)
      #expect(done.enrolmentLog == bed.desk.store.log)
      let keys = try Keys(data: folder)
      #expect(try keys.enrolmentLog == bed.desk.store.log)
      #expect(keys.device.publicKey != bed.desk.keys.device.publicKey)
    }
  }

  @Test func `the present data are kept aside, and the erased are erased again`() throws {
    let (bed, file) = try given()
    _ = try bed.desk.eraseResident(1, reason: .request, by: nil)
    _ = try bed.addResident("Người đến sau")
    let size = try bed.desk.store.logSize()
    bed.desk.store.close()

    let done = try restore(file, bed.folder)

    #expect(done.erased == 1)
    let aside = try #require(done.aside)
    #expect(aside.hasPrefix("\(bed.folder)/before-restore-"))
    // Whoever is erased in it already is none to erase there; it only knows that it was opened.
    #expect(try Store.facts(ofCopy: "\(aside)/\(Store.fileName)").size == size + 1)
    let opening = try Opening(path: bed.folder, settings: bed.desk.settings)
    defer { opening.desk.store.close() }
    #expect(try opening.desk.store.resident(id: 1)?.isErased == true)
    #expect(try opening.desk.store.resident(id: 2)?.name == "Lê Văn Ứng")
    #expect(try opening.desk.store.resident(id: 3) == nil)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(bed.folder)/\(Store.fileName)"))
    #expect(bytes.range(of: Data("Đỗ Thị Hạnh".utf8)) == nil)
  }

  @Test func `who is erased later is erased in the data kept aside too`() throws {
    let (bed, file) = try given()
    bed.desk.store.close()
    let aside = try #require(try restore(file, bed.folder).aside)
    let copy = "\(aside)/\(Store.fileName)"
    let damaged = "\(bed.folder)/\(SetAside.prefix)2020-01-01-0000"
    try Files.makeDirectory(damaged, mode: 0o700)
    try Files.write("no database", to: "\(damaged)/\(Store.fileName)")
    try Files.write("x", to: "\(bed.folder)/\(Store.fileName).restoring-wal")
    let found = { (path: String) in
      try Data(contentsOf: URL(fileURLWithPath: path)).range(of: Data("Đỗ Thị Hạnh".utf8)) != nil
    }
    let opening = try Opening(path: bed.folder, settings: bed.desk.settings)
    defer { opening.desk.store.close() }
    #expect(try found(copy))

    _ = try opening.desk.eraseResident(1, reason: .request, by: nil)

    #expect(try !found(copy))
    let size = try Store.facts(ofCopy: copy).size
    #expect(!Files.exists("\(damaged)/\(Store.fileName)"))
    #expect(!Files.names(in: bed.folder).contains { $0.contains(".restoring") })
    // The next one touches it once, a repeat not at all.
    _ = try opening.desk.eraseResident(1, reason: .request, by: nil)
    #expect(try Store.facts(ofCopy: copy).size == size)
  }

  @Test func `a backup made after an erasure holds nothing of the person`() throws {
    let (bed, file) = try given()
    let found = { (path: String) in
      try Data(contentsOf: URL(fileURLWithPath: path)).range(of: Data("Đỗ Thị Hạnh".utf8)) != nil
    }
    #expect(try found(file))
    _ = try bed.desk.eraseResident(1, reason: .request, by: nil)

    try bed.backup()
      .write(to: file, withKeys: false)

    #expect(try !found(file))
  }

  @Test func `a running kiosk, another kiosk's data and a damaged file are refused`() throws {
    let (bed, file) = try given()
    #expect(throws: Restoring.Refused.running) { try restore(file, bed.folder) }
    let other = try Bed()
    let size = try other.desk.store.logSize()
    other.desk.store.close()
    #expect(throws: Restoring.Refused.otherKiosk(log: bed.desk.store.log.hex)) {
      try restore(file, other.folder)
    }

    bed.desk.store.close()
    let whole = try Files.read(file, mostBytes: 64 << 20)
    for (place, what) in [(4_096, "database"), (40, "name"), (520, "manifest")] {
      var bytes = whole
      bytes[place] ^= 0x40
      try Files.write(bytes, to: file)
      #expect(throws: (any Error).self, "\(what)") { try restore(file, bed.folder) }
    }
    try Files.write(Array(whole.prefix(whole.count / 2)), to: file)
    #expect(throws: (any Error).self) { try restore(file, bed.folder) }
    try Files.write("not a backup", to: file)
    #expect(throws: (any Error).self) { try restore(file, bed.folder) }
    #expect(try Store.facts(ofCopy: "\(other.folder)/\(Store.fileName)").size == size)
    #expect(Files.names(in: bed.folder).allSatisfy { !$0.hasSuffix(".restoring") })
    #expect(Files.names(in: bed.folder).allSatisfy { !$0.hasPrefix("before-restore") })
  }

  @Test func `a backup of a newer program is refused by name`() throws {
    let (bed, file) = try given()
    try bed.desk.store.write("pretend") { transaction in
      try transaction.run("INSERT INTO grdb_migrations VALUES ('99 future')")
    }
    // What the present program cannot open it cannot copy with its facts either.
    #expect(throws: StoreError.self) {
      try bed.backup()
        .write(to: file, withKeys: false)
    }
  }

  @Test func `what was signed is never forgotten by a restore`() throws {
    let old = LogID.random().hex
    let here = "\(old) 500 root5\nnumber 14464-1/2026 12\n"
    let carried = "\(old) 400 root4\nnumber 14464-1/2026 15\nnumber 14464-1/2025 3\nbroken\n"

    #expect(
      SignedMerge.text(here, carried)
        == "\(old) 500 root5\nnumber 14464-1/2026 15\nnumber 14464-1/2025 3\n")

    let (bed, file) = try given()
    try Files.write(here, to: "\(bed.folder)/keys/signed")
    bed.desk.store.close()
    _ = try restore(file, bed.folder)
    #expect(try Files.line("\(bed.folder)/keys/signed")?.hasPrefix("\(old) 500") == true)
  }

  @Test func `a number that was given since the backup is not given again`() throws {
    let bed = try Bed()
    let (resident, course) = try bed.earned()
    let file = "\(bed.folder)/a.tar"
    try bed.backup().write(to: file, withKeys: false)
    guard case .issued = try bed.desk.issueCertificate(resident: resident.id, course: course.code)
    else { throw Unexpected() }
    let given = try bed.desk.store.highestNumbers()
    #expect(given.values.reduce(0, +) == 1)
    bed.desk.store.close()

    _ = try restore(file, bed.folder)

    let opening = try Opening(path: bed.folder, settings: bed.desk.settings)
    defer { opening.desk.store.close() }
    #expect(try opening.desk.store.highestNumbers() == given)
  }

  @Test func `what the medium does not hold is no backup`() throws {
    let (bed, file) = try given()
    let written = try ReadBack.digest(file)
    var bytes = try Files.read(file, mostBytes: 64 << 20)
    #expect(written == sha256(bytes))

    bytes[700] ^= 1
    try Files.write(bytes, to: file)

    #expect(try ReadBack.digest(file) != written)
    _ = bed
  }

  @Test func `the archive is one that tar reads`() throws {
    let (bed, file) = try given()
    let tar = Process()
    tar.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    tar.arguments = ["tar", "--list", "--file", file]
    let pipe = Pipe()
    tar.standardOutput = pipe
    try tar.run()
    let names = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    tar.waitUntilExit()

    #expect(tar.terminationStatus == 0)
    for name in ["manifest.json", "kiosk.sqlite", "erased", "keys/device.key", "keys/log.id"] {
      #expect(names.split(separator: "\n").contains(Substring(name)), "\(name)")
    }
    _ = bed
  }
}
