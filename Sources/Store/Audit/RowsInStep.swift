internal import GRDB

/// Rows in the order of a position, read beside the log and never further than it.
struct RowsInStep {
  private let cursor: RowCursor
  private var waiting: Row?

  /// Rows of a statement whose first column is the position by which it is sorted.
  init(_ db: Database, sql: String) throws {
    cursor = try Row.fetchCursor(db, sql: sql)
    waiting = try cursor.next()
  }

  /// The position of the next row, nil after the last.
  var position: Int64? { waiting?[0] }

  /// Takes the next row if it stands at this position; valid until the next call.
  mutating func take<T>(at seq: Int64, _ body: (Row) throws -> T) throws -> T? {
    guard let row = waiting, row[0] == seq else { return nil }
    let value = try body(row)
    waiting = try cursor.next()
    return value
  }
}
