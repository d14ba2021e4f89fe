import Centre
import Store

extension Desk {
  /// A backup without keys, in a file that the caller sends on and removes.
  /// - Throws: `BackupRoom.Missing`, `FileError`, `StoreError`, `Malformed`.
  func backup() throws -> (file: DraftFile, name: String) {
    let backup = Backup(
      data: store.directory, keys: keys, clock: clock, limits: settings.limits,
      measure: { [disk] _ in disk.usage })
    let file = try DraftFile(in: draftFolder)
    try backup.write(to: file.path, withKeys: false)
    let day = Day(wallMilliseconds: clock.nowMilliseconds).iso
    return (file, "sao-luu-\(settings.centre.code)-\(day).tar")
  }
}
