internal import Evidence
internal import Foundation
internal import GRDB

/// The one row that says how long the log is and what its tree looks like.
struct LogState {
  let log: LogID
  let range: CompactRange

  /// The row, or nil for a log that was never begun.
  static func load(_ db: Database) throws -> LogState? {
    let sql = "SELECT log, range FROM logState WHERE id = 1"
    guard let row = try Row.fetchOne(db.cachedStatement(sql: sql)) else { return nil }
    let log: Data = row[0]
    let range: Data = row[1]
    return LogState(
      log: try LogID(bytes: [UInt8](log)), range: try CompactRange(decoding: [UInt8](range)))
  }
}

extension Transaction {
  /// Begins a new log with `log.start`, or notes a start of the program with `log.boot`.
  func begin(log: LogID, now: ClockReading) throws {
    guard range.size == 0 else {
      try append("log.boot", ["x": .text(settings.version)], now: now)
      return
    }
    try append(
      "log.start", ["o": .text("log/" + log.hex), "x": .text(settings.version)], now: now)
    try run(
      "INSERT INTO logState (id, log, range) VALUES (1, ?, ?)",
      [Data(log.bytes), Data(range.encoded())])
  }
}
