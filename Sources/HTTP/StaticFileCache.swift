/// The small files of one directory, kept in memory and looked at on disk once a second.
final class StaticFileCache: Sendable {
  private struct Entry {
    let file: StaticFile
    var checkedMilliseconds: Int64
  }

  private static let maxTotalBytes = 16 << 20
  private static let checkEveryMilliseconds: Int64 = 1000

  let maxFileBytes: Int
  private let entries = ReadWriteLock<[String: Entry]>([:])

  init(maxFileBytes: Int) {
    self.maxFileBytes = maxFileBytes
  }

  /// The file if it was compared with the disk within the last second.
  func fresh(_ name: String, now: Int64) -> StaticFile? {
    entries.read { entries in
      guard let entry = entries[name],
        now - entry.checkedMilliseconds < Self.checkEveryMilliseconds
      else { return nil }
      return entry.file
    }
  }

  /// The kept file, good for another second, if `file` shows that it has not changed.
  func renew(_ name: String, ifSame file: OpenFile, now: Int64) -> StaticFile? {
    entries.write { entries in
      guard let kept = entries[name]?.file, kept.isSame(as: file) else { return nil }
      entries[name] = Entry(file: kept, checkedMilliseconds: now)
      return kept
    }
  }

  /// Keeps the file unless the total would grow too large.
  func keep(_ file: StaticFile, as name: String, now: Int64) {
    entries.write { entries in
      entries[name] = nil
      let total = entries.values.reduce(0) { $0 + $1.file.size }
      guard total + file.size <= Self.maxTotalBytes else { return }
      entries[name] = Entry(file: file, checkedMilliseconds: now)
    }
  }

  func remove(_ name: String) {
    _ = entries.write { $0.removeValue(forKey: name) }
  }
}
