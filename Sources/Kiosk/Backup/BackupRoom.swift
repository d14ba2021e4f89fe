import Glibc

/// The room that a backup takes while it is made: the database stands once more as a copy in the data
/// directory, and once more in the archive, which may lie on another disk.
package struct BackupRoom: Equatable, Sendable {
  /// There is too little; nothing was written.
  package struct Missing: Error, Equatable {
    /// The folder on whose disk it is missing.
    package let folder: String
    /// How much there must be.
    package let neededBytes: UInt64
    /// How much there is.
    package let freeBytes: UInt64

    /// Both in whole MB, as sentences tell them: a need that is told as met would be no help.
    package var values: [String: String] {
      [
        "path": folder, "free": "\(freeBytes >> 20)",
        "needed": "\((neededBytes + (1 << 20) - 1) >> 20)",
      ]
    }
  }

  /// For all in an archive that is not the database: keys, lists, headers.
  static let restBytes: UInt64 = 1 << 20

  /// How long the copy of the database may be.
  let databaseBytes: UInt64
  /// What must be left on the kiosk's own disk for its work.
  let reserveBytes: UInt64

  /// Throws `Missing` when a disk has too little room.
  /// - Parameters:
  ///   - data: the data directory and what its disk has; nil when it cannot be asked.
  ///   - out: the folder of the archive and what its disk has; nil when that is the same disk.
  func check(
    data: (folder: String, freeBytes: UInt64)?, out: (folder: String, freeBytes: UInt64)?
  ) throws(Missing) {
    let archive = databaseBytes + Self.restBytes
    let here = databaseBytes + reserveBytes + (out == nil ? archive : 0)
    for (disk, needed) in [(data, here), (out, archive)] {
      guard let disk, disk.freeBytes < needed else { continue }
      throw Missing(folder: disk.folder, neededBytes: needed, freeBytes: disk.freeBytes)
    }
  }

  /// Whether two folders lie on one disk; one that cannot be asked is taken for another.
  static func isOneDisk(_ one: String, _ other: String) -> Bool {
    var first = stat()
    var second = stat()
    return stat(one, &first) == 0 && stat(other, &second) == 0 && first.st_dev == second.st_dev
  }
}
