internal import GRDB
internal import Glibc

extension Schema {
  /// The migration that writes every entry of the log anew, in one transaction.
  static let rewriting = "4 leaves"

  /// Throws `isDiskFull`, before anything is changed, when the disk has no room for the migration that
  /// writes the log anew: it stands in the log of writes whole before it reaches the file, whose pages
  /// may split meanwhile.
  /// - Parameter freeBytes: what may still be written; nil when the disk cannot be asked.
  static func checkRoom(_ db: Database, freeBytes: Int64?) throws {
    guard let freeBytes, try db.tableExists("entry"),
      try !migrator.appliedIdentifiers(db).contains(rewriting)
    else { return }
    let pages = try Int64.fetchOne(db, sql: "PRAGMA page_count") ?? 0
    let pageSize = try Int64.fetchOne(db, sql: "PRAGMA page_size") ?? 4_096
    let needed = 2 * pages * pageSize
    guard freeBytes < needed else { return }
    throw StoreError(
      operation: "upgrade the database", cause: .diskFull, code: "upgrade-room",
      message: """
        The upgrade needs \(needed >> 20) MB of free room, there are \(freeBytes >> 20) MB. \
        Nothing was changed.
        """)
  }

  /// What this service may still write to the disk of the file at `path`.
  static func freeBytes(_ path: String) -> Int64? {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return nil }
    return Int64(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
  }
}
