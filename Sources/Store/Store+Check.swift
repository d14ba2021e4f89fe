internal import Evidence
internal import Foundation
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

  /// What the full `integrity_check`, `foreign_key_check` and the log's own tree find wrong.
  ///
  /// Reads everything: for `kioskd check` and tests, not for a kiosk in use.
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

  /// Reads the whole log: each line is its event, in its place, and the tree is the one on record.
  private static func logProblems(_ db: Database) throws -> [String] {
    guard let state = try LogState.load(db) else { return ["the log was never begun"] }
    var range = CompactRange()
    let rows = try Row.fetchCursor(db, sql: "SELECT seq, line FROM entry ORDER BY seq")
    while let row = try rows.next() {
      let line: Data = row[1]
      let seq: Int64 = row[0]
      guard let event = try? Event(line: [UInt8](line)), event.seq == seq, seq == range.size else {
        return ["log entry \(seq) is not the event that belongs there"]
      }
      range.append(Merkle.leafHash([UInt8](line)))
    }
    return range == state.range ? [] : ["the log's tree is not the one on record"]
  }
}
