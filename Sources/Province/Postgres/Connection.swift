import CPostgres
import Glibc

/// One conversation with PostgreSQL: statements are prepared once, parameters always bound, results
/// binary.
///
/// `@unchecked Sendable` because a libpq connection may move between threads but must be used by
/// one at a time; `ConnectionPool` hands each connection to exactly one caller.
package final class Connection: @unchecked Sendable {
  let handle: OpaquePointer
  private var prepared: [String: String] = [:]

  /// Connects and sets what every session needs.
  ///
  /// - Throws: `PostgresError` of operation `connect`.
  package init(_ target: DatabaseTarget) throws(PostgresError) {
    let pairs = target.parameters
    let keys = pairs.map { $0.0.withCString { strdup($0) } }
    let values = pairs.map { $0.1.withCString { strdup($0) } }
    defer { (keys + values).forEach { free($0) } }
    let opened = PQconnectdbParams(
      keys.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 1)
    guard let opened else {
      throw PostgresError(operation: "connect", code: "", message: "out of memory")
    }
    handle = opened
    guard PQstatus(opened) == CONNECTION_OK else { throw failure("connect") }
    PQsetNoticeProcessor(opened, { _, _ in }, nil)
    let limit = target.statementTimeoutSeconds * 1000
    try execute(
      "SET TimeZone = 'UTC'; SET synchronous_commit = on; SET statement_timeout = \(limit);"
        + "SET lock_timeout = \(limit); SET idle_in_transaction_session_timeout = '5min'")
  }

  deinit { PQfinish(handle) }

  /// Whether the connection can be used again: alive and outside a transaction.
  package var isIdle: Bool {
    PQstatus(handle) == CONNECTION_OK && PQtransactionStatus(handle) == PQTRANS_IDLE
  }

  /// The server process behind this connection.
  package var backendID: Int32 { PQbackendPID(handle) }

  /// Runs SQL text without parameters, several statements allowed.
  package func execute(_ script: String) throws(PostgresError) {
    _ = try checked(PQexec(handle, script), "execute")
  }

  /// Runs one statement and gives back its rows.
  @discardableResult
  package func query(
    _ sql: String, _ values: [SQLValue] = []
  ) throws(PostgresError) -> [Row] {
    let result = try run(sql, values)
    return (0..<result.count).map { Row(result, index: Int32($0)) }
  }

  /// Runs one statement and gives back how many rows it changed.
  @discardableResult
  package func change(_ sql: String, _ values: [SQLValue] = []) throws(PostgresError) -> Int {
    let result = try run(sql, values)
    return PQcmdTuples(result.handle).flatMap { Int(String(cString: $0)) } ?? 0
  }

  /// Runs `body` in one transaction: committed when it returns, rolled back when it throws.
  package func transaction<Value>(_ body: () throws -> Value) throws -> Value {
    try execute("BEGIN")
    do {
      let value = try body()
      try execute("COMMIT")
      return value
    } catch {
      // The first error is the one to report; a connection that cannot roll back is dropped.
      try? execute("ROLLBACK")
      throw error
    }
  }

  private func run(_ sql: String, _ values: [SQLValue]) throws(PostgresError) -> QueryResult {
    let name = try statement(sql, values)
    let fields = values.map(\.binary)
    let lengths = fields.map { Int32($0?.count ?? 0) }
    let formats = [Int32](repeating: 1, count: fields.count)
    // One zero byte more, so that an empty value still has an address that is not NULL.
    let packed = fields.reduce(into: []) { $0 += $1 ?? [] } + [0 as UInt8]
    let answer = packed.withUnsafeBytes { bytes -> OpaquePointer? in
      var offset = 0
      let pointers = fields.map { field -> UnsafePointer<CChar>? in
        guard let field, let base = bytes.baseAddress else { return nil }
        defer { offset += field.count }
        return (base + offset).assumingMemoryBound(to: CChar.self)
      }
      return PQexecPrepared(handle, name, Int32(fields.count), pointers, lengths, formats, 1)
    }
    return try checked(answer, "query")
  }

  private func statement(
    _ sql: String, _ values: [SQLValue]
  ) throws(PostgresError) -> String {
    if let name = prepared[sql] { return name }
    let name = "s\(prepared.count)"
    let types = values.map(\.typeID)
    _ = try checked(PQprepare(handle, name, sql, Int32(types.count), types), "prepare")
    prepared[sql] = name
    return name
  }

  func checked(
    _ answer: OpaquePointer?, _ operation: String
  ) throws(PostgresError) -> QueryResult {
    guard let answer else { throw failure(operation) }
    let result = QueryResult(answer)
    switch PQresultStatus(answer) {
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_COPY_IN: return result
    default: throw failure(operation, result)
    }
  }

  private func failure(_ operation: String, _ result: QueryResult? = nil) -> PostgresError {
    func field(_ code: UnicodeScalar) -> String? {
      guard let result else { return nil }
      return PQresultErrorField(result.handle, Int32(code.value)).map { String(cString: $0) }
    }
    let message = field("M") ?? String(cString: PQerrorMessage(handle))
    // The lines after the first are hints of libpq.
    let line = message.split(separator: "\n").first ?? "the connection was lost"
    return PostgresError(operation: operation, code: field("C") ?? "", message: String(line))
  }
}
