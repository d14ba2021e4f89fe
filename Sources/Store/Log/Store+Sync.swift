package import Evidence
internal import Foundation
internal import GRDB

extension Store {
  /// How far the province has confirmed the log.
  package func syncState() throws -> SyncState {
    try read("read the sync state") { db in
      let sql = """
        SELECT confirmedSize, confirmedRange, personalConfirmed, receiptText, receiptAtSeconds,
          lastAttemptMs, nextAttemptMs, failures, attention FROM syncState WHERE id = 1
        """
      guard let row = try Row.fetchOne(db.cachedStatement(sql: sql)) else {
        throw StoreError(
          operation: "read the sync state", cause: .damaged, code: "sync-state",
          message: "The sync state row is missing.")
      }
      let range: Data = row[1]
      return SyncState(
        confirmedSize: row[0], confirmedRange: try CompactRange(decoding: [UInt8](range)),
        personalConfirmed: row[2], receiptText: row[3], receiptAtSeconds: row[4],
        lastAttemptMilliseconds: row[5], nextAttemptMilliseconds: row[6], failures: row[7],
        attention: row[8])
    }
  }

  /// Keeps a verified receipt over the first `range.size` entries.
  ///
  /// An older receipt than the one kept changes nothing and returns false; so push and pull may
  /// both deliver. Throws `isConstraint` when the receipt covers more than the log holds.
  @discardableResult
  package func recordReceipt(
    text: String, range: CompactRange, atSeconds: Int64
  ) throws -> Bool {
    let bytes = range.encoded()
    return try write("keep a receipt") { transaction in
      try transaction.run(
        """
        UPDATE syncState SET confirmedSize = ?1, confirmedRange = ?2, receiptText = ?3,
          receiptAtSeconds = ?4, failures = 0, attention = NULL
        WHERE id = 1 AND (confirmedSize < ?1
          OR confirmedSize = ?1 AND coalesce(receiptAtSeconds, 0) <= ?4)
        """, [range.size, Data(bytes), text, atSeconds])
      return transaction.db.changesCount == 1
    }
  }

  /// Notes that personal values are delivered for all entries below `end`; it never goes back.
  package func recordPersonalConfirmed(to end: Int64) throws {
    try write("note personal values") { transaction in
      try transaction.run(
        "UPDATE syncState SET personalConfirmed = max(personalConfirmed, ?) WHERE id = 1", [end])
    }
  }

  /// Forgets that personal values from `start` on have arrived: they are sent again.
  package func rewindPersonal(to start: Int64) throws {
    try write("rewind personal values") { transaction in
      try transaction.run(
        "UPDATE syncState SET personalConfirmed = min(personalConfirmed, ?) WHERE id = 1", [start])
    }
  }

  /// Notes how an attempt to deliver ended and when to try again, so that a restart waits too.
  package func recordAttempt(
    atMilliseconds: Int64, nextMilliseconds: Int64?, failures: Int, attention: String?
  ) throws {
    try write("note an attempt") { transaction in
      try transaction.run(
        """
        UPDATE syncState SET lastAttemptMs = ?, nextAttemptMs = ?, failures = ?, attention = ?
        WHERE id = 1
        """, [atMilliseconds, nextMilliseconds, failures, attention])
    }
  }
}
