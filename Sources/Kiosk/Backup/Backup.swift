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
  private static let passing = ["trust.lock", "demonstration.cwt"]

  private let data: String
  private let keys: Keys
  private let clock: Clock

  /// There is no room for a backup beside what is kept free for the kiosk's own work.
  package struct NoRoom: Error, Equatable {
    /// How much there must be.
    package let neededBytes: UInt64
    /// How much there is.
    package let freeBytes: UInt64
  }

  /// Throws `NoRoom` when a backup in the data directory would fill its disk: for a while the database lies
  /// there twice more, as a copy and in the archive.
  /// - Parameters:
  ///   - free: what may still be written.
  ///   - reserve: what must be left.
  func checkRoom(free: UInt64, reserve: Int) throws {
    let database = UInt64(clamping: Files.byteCount("\(data)/\(Store.fileName)"))
    let needed = 2 * database + UInt64(clamping: reserve)
    guard free < needed else { return }
    throw NoRoom(neededBytes: needed, freeBytes: free)
  }

  /// - Parameter data: the data directory.
  package init(data: String, keys: Keys, clock: Clock) {
    self.data = data
    self.keys = keys
    self.clock = clock
  }

  /// Writes the backup and reads it back; the file appears whole or not at all, for this account's eyes where the file
  /// system knows of such.
  /// - Parameter withKeys: whether the secret keys go along, without which no other machine can go on in
  ///   this kiosk's name.
  /// - Returns: how many entries of the log it holds.
  /// - Throws: `FileError`, `StoreError`, `Malformed`.
  @discardableResult
  package func write(to path: String, withKeys: Bool) throws -> Int64 {
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
    let erased = ErasedList.text(try ErasedList(data: data).persons())
    try archive.add(ErasedList.fileName, Array(erased.utf8))
    for (name, bytes) in try withKeys ? secrets() : [] {
      try archive.add(Self.keysFolder + name, bytes)
    }
    let written = try archive.close()
    guard try ReadBack.digest(path) == written else {
      throw FileError("read back", path: path, reason: "does not hold what was written")
    }
    return facts.size
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
