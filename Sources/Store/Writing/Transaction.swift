internal import Centre
internal import Evidence
internal import Foundation
internal import GRDB

/// A write in progress: appends events to the log and changes the projections with them.
///
/// Made by `GroupCommit` for one group and used on one thread. All of its methods belong to the
/// caller's savepoint: when the caller's closure throws, nothing of it remains, log included.
package final class Transaction {
  let db: Database
  let settings: StoreSettings
  /// The log as it stands with the events appended so far.
  private(set) var range: CompactRange
  private var marks: [CompactRange] = []

  /// Every so many entries the tree's edge is kept, so that an older one is quickly found.
  static let markInterval: Int64 = 4096

  init(db: Database, settings: StoreSettings, range: CompactRange) {
    self.db = db
    self.settings = settings
    self.range = range
  }

  /// Appends one event and returns its seq; `personal` values are digested into its member `p`.
  @discardableResult
  func append(
    _ kind: String, _ fields: [String: CanonicalValue], personal: [(String, String)] = [],
    now: ClockReading
  ) throws -> Int64 {
    let seq = range.size
    var fields = fields
    let values = personal.map { PersonalValue(seq: seq, field: $0.0, value: $0.1) }
    if !values.isEmpty { fields["p"] = PersonalValue.leafMember(values) }
    let line = try Event(seq: seq, clock: now, kind: kind, fields: fields).line()
    let leaf = Merkle.leafHash(line)
    try run(
      "INSERT INTO entry (seq, line, leaf) VALUES (?, ?, ?)", [seq, Data(line), leaf.check])
    for value in values {
      try run(
        "INSERT INTO personal (seq, field, salt, value) VALUES (?, ?, ?, ?)",
        [seq, value.field, Data(value.salt), value.value])
    }
    try noteClock(kind, fields, seq: seq, now: now)
    range.append(leaf)
    if range.size % Transaction.markInterval == 0 { marks.append(range) }
    return seq
  }

  /// What `restore` needs to forget the events of a closure that failed.
  func checkpoint() -> (range: CompactRange, marks: Int) { (range, marks.count) }

  /// Takes the log back to a checkpoint; the rows go with the savepoint.
  func restore(_ checkpoint: (range: CompactRange, marks: Int)) {
    range = checkpoint.range
    marks.removeLast(marks.count - checkpoint.marks)
  }

  /// Writes the tree's edge, once for the whole group.
  func saveRange() throws {
    for mark in marks {
      try run(
        "INSERT INTO rangeMark (size, range) VALUES (?, ?)", [mark.size, Data(mark.encoded())])
    }
    marks = []
    try run("UPDATE logState SET range = ? WHERE id = 1", [Data(range.encoded())])
    guard db.changesCount == 1 else {
      throw StoreError(
        operation: "append to the log", cause: .damaged, code: "log-state",
        message: "The log's state row is missing.")
    }
  }

  /// Runs one statement, prepared once and kept.
  func run(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws {
    try db.cachedStatement(sql: sql).execute(arguments: arguments)
  }

  /// The first row of a query, prepared once and kept.
  func row(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws -> Row? {
    try Row.fetchOne(db.cachedStatement(sql: sql), arguments: arguments)
  }

  /// All rows of a query, prepared once and kept.
  func rows(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws -> [Row] {
    try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments)
  }

  /// A tidy text within its limit; throws `StoreRefusal`.
  func text(_ value: String, _ field: String, limit: Int, isRequired: Bool = false) throws -> String
  {
    let tidy = Name.tidied(value)
    guard tidy.count <= limit else { throw StoreRefusal.tooLong(field: field, limit: limit) }
    guard !isRequired || !tidy.isEmpty else { throw StoreRefusal.empty(field: field) }
    return tidy
  }
}
