package import Evidence
internal import Foundation
internal import GRDB

/// What a copy of a database holds.
package struct StoreFacts: Equatable, Sendable {
  /// The log.
  package let log: LogID
  /// How many entries it has.
  package let size: Int64
  /// The root over them.
  package let root: Digest

  /// What a copy holds.
  package init(log: LogID, size: Int64, root: Digest) {
    self.log = log
    self.size = size
    self.root = root
  }
}

extension Store {
  /// Writes a consistent copy of the database of a data directory, also while a kiosk uses it: a
  /// snapshot, packed anew, so that nothing deleted travels in it (SQLite's `VACUUM INTO`).
  /// - Parameter path: a file that is empty or does not exist.
  /// - Throws: `StoreError`.
  package static func copy(inDirectory directory: String, to path: String) throws -> StoreFacts {
    try StoreError.wrapping("copy the database") {
      let source = try Connections.inspector(path: "\(directory)/\(fileName)")
      try source.inDatabase { db in try db.execute(sql: "VACUUM INTO ?", arguments: [path]) }
    }
    return try facts(ofCopy: path)
  }

  /// What a copy holds, its pages and its log checked.
  /// - Throws: `StoreError`: `isNewerVersion`, `isDamaged`.
  package static func facts(ofCopy path: String) throws -> StoreFacts {
    try StoreError.wrapping("examine a copy of the database") {
      let copy = try Connections.inspector(path: path)
      return try copy.read { db in
        try Schema.refuseNewer(db)
        let problems = try String.fetchAll(db, sql: "PRAGMA quick_check(1)").filter { $0 != "ok" }
        guard problems.isEmpty, let state = try LogState.load(db) else {
          throw StoreError(
            operation: "examine a copy of the database", cause: .damaged, code: "quick-check",
            message: problems.first ?? "The log was never begun.")
        }
        return StoreFacts(log: state.log, size: state.range.size, root: state.range.root)
      }
    }
  }

  /// Does `body` while no kiosk uses the data directory.
  /// - Throws: `StoreError`: `isLocked` while one runs; what `body` throws.
  package static func locked<Result>(
    directory: String, _ body: () throws -> Result
  ) throws -> Result {
    let lock = try InstanceLock(directory: directory)
    defer { lock.release() }
    return try body()
  }

  /// Folds the log of writes into the database file, which then is whole by itself. For a database that
  /// nobody uses.
  package static func fold(inDirectory directory: String) throws {
    try StoreError.wrapping("fold the log of writes") {
      let queue = try DatabaseQueue(path: "\(directory)/\(fileName)")
      try queue.inDatabase { db in _ = try db.checkpoint(.truncate) }
      try queue.close()
    }
  }
}
