import Glibc

/// Keeps the memory of a long-lived process small.
package enum Memory {
  /// Limits the arenas: glibc gives each thread its own, and a kiosk has many short-lived threads
  /// (mallopt(3)). Call before the first thread starts.
  package static func prepare() {
    let arenaMost: Int32 = -8
    let trimThreshold: Int32 = -1
    CLibrary.mallopt(arenaMost, 2)
    CLibrary.mallopt(trimThreshold, 128 << 10)
  }

  /// Gives back what starting up left over: freed heap, and the program text that only starting
  /// needed. The text stays in the system's cache and comes back page by page when it is called.
  package static func trim() {
    CLibrary.mallocTrim()
    for range in programText {
      madvise(UnsafeMutableRawPointer(bitPattern: range.lowerBound), range.count, MADV_DONTNEED)
    }
  }

  /// Where executable files are mapped (proc(5), maps). These mappings are never written, so that
  /// dropping their pages loses nothing; read-only data beside them may hold relocations and stays.
  private static var programText: [Range<UInt>] {
    guard let bytes = try? Files.read("/proc/self/maps", mostBytes: 1 << 20) else {
      return []
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
      let fields = line.split(separator: " ")
      guard fields.count >= 6, fields[1] == "r-xp", fields[5].first == "/" else {
        return nil
      }
      let ends = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
      return ends.count == 2 && ends[0] < ends[1] ? ends[0]..<ends[1] : nil
    }
  }

  /// What SQLite sets aside while it rewrites a log of years goes onto the disk of the data directory,
  /// whose room is looked at before: the system's folders for such files may be memory. Before the first
  /// thread starts, and before the first database is opened.
  package static func keepTemporaryFiles(in directory: String) {
    setenv("SQLITE_TMPDIR", directory, 0)
  }
}
