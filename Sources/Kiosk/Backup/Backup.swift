import Evidence
import Glibc
import Store

/// Makes one file of everything that a kiosk must not lose, while it runs: a tar archive of the database,
/// the list of the erased, and on request the keys.
package struct Backup: Sendable {
  /// The folder of the keys in the archive.
  static let keysFolder = "keys/"
  /// The database in the archive.
  static let databaseName = Store.fileName
  /// Names in the folder of keys that are no part of a backup.
  private static let passing = ["trust.lock", "demonstration.cwt", NumberMark.fileName]

  private let data: String
  private let keys: Keys
  private let clock: Clock
  private let reserveBytes: Int
  private let measure: @Sendable (String) -> DiskUsage?

  /// - Parameters:
  ///   - data: the data directory.
  ///   - limits: what room must be left for the kiosk's own work.
  package init(data: String, keys: Keys, clock: Clock, limits: LimitSettings) {
    self.init(data: data, keys: keys, clock: clock, limits: limits) { DiskUsage(path: $0) }
  }

  /// - Parameter measure: how full the disk of a folder is; a test says what it needs.
  init(
    data: String, keys: Keys, clock: Clock, limits: LimitSettings,
    measure: @escaping @Sendable (String) -> DiskUsage?
  ) {
    self.data = data
    self.keys = keys
    self.clock = clock
    reserveBytes = limits.reserveBytes
    self.measure = measure
  }

  /// Writes the backup and reads it back; the file appears whole or not at all, for this account's eyes where the file
  /// system knows of such.
  /// - Parameter withKeys: whether the secret keys go along, without which no other machine can go on in
  ///   this kiosk's name.
  /// - Returns: how many entries of the log it holds.
  /// - Throws: `BackupRoom.Missing`, before anything is written; `FileError`, `StoreError`, `Malformed`.
  @discardableResult
  package func write(to path: String, withKeys: Bool) throws -> Int64 {
    try checkRoom(for: path)
    let copy = try DraftFile(in: "\(data)/drafts")
    defer { copy.remove() }
    let facts = try Store.copy(inDirectory: data, to: copy.path)
    let (digest, size) = try Files.digest(copy.path)
    let now = clock.nowMilliseconds
    let manifest = BackupManifest(
      facts: facts, device: keys.device.publicKey, madeMilliseconds: now, digest: digest,
      byteCount: size)
    let archive = try TarWriter(path, atSeconds: now / 1_000)
    try archive.add(BackupManifest.fileName, try manifest.json())
    try archive.add(Self.databaseName, file: copy.path, size: size)
    let erased = ErasedList.text(try ErasedList(data: data).erased())
    try archive.add(ErasedList.fileName, Array(erased.utf8))
    for (name, bytes) in try withKeys ? secrets() : [] {
      try archive.add(Self.keysFolder + name, bytes)
    }
    let written = try archive.close()
    guard try ReadBack.digest(path) == written else {
      unlink(path)
      throw FileError("read back", path: path, reason: "does not hold what was written")
    }
    return facts.size
  }

  /// Throws `BackupRoom.Missing` when a backup at `path` would fill the kiosk's disk or its own.
  private func checkRoom(for path: String) throws(BackupRoom.Missing) {
    let database = "\(data)/\(Store.fileName)"
    let bytes = [database, "\(database)-wal"].map { UInt64(clamping: Files.byteCount($0)) }
    let folder = Files.directory(of: path)
    let free = { [measure] (folder: String) in
      measure(folder).map { (folder: folder, freeBytes: $0.freeBytes) }
    }
    try BackupRoom(
      databaseBytes: bytes.reduce(0, +), reserveBytes: UInt64(clamping: reserveBytes)
    ).check(
      data: free(data), out: BackupRoom.isOneDisk(data, folder) ? nil : free(folder))
  }

  /// The files of the keys; those that systemd hands over are read from there.
  private func secrets() throws -> [(name: String, bytes: [UInt8])] {
    let folders = [keys.directory] + (Keys.credentialsDirectory.map { [$0] } ?? [])
    var found: [String: [UInt8]] = [:]
    for folder in folders {
      for name in Files.names(in: folder) where isKept(name, in: folder) {
        found[name] = try Files.read("\(folder)/\(name)", mostBytes: Restoring.mostPartBytes)
      }
    }
    return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private func isKept(_ name: String, in folder: String) -> Bool {
    guard !name.hasPrefix("."), !name.hasSuffix(".new"), !Self.passing.contains(name) else {
      return false
    }
    // Of what systemd hands over only the keys are ours.
    return folder == keys.directory || Keys.secretNames.contains(name)
  }
}
