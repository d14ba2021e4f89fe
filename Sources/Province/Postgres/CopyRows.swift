import CPostgres

/// Rows in the binary COPY format (PostgreSQL manual, "COPY", Binary Format), collected in memory.
package struct CopyRows {
  private(set) var bytes: [UInt8]

  /// Starts with the file header; room is reserved for about `bytesExpected`.
  package init(bytesExpected: Int = 0) {
    bytes = []
    bytes.reserveCapacity(bytesExpected + 32)
    bytes += [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00]
    bytes += [UInt8](repeating: 0, count: 8)
  }

  /// Begins a row of so many columns.
  package mutating func row(columns: Int16) { append(columns) }

  /// An `integer` column.
  package mutating func integer(_ value: Int32) {
    append(Int32(4))
    append(value)
  }

  /// A `bigint` column.
  package mutating func bigint(_ value: Int64) {
    append(Int32(8))
    append(value)
  }

  /// A `timestamptz` column, from milliseconds since 1970.
  package mutating func time(_ wallMilliseconds: Int64) {
    bigint(SQLValue.microseconds(wallMilliseconds))
  }

  /// A `text` or `bytea` column; nil is NULL.
  package mutating func bytes<Bytes: Collection<UInt8>>(_ value: Bytes?) {
    guard let value else { return append(Int32(-1)) }
    append(Int32(value.count))
    bytes += value
  }

  fileprivate mutating func finish() { append(Int16(-1)) }

  private mutating func append<Number: FixedWidthInteger>(_ number: Number) {
    withUnsafeBytes(of: number.bigEndian) { bytes += $0 }
  }
}

extension Connection {
  /// Adds rows by COPY, inside the current transaction.
  ///
  /// - Parameter columns: table and column list, as in `event (stream, seq)`; a constant of ours.
  package func copy(_ rows: CopyRows, into columns: String) throws(PostgresError) {
    var rows = rows
    rows.finish()
    _ = try checked(PQexec(handle, "COPY \(columns) FROM STDIN (FORMAT binary)"), "copy")
    let sent = rows.bytes.withUnsafeBytes { bytes in
      PQputCopyData(
        handle, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
    }
    let ended = PQputCopyEnd(handle, sent == 1 ? nil : "the rows could not be sent")
    var first: PostgresError?
    while let answer = PQgetResult(handle) {
      do {
        _ = try checked(answer, "copy")
      } catch {
        first = first ?? error
      }
    }
    if let first { throw first }
    guard sent == 1, ended == 1 else {
      throw PostgresError(operation: "copy", code: "", message: "the connection was lost")
    }
  }
}
