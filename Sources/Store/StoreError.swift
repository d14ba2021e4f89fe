internal import Evidence
internal import GRDB

/// A fault of the store: the disk, the file, another process or a bug. Logged once at the boundary.
package struct StoreError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The kinds of fault that are worth telling apart.
  package enum Cause: String, Sendable {
    case diskFull, readOnly, newerVersion, locked, damaged, wrongLog, constraint, closed, absent
    case other
  }

  /// What was being done, as a verb phrase: "check in".
  package let operation: String
  /// The kind of fault.
  package let cause: Cause
  /// A stable code: SQLite's result code as `sqlite-13`, or a word.
  package let code: String
  /// A whole sentence for the log. It names no person.
  package let message: String

  /// A fault of the store.
  package init(operation: String, cause: Cause, code: String, message: String) {
    self.operation = operation
    self.cause = cause
    self.code = code
    self.message = message
  }

  /// The disk or the quota is full; nothing acknowledged is lost.
  package var isDiskFull: Bool { cause == .diskFull }
  /// The disk or the file cannot be written.
  package var isReadOnly: Bool { cause == .readOnly }
  /// The database was written by a newer program.
  package var isNewerVersion: Bool { cause == .newerVersion }
  /// Another instance uses the data directory.
  package var isLocked: Bool { cause == .locked }
  /// The file is not a database or is damaged.
  package var isDamaged: Bool { cause == .damaged }
  /// A rule of the schema stood against the write.
  package var isConstraint: Bool { cause == .constraint }

  /// The sentence for the log.
  package var description: String { "Failed to \(operation). Reason: \(message) (\(code))" }

  /// Runs a body and turns SQLite's errors into a `StoreError` of this operation.
  static func wrapping<T>(_ operation: String, _ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw StoreError(operation: operation, database: error)
    } catch let error as Malformed {
      throw StoreError(
        operation: operation, cause: .other, code: error.code, message: error.description)
    }
  }

  private init(operation: String, database error: DatabaseError) {
    let code = error.extendedResultCode.rawValue
    self.init(
      operation: operation, cause: StoreError.cause(of: error), code: "sqlite-\(code)",
      message: error.message ?? "SQLite gave no message.")
  }

  /// On a full disk SQLite cannot lengthen the index of its log either, and calls that an I/O error.
  private static func cause(of error: DatabaseError) -> Cause {
    guard error.extendedResultCode != .SQLITE_IOERR_SHMSIZE else { return .diskFull }
    return switch error.resultCode {
    case .SQLITE_FULL: .diskFull
    case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM: .readOnly
    case .SQLITE_BUSY, .SQLITE_LOCKED: .locked
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: .damaged
    case .SQLITE_CONSTRAINT: .constraint
    case .SQLITE_MISUSE, .SQLITE_ABORT: .closed
    default: .other
    }
  }
}
