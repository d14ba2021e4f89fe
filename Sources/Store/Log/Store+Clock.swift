package import Centre
package import Evidence
internal import Foundation
internal import GRDB

extension Store {
  /// The latest answer of the province in a start of the machine; nil before the first.
  package func lastSync(boot: Int64) throws -> TimeMark? {
    try read("read the clock's marks") { db in
      let sql = """
        SELECT boot, bootMs, earliestMs, latestMs, wordMs FROM clockMark
        WHERE boot = ? AND kind = 'sync' ORDER BY bootMs DESC LIMIT 1
        """
      return try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [boot]).map(TimeMark.init)
    }
  }

  /// Keeps what a receipt says about the time: what it covers happened before it was signed, and now
  /// is after that. Only where the starts concerned have nothing better.
  /// - Parameters:
  ///   - covered: the clock of the last event that the receipt covers.
  ///   - now: the clock when it arrived.
  package func recordReceiptTime(
    seconds: Int64, covered: ClockReading, now: ClockReading
  ) throws {
    let signed = seconds * 1_000
    let marks = [
      TimeMark(
        boot: covered.boot, bootMilliseconds: covered.bootMilliseconds, latest: signed + 1_000),
      TimeMark(boot: now.boot, bootMilliseconds: now.bootMilliseconds, earliest: signed),
    ]
    let isNews = try read("read the clock's marks") { db in
      let sql = "SELECT count(DISTINCT boot) FROM clockMark WHERE boot IN (?, ?)"
      let boots: Set = [covered.boot, now.boot]
      let known = try Int.fetchOne(
        db.cachedStatement(sql: sql), arguments: [covered.boot, now.boot])
      return (known ?? 0) < boots.count
    }
    guard isNews else { return }
    try write("keep a receipt's time") { transaction in
      for mark in marks where try !transaction.hasAnchor(mark.boot) {
        try transaction.keep(mark, "receipt")
      }
    }
  }

  /// When these events happened, as well as the marks of the clock tell; positions that the log does
  /// not hold are left out.
  package func times(of seqs: [Int64]) throws -> [Int64: CorrectedTime] {
    try read("correct times") { db in try Self.times(of: seqs, db) }
  }

  static func times(of seqs: [Int64], _ db: Database) throws -> [Int64: CorrectedTime] {
    var readings: [Int64: ClockReading] = [:]
    let statement = try db.cachedStatement(sql: "SELECT line FROM entry WHERE seq = ?")
    for seq in seqs {
      guard let line = try Data.fetchOne(statement, arguments: [seq]) else { continue }
      readings[seq] = try Event(line: [UInt8](line)).clock
    }
    let open = readings.values.filter { CorrectedTime(fixed: $0) == nil }
    let timeline = try open.isEmpty ? nil : timeline(of: open.map(\.boot), db)
    return readings.mapValues { reading in
      CorrectedTime(fixed: reading) ?? timeline?.time(of: reading)
        ?? Timeline(marks: [], lengths: []).time(of: reading)
    }
  }

  /// The marks of these starts, and of those around them as far as the next ones that were fixed.
  private static func timeline(of boots: [Int64], _ db: Database) throws -> Timeline {
    let first = try Int64.fetchOne(
      db,
      sql: "SELECT max(boot) FROM clockMark WHERE boot < ? AND kind IN ('sync', 'network')",
      arguments: [boots.min() ?? 0])
    let last = try Int64.fetchOne(
      db,
      sql: "SELECT min(boot) FROM clockMark WHERE boot > ? AND kind IN ('sync', 'network')",
      arguments: [boots.max() ?? 0])
    let range: StatementArguments = [first ?? .min, last ?? .max]
    let marks = try Row.fetchAll(
      db,
      sql: """
        SELECT boot, bootMs, earliestMs, latestMs, wordMs FROM clockMark
        WHERE boot BETWEEN ? AND ?
        """, arguments: range
    ).map(TimeMark.init)
    return Timeline(marks: marks, lengths: try lengths(range, db))
  }

  /// How long starts lasted, by the last event of each.
  private static func lengths(_ range: StatementArguments, _ db: Database) throws -> [BootLength] {
    let sql = """
      SELECT b.boot, (SELECT line FROM entry WHERE seq < coalesce(
          (SELECT min(n.firstSeq) FROM clockBoot n WHERE n.firstSeq > b.firstSeq),
          9223372036854775807) ORDER BY seq DESC LIMIT 1)
      FROM clockBoot b WHERE b.boot BETWEEN ? AND ?
      """
    return try Row.fetchAll(db, sql: sql, arguments: range).compactMap { row in
      let line: Data = row[1]
      let clock = try Event(line: [UInt8](line)).clock
      guard clock.boot == row[0] else { return nil }
      return BootLength(boot: clock.boot, milliseconds: clock.bootMilliseconds)
    }
  }
}

extension TimeMark {
  init(_ row: Row) {
    self.init(
      boot: row[0], bootMilliseconds: row[1], earliest: row[2], latest: row[3], word: row[4])
  }
}
