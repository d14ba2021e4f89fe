package import Evidence
internal import Foundation
internal import GRDB

extension Store {
  /// The number of entries in the log.
  package func logSize() throws -> Int64 { try head().size }

  /// The log's size and tree edge.
  package func head() throws -> (size: Int64, range: CompactRange) {
    let range = try read("read the log's head") { db in try LogState.load(db)?.range }
    return (range?.size ?? 0, range ?? CompactRange())
  }

  /// The lines of `from..<to`, without line feeds; fewer when the log ends earlier.
  package func lines(from: Int64, to: Int64) throws -> [[UInt8]] {
    try read("read the log") { db in
      let sql = "SELECT line FROM entry WHERE seq >= ? AND seq < ? ORDER BY seq"
      let statement = try db.cachedStatement(sql: sql)
      return try Data.fetchAll(statement, arguments: [from, to]).map { [UInt8]($0) }
    }
  }

  /// The event at a position, or nil beyond the end.
  package func event(at seq: Int64) throws -> Event? {
    guard let line = try lines(from: seq, to: seq + 1).first else { return nil }
    return try StoreError.wrapping("read an event") { try Event(line: line) }
  }

  /// The personal values that belong to `from..<to` and were not erased.
  package func personalValues(from: Int64, to: Int64) throws -> [PersonalValue] {
    try read("read personal values") { db in
      let sql = """
        SELECT seq, field, salt, value FROM personal WHERE seq >= ? AND seq < ?
        ORDER BY seq, field
        """
      let statement = try db.cachedStatement(sql: sql)
      return try Row.fetchAll(statement, arguments: [from, to]).map { row in
        let salt: Data = row[2]
        return PersonalValue(seq: row[0], field: row[1], salt: [UInt8](salt), value: row[3])
      }
    }
  }

  /// The tree edge that the log had at `size`, or nil beyond its end.
  ///
  /// Starts from the nearest edge kept, so at most 4,095 lines are hashed.
  package func compactRange(at size: Int64) throws -> CompactRange? {
    try read("read the tree's edge") { db in
      guard let head = try LogState.load(db)?.range, size >= 0, size <= head.size else {
        return nil
      }
      if size == head.size { return head }
      let sql = "SELECT range FROM rangeMark WHERE size <= ? ORDER BY size DESC LIMIT 1"
      let mark = try Data.fetchOne(db.cachedStatement(sql: sql), arguments: [size])
      var range = try mark.map { try CompactRange(decoding: [UInt8]($0)) } ?? CompactRange()
      try Store.extend(&range, to: size, db)
      return range
    }
  }

  /// The last times that the store can vouch for; the floor of a clock that was never set.
  package func lastTimes() throws -> LastTimes {
    try read("read the last times") { db in
      let sql = "SELECT line FROM entry ORDER BY seq DESC LIMIT 1"
      let line = try Data.fetchOne(db.cachedStatement(sql: sql))
      let event = try line.map { try Event(line: [UInt8]($0)) }
      let receipt = try Int64.fetchOne(db, sql: "SELECT receiptAtSeconds FROM syncState")
      return LastTimes(event: event?.clock, receiptSeconds: receipt)
    }
  }

  /// Appends an event about the clock itself, as `clock.jump` or `clock.sync`, and returns its seq.
  /// Self-study that turns out to be of another day moves there.
  ///
  /// Throws `StoreRefusal.outOfRange` for any other kind: all other events come with their rows.
  @discardableResult
  package func recordClock(
    _ kind: String, _ fields: [String: CanonicalValue], now: ClockReading
  ) throws -> Int64 {
    guard kind.hasPrefix("clock.") else { throw StoreRefusal.outOfRange(field: "kind") }
    let seq = try write("record the clock") { try $0.append(kind, fields, now: now) }
    // A damaged old line must not keep the clock from being set; the next event about it tries again.
    try? write("settle self-study") { try $0.settleSelfStudies(now: now) }
    return seq
  }

  /// Hashes the lines from the range's end up to `size` into it.
  static func extend(_ range: inout CompactRange, to size: Int64, _ db: Database) throws {
    let sql = "SELECT line FROM entry WHERE seq >= ? AND seq < ? ORDER BY seq"
    let lines = try Data.fetchCursor(
      db.cachedStatement(sql: sql), arguments: [range.size, size])
    while let line = try lines.next() { range.append(Merkle.leafHash([UInt8](line))) }
  }
}
