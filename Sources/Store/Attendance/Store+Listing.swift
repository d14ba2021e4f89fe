package import Centre
internal import GRDB

extension Store {
  /// Calls `body` for each resident in a data directory that another instance may be using, in the
  /// order of numbers, over a read-only connection that takes no lock.
  ///
  /// Throws `StoreError`: `isReadOnly` when there is no database.
  package static func forEachResident(
    inDirectory directory: String, _ body: (Resident) throws -> Void
  ) throws {
    try StoreError.wrapping("list residents") {
      try Connections.inspector(path: "\(directory)/\(fileName)").read { db in
        let rows = try Row.fetchCursor(db, sql: ResidentRow.select + " ORDER BY r.id")
        while let row = try rows.next() { try body(ResidentRow.resident(row)) }
      }
    }
  }
}
