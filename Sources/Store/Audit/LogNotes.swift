package import Evidence
internal import Foundation
internal import GRDB

/// What is kept beside the log and says how it should be: nothing of it is believed by itself.
package struct LogNotes: Equatable, Sendable {
  /// A log that this kiosk kept before the present one.
  package struct Epoch: Equatable, Sendable {
    /// Its number, from 1.
    package let number: Int64
    /// Its name.
    package let log: LogID
    /// How long it was at its end.
    package let size: Int64
    /// Its root then.
    package let root: Digest
    /// The last receipt for it.
    package let receipt: String?
  }

  /// The log's name.
  package let log: LogID
  /// The edge of the tree as it was last written.
  package let head: CompactRange
  /// The last receipt, a signed note.
  package let receipt: String?
  /// How far the province has confirmed the log, and the edge there.
  package let confirmed: CompactRange
  /// Earlier logs of the same entries.
  package let epochs: [Epoch]

  /// Every name under which these entries were ever signed for.
  package var logs: [LogID] { [log] + epochs.map(\.log) }

  static func load(_ db: Database) throws -> LogNotes {
    guard let state = try LogState.load(db) else {
      throw StoreError(
        operation: "audit the log", cause: .damaged, code: "log-state",
        message: "The log was never begun.")
    }
    let sql = "SELECT receiptText, confirmedRange FROM syncState WHERE id = 1"
    let row = try Row.fetchOne(db, sql: sql)
    let confirmed: Data? = row?[1]
    return LogNotes(
      log: state.log, head: state.range, receipt: row?[0],
      confirmed: try confirmed.map { try CompactRange(decoding: [UInt8]($0)) } ?? CompactRange(),
      epochs: try epochs(db))
  }

  private static func epochs(_ db: Database) throws -> [Epoch] {
    guard try db.tableExists("epoch") else { return [] }
    return try Row.fetchAll(db, sql: "SELECT * FROM epoch ORDER BY number").map { row in
      let log: Data = row["log"]
      let root: Data = row["root"]
      guard let digest = Digest(bytes: [UInt8](root)) else {
        throw StoreError(
          operation: "audit the log", cause: .damaged, code: "epoch",
          message: "The root of an earlier log does not have 32 bytes.")
      }
      return Epoch(
        number: row["number"], log: try LogID(bytes: [UInt8](log)), size: row["size"],
        root: digest, receipt: row["receiptText"])
    }
  }
}
