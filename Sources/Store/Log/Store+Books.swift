internal import Evidence
internal import Foundation
internal import GRDB

/// What the log holds and what of it the province has confirmed, at one moment.
package struct Books: Equatable, Sendable {
  /// Entries in the log.
  package let recorded: Int64
  /// Entries that a verified receipt covers.
  package let confirmed: Int64
  /// The receipt's time, seconds since 1970.
  package let receiptAtSeconds: Int64?
  /// What a person must look at, as a stable code; nil when nothing.
  package let attention: String?
}

extension Store {
  /// The books of one moment: read one after the other, size and receipt may not belong together.
  package func books() throws -> Books {
    try read("read the books") { db in
      let sql = "SELECT confirmedSize, receiptAtSeconds, attention FROM syncState WHERE id = 1"
      guard let row = try Row.fetchOne(db.cachedStatement(sql: sql)) else {
        throw StoreError(
          operation: "read the books", cause: .damaged, code: "sync-state",
          message: "The sync state row is missing.")
      }
      return Books(
        recorded: try LogState.load(db)?.range.size ?? 0, confirmed: row[0],
        receiptAtSeconds: row[1], attention: row[2])
    }
  }
}
