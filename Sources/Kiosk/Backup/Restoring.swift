import Centre
import Crypto
package import Evidence
import Glibc
import Store

/// Puts a backup in the place of the present data, while no kiosk runs. The present data are kept aside;
/// what was erased since the backup is erased again, and what the kiosk has signed since is not forgotten.
package struct Restoring {
  /// The longest part of a backup but the database.
  static let mostPartBytes = 16 << 20

  /// Names of parts that are no keys, or say something of the card that they came from alone.
  private static let cardNames = [ErasedList.fileName, NumberMark.fileName]

  /// What the database is called until it is whole and checked.
  private static let draftName = "\(Store.fileName).restoring"

  /// Removes what a restore that was cut off left in a data directory; while its store is open, so that no
  /// restore is at work.
  static func removeDrafts(in data: String) {
    for name in Files.names(in: data) where name.hasPrefix(draftName) {
      Files.remove("\(data)/\(name)")
    }
  }

  /// Why a backup is not restored.
  package enum Refused: Error, Equatable {
    case running, newer
    /// It is another kiosk's, and there are data here.
    case otherKiosk(log: String)
    case damaged(String)
  }

  /// What was restored.
  package struct Outcome: Equatable, Sendable {
    /// Entries of the log.
    package let size: Int64
    /// When the backup was made, wall milliseconds.
    package let madeMilliseconds: Int64
    /// Where the data from before are; nil when there were none.
    package let aside: String?
    /// Persons and notices erased again.
    package let erased: Int
    /// Whether neither the backup nor the folder had this kiosk's keys, so that new ones were made.
    package let hasNewKeys: Bool
    /// The log with which the kiosk is enrolled again, if its keys are new.
    package let enrolmentLog: LogID
  }

  /// What a backup holds, the database unpacked beside the present one.
  struct Unpacked {
    let manifest: BackupManifest
    let database: String
    let parts: [String: [UInt8]]
  }

  private let data: String
  private let settings: Settings

  /// - Parameter data: the data directory; it is made where it is missing.
  package init(data: String, settings: Settings) {
    self.data = data
    self.settings = settings
  }

  /// Restores the backup at `path`.
  /// - Throws: `Refused`, `FileError`, `StoreError`, `StartError`.
  package func restore(from path: String) throws -> Outcome {
    umask(0o027)
    try Files.makeDirectory(data, mode: 0o750)
    let (unpacked, aside, hasNewKeys) = try exclusively {
      let unpacked = try unpack(path)
      defer { Files.remove(unpacked.database) }
      try check(unpacked)
      let hasKeys = Files.exists(keysPath("device.key")) || unpacked.parts["device.key"] != nil
      let hasNewKeys = !hasKeys && !hasCredentials
      try putErased(unpacked)
      try putKeys(unpacked)
      if try !keepNumbers() {
        try NumberMark(directory: "\(data)/keys").doubt(size: unpacked.manifest.facts.size)
      }
      if hasNewKeys {
        let log = unpacked.manifest.facts.log
        try NewKeyMark(enrolled: log, restored: log).write(to: "\(data)/keys")
      }
      return (unpacked, try putDatabase(unpacked.database), hasNewKeys)
    }
    let opening = try Opening(path: data, settings: settings)
    defer { opening.desk.store.close() }
    return Outcome(
      size: unpacked.manifest.facts.size, madeMilliseconds: unpacked.manifest.madeMilliseconds,
      aside: aside, erased: opening.erasedAgain, hasNewKeys: hasNewKeys,
      enrolmentLog: try opening.data.keys.enrolmentLog)
  }

  private var hasCredentials: Bool {
    Keys.credentialsDirectory.map { Files.exists("\($0)/device.key") } ?? false
  }

  private func keysPath(_ name: String) -> String { "\(data)/keys/\(name)" }

  private func exclusively<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try Store.locked(directory: data, body)
    } catch let error as StoreError where error.isLocked {
      throw Refused.running
    }
  }

  // MARK: Reading

  private func unpack(_ path: String) throws -> Unpacked {
    let archive = try TarReader(path)
    guard let first = try archive.next(), first.name == BackupManifest.fileName else {
      throw Refused.damaged("\(path) is no backup of a kiosk")
    }
    let manifest: BackupManifest
    do {
      manifest = try BackupManifest(json: try archive.bytes(mostBytes: Self.mostPartBytes))
    } catch let error as Malformed {
      throw Refused.damaged(error.message)
    }
    guard let second = try archive.next(), second.name == Backup.databaseName,
      second.size == manifest.byteCount
    else { throw Refused.damaged("the database is missing") }
    let database = "\(data)/\(Self.draftName)"
    var isWhole = false
    defer { if !isWhole { Files.remove(database) } }
    guard try unpackDatabase(archive, to: database) == manifest.digest else {
      throw Refused.damaged("the database is not the one that was backed up")
    }
    var parts: [String: [UInt8]] = [:]
    while let part = try archive.next() {
      guard let name = Self.partName(part.name) else { continue }
      parts[name] = try archive.bytes(mostBytes: Self.mostPartBytes)
    }
    isWhole = true
    return Unpacked(manifest: manifest, database: database, parts: parts)
  }

  /// The name under which a part is kept: that of a file without a folder; nil for what is not ours.
  private static func partName(_ name: String) -> String? {
    if name == ErasedList.fileName { return name }
    guard name.hasPrefix(Backup.keysFolder) else { return nil }
    let file = String(name.dropFirst(Backup.keysFolder.count))
    return file.isEmpty || file.hasPrefix(".") || file.contains("/") ? nil : file
  }

  private func unpackDatabase(_ archive: TarReader, to path: String) throws -> Evidence.Digest? {
    let sink = try FileSink(path, mode: 0o640)
    var hash = SHA256()
    while case let piece = try archive.piece(), !piece.isEmpty {
      hash.update(data: piece)
      try sink.write(piece)
    }
    try sink.close()
    return Evidence.Digest(bytes: Array(hash.finalize()))
  }

  // MARK: Checking

  private func check(_ unpacked: Unpacked) throws {
    let facts: StoreFacts
    do {
      facts = try Store.facts(ofCopy: unpacked.database)
    } catch let error as StoreError {
      throw error.isNewerVersion ? Refused.newer : Refused.damaged(error.message)
    }
    guard facts == unpacked.manifest.facts else {
      throw Refused.damaged("the log is not the one that was backed up")
    }
    let isEmpty =
      !Files.exists("\(data)/\(Store.fileName)") && !Files.exists(keysPath("log.id"))
    guard try isEmpty || isOwn(unpacked.manifest) else {
      throw Refused.otherKiosk(log: facts.log.hex)
    }
  }

  /// Whether the data that are here are the same kiosk's: its key or its log.
  private func isOwn(_ manifest: BackupManifest) throws -> Bool {
    let log = try Files.line(keysPath("log.id")).flatMap { try? LogID(hex: $0) }
    if log == manifest.facts.log { return true }
    guard log != nil else {
      return (try? Store.facts(ofCopy: "\(data)/\(Store.fileName)"))?.log == manifest.facts.log
    }
    return try Keys(data: data).device.publicKey == manifest.device
  }

  // MARK: Writing

  /// The list of the erased, from both sides.
  private func putErased(_ unpacked: Unpacked) throws {
    let carried = try ErasedList.read(
      unpacked.parts[ErasedList.fileName] ?? [], name: ErasedList.fileName)
    try ErasedList(data: data).add(carried)
  }

  /// The keys that are missing here; those that are here stay. What was signed stays signed: of two
  /// records each line with the larger figure counts.
  private func putKeys(_ unpacked: Unpacked) throws {
    try Files.makeDirectory("\(data)/keys", mode: 0o700)
    for (name, bytes) in unpacked.parts where !Self.cardNames.contains(name) {
      let path = keysPath(name)
      if name == SignedMerge.fileName, let here = try Files.line(path) {
        try Files.write(SignedMerge.text(here, String(decoding: bytes, as: UTF8.self)), to: path)
      } else if !Files.exists(path) {
        try Files.write(bytes, to: path)
      }
    }
    // The database says which of this kiosk's logs goes on.
    try Files.write(unpacked.manifest.facts.log.hex + "\n", to: keysPath("log.id"))
  }

  /// Certificate numbers that were given since the backup stay given, also where nothing was signed after
  /// them: the papers are in people's hands.
  /// - Returns: whether they are known: false on a new card, and when the present database cannot be read.
  private func keepNumbers() throws -> Bool {
    let database = "\(data)/\(Store.fileName)"
    guard Files.exists(database), let given = try? Store.highestNumbers(ofCopy: database) else {
      return false
    }
    guard !given.isEmpty else { return true }
    var numbers = LastSigned()
    numbers.note(given)
    let path = keysPath(SignedMerge.fileName)
    try Files.write(SignedMerge.text(try Files.line(path) ?? "", numbers.text), to: path)
    return true
  }

  /// Puts the database in its place in one step, the present one kept aside.
  /// - Returns: where the present one is; nil when there was none.
  private func putDatabase(_ database: String) throws -> String? {
    let path = "\(data)/\(Store.fileName)"
    let companions = ["-wal", "-shm"].filter { Files.exists(path + $0) }
    guard Files.exists(path) || !companions.isEmpty else {
      try Files.move(database, to: path)
      return nil
    }
    // Best when the old one is whole by itself; when it is too damaged for that, its parts go aside as
    // they are.
    try? Store.fold(inDirectory: data)
    let aside = try asideFolder()
    for suffix in ["-wal", "-shm"] where Files.exists(path + suffix) {
      try Files.move(path + suffix, to: "\(aside)/\(Store.fileName)\(suffix)")
    }
    if Files.exists(path) { try Files.link(path, as: "\(aside)/\(Store.fileName)") }
    try Files.move(database, to: path)
    return aside
  }

  private func asideFolder() throws -> String {
    let now = Clock.machine(hasBattery: settings.clock.hasBattery).nowMilliseconds
    let time = TimeOfDay.text(wallMilliseconds: now).replacing(":", with: "")
    let name = "\(data)/\(SetAside.prefix)\(Day(wallMilliseconds: now).iso)-\(time)"
    for number in 1...1_000 {
      let path = number == 1 ? name : "\(name)-\(number)"
      guard !Files.exists(path) else { continue }
      try Files.makeDirectory(path, mode: 0o700)
      return path
    }
    throw FileError("mkdir", path: name, reason: "there are too many of this name")
  }
}
