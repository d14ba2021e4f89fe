import CPostgres

/// The rows a statement returned; frees libpq's memory when the last row is let go.
final class QueryResult {
  let handle: OpaquePointer

  init(_ handle: OpaquePointer) { self.handle = handle }

  deinit { PQclear(handle) }

  var count: Int { Int(PQntuples(handle)) }
}

/// One row; columns are read by name. Valid as long as it is kept.
package struct Row {
  private let result: QueryResult
  private let index: Int32

  init(_ result: QueryResult, index: Int32) {
    self.result = result
    self.index = index
  }

  /// An `integer` or `bigint` column, or a `count`.
  package func integer(_ name: String) throws(PostgresError) -> Int64 {
    guard let value = try optionalInteger(name) else { throw missing(name) }
    return value
  }

  /// Like `integer`, nil for NULL.
  package func optionalInteger(_ name: String) throws(PostgresError) -> Int64? {
    guard let bytes = try field(name) else { return nil }
    switch bytes.count {
    case 8: return Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
    case 4: return Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self)))
    case 2: return Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self)))
    default: throw misfit(name, "an integer")
    }
  }

  /// A `text` column.
  package func text(_ name: String) throws(PostgresError) -> String {
    guard let value = try optionalText(name) else { throw missing(name) }
    return value
  }

  /// Like `text`, nil for NULL.
  package func optionalText(_ name: String) throws(PostgresError) -> String? {
    try field(name).map { String(decoding: $0, as: UTF8.self) }
  }

  /// A `bytea` column.
  package func bytes(_ name: String) throws(PostgresError) -> [UInt8] {
    guard let value = try field(name) else { throw missing(name) }
    return Array(value)
  }

  /// Like `bytes`, nil for NULL.
  package func optionalBytes(_ name: String) throws(PostgresError) -> [UInt8]? {
    try field(name).map { Array($0) }
  }

  /// A `boolean` column.
  package func boolean(_ name: String) throws(PostgresError) -> Bool {
    guard let value = try field(name), value.count == 1 else { throw misfit(name, "a boolean") }
    return value[0] != 0
  }

  /// Like `boolean`, nil for NULL.
  package func optionalBoolean(_ name: String) throws(PostgresError) -> Bool? {
    guard let value = try field(name) else { return nil }
    guard value.count == 1 else { throw misfit(name, "a boolean") }
    return value[0] != 0
  }

  /// A `timestamptz` column in milliseconds since 1970, nil for NULL.
  package func optionalTime(_ name: String) throws(PostgresError) -> Int64? {
    guard let microseconds = try optionalInteger(name) else { return nil }
    return microseconds / 1000 + SQLValue.epochMilliseconds
  }

  private func field(_ name: String) throws(PostgresError) -> UnsafeRawBufferPointer? {
    let column = PQfnumber(result.handle, name)
    guard column >= 0 else { throw misfit(name, "a column of this statement") }
    guard PQgetisnull(result.handle, index, column) == 0 else { return nil }
    let start = UnsafeRawPointer(PQgetvalue(result.handle, index, column))
    let length = Int(PQgetlength(result.handle, index, column))
    return UnsafeRawBufferPointer(start: start, count: length)
  }

  private func missing(_ name: String) -> PostgresError {
    PostgresError(operation: "read", code: "", message: "column \(name) is NULL")
  }

  private func misfit(_ name: String, _ wanted: String) -> PostgresError {
    PostgresError(operation: "read", code: "", message: "column \(name) is not \(wanted)")
  }
}
