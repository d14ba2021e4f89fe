import Evidence
import Store

/// The databases that restoring kept aside in the data directory. What is erased here is erased in
/// them too.
struct SetAside {
  /// How the names of their folders begin.
  static let prefix = "before-restore-"

  let data: String
  let settings: StoreSettings

  /// Erases it in every copy, each once. A copy too damaged to be opened is removed, since nobody could
  /// erase anything in it; one that fails otherwise, as on a full disk, is tried again the next
  /// time.
  /// - Throws: `FileError`, `StoreError`.
  func erase(_ erased: Erased, now: ClockReading) throws {
    for name in Files.names(in: data).sorted() where name.hasPrefix(Self.prefix) {
      let folder = "\(data)/\(name)"
      let done = ErasedList(data: folder)
      guard Files.exists("\(folder)/\(Store.fileName)"),
        try !erased.subtracting(done.erased()).isEmpty
      else { continue }
      do {
        try erase(erased, in: folder, now: now)
        try done.add(erased)
      } catch let error as StoreError where error.isDamaged {
        for suffix in ["", "-wal", "-shm"] { Files.remove("\(folder)/\(Store.fileName)\(suffix)") }
      }
    }
  }

  private func erase(_ erased: Erased, in folder: String, now: ClockReading) throws {
    // It may be of an earlier log.
    var settings = settings
    settings.log = nil
    let store = try Store(directory: folder, settings: settings, now: now)
    defer { store.close() }
    try store.eraseAgain(erased, isSetAside: true, now: now)
    try store.overwriteIfDue()
  }
}
