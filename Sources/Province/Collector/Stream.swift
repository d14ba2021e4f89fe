package import Evidence

/// One log as the province holds it: where it stands and whose key signs it.
package struct Stream: Equatable, Sendable {
  /// The row's number, which the other tables use.
  package let id: Int64
  /// The log's own name.
  package let log: LogID
  /// The centre where the kiosk stands.
  package let centre: String
  /// The kiosk's key.
  package let key: PublicKey
  /// The tree over events [0, next).
  package let range: CompactRange
  /// The receipt over that tree; nil while it is empty.
  package let receipt: String?
  /// Personal documents have come for [0, personal).
  package let personal: Int64

  /// Events [0, next) are durable.
  package var next: Int64 { range.size }

  static let columns = "id, log, centre, key, range, receipt, personal"

  init(_ row: Row) throws {
    id = try row.integer("id")
    log = try LogID(bytes: try row.bytes("log"))
    centre = try row.text("centre")
    key = try PublicKey(bytes: try row.bytes("key"))
    range = try CompactRange(decoding: try row.bytes("range"))
    receipt = try row.optionalText("receipt")
    personal = try row.integer("personal")
  }

  /// Reads a log's row; nil if the log is unknown.
  package static func find(_ log: LogID, _ connection: Connection) throws -> Stream? {
    try connection.query(
      "SELECT \(columns) FROM stream WHERE log = $1", [.bytes(log.bytes)]
    ).first.map(Stream.init)
  }

  /// Reads a log's row and keeps everyone else from it until the transaction ends.
  package static func lock(_ log: LogID, _ connection: Connection) throws -> Stream? {
    try connection.query(
      "SELECT \(columns) FROM stream WHERE log = $1 FOR UPDATE", [.bytes(log.bytes)]
    ).first.map(Stream.init)
  }

  /// The lines of events [from, to) as they came.
  package func lines(
    from start: Int64, to end: Int64, _ connection: Connection
  ) throws -> [[UInt8]] {
    guard start < end else { return [] }
    return try connection.query(
      "SELECT line FROM event WHERE stream = $1 AND seq >= $2 AND seq < $3 ORDER BY seq",
      [.integer(id), .integer(start), .integer(end)]
    ).map { try $0.bytes("line") }
  }

  /// The tree over [0, size), for a size up to `next`: from the last batch that begins before it.
  package func range(
    at size: Int64, _ connection: Connection
  ) throws -> CompactRange {
    guard size > 0 else { return CompactRange() }
    guard size < next else { return range }
    let row = try connection.query(
      """
      SELECT first, range FROM batch WHERE stream = $1 AND first <= $2
      ORDER BY first DESC LIMIT 1
      """, [.integer(id), .integer(size)]
    ).first
    guard let row else {
      throw PostgresError(operation: "read", code: "", message: "batch at \(size) is missing")
    }
    var tree = try CompactRange(decoding: try row.bytes("range"))
    for line in try lines(from: try row.integer("first"), to: size, connection) {
      tree.append(Merkle.leafHash(line))
    }
    guard tree.size == size else {
      throw PostgresError(operation: "read", code: "", message: "events before \(size) are missing")
    }
    return tree
  }
}
