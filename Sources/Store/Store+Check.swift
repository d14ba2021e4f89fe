internal import Evidence
internal import GRDB

extension Store {
  /// What SQLite's `quick_check` finds wrong, at most 20 sentences; empty when nothing is.
  ///
  /// Runs on a connection of its own and never stands in a writer's way; minutes on a slow card.
  package func quickCheck() throws -> [String] {
    try StoreError.wrapping("check the database") {
      try Connections.inspector(path: path).read { db in
        try Store.problems(db, "PRAGMA quick_check(20)")
      }
    }
  }

  /// What the full `integrity_check`, `foreign_key_check` and the audit of the log find wrong.
  ///
  /// Reads everything: for tests, not for a kiosk in use.
  package func integrityCheck() throws -> [String] {
    try StoreError.wrapping("check the database") {
      try Connections.inspector(path: path).read { db in
        let tables = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check")
        return try Store.problems(db, "PRAGMA integrity_check(20)")
          + tables.map { row in "foreign key: \(row)" } + Store.logProblems(db)
      }
    }
  }

  /// Writes one page durably without changing anything: whether a check-in could be saved now.
  ///
  /// Throws the `StoreError` that a check-in would: `isDiskFull`, `isReadOnly`.
  package func trySaving() throws {
    try write("try to save") { transaction in
      try transaction.run("UPDATE logState SET range = range WHERE id = 1")
    }
  }

  private static func problems(_ db: Database, _ sql: String) throws -> [String] {
    try String.fetchAll(db, sql: sql).filter { $0 != "ok" }
  }

  /// What the audit of the whole log finds wrong.
  private static func logProblems(_ db: Database) throws -> [String] {
    guard try LogState.load(db) != nil else { return ["the log was never begun"] }
    var scan = try LogScan(db, try LogNotes.load(db), anchors: [])
    return try scan.run().findings.map {
      "log: \($0.flaw) at \($0.first) to \($0.last) \($0.detail)"
    }
  }
}
