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
  /// The log of which this one is a branch; nil for most.
  package let parent: Int64?
  /// Events [0, fork) are stored at the parent; 0 for a log that is no branch.
  package let fork: Int64

  /// Events [0, next) are durable.
  package var next: Int64 { range.size }

  static let columns = "id, log, centre, key, range, receipt, personal, parent, fork"

  init(_ row: Row) throws {
    id = try row.integer("id")
    log = try LogID(bytes: try row.bytes("log"))
    centre = try row.text("centre")
    key = try PublicKey(bytes: try row.bytes("key"))
    range = try CompactRange(decoding: try row.bytes("range"))
    receipt = try row.optionalText("receipt")
    personal = try row.integer("personal")
    parent = try row.optionalInteger("parent")
    fork = try row.optionalInteger("fork") ?? 0
  }

  /// Reads a log's row; nil if the log is unknown.
  package static func find(_ log: LogID, _ connection: Connection) throws -> Stream? {
    try connection.query(
      "SELECT \(columns) FROM stream WHERE log = $1", [.bytes(log.bytes)]
    ).first.map(Stream.init)
  }

  /// Reads a log's row and keeps everyone else who locks it from it until the transaction ends. Whoever
  /// only writes rows that name the log, as the projector, goes on.
  package static func lock(_ log: LogID, _ connection: Connection) throws -> Stream? {
    try connection.query(
      "SELECT \(columns) FROM stream WHERE log = $1 FOR NO KEY UPDATE", [.bytes(log.bytes)]
    ).first.map(Stream.init)
  }

  /// Reads a log's row and those of all other logs of its key, in which the same events may come, and
  /// keeps other batches from them until the transaction ends. One order for everyone, so that nobody
  /// waits for ever.
  /// - Returns: nil if the log is unknown.
  static func lockWithKin(
    _ log: LogID, _ connection: Connection
  ) throws -> (own: Stream, kin: [Stream])? {
    let all = try connection.query(
      """
      SELECT \(columns) FROM stream WHERE key = (SELECT key FROM stream WHERE log = $1)
      ORDER BY id FOR NO KEY UPDATE
      """, [.bytes(log.bytes)]
    ).map(Stream.init)
    return all.first { $0.log == log }.map { own in (own, all.filter { $0.id != own.id }) }
  }

  /// Reads a row by its number.
  static func find(id: Int64, _ connection: Connection) throws -> Stream? {
    try connection.query("SELECT \(columns) FROM stream WHERE id = $1", [.integer(id)])
      .first.map(Stream.init)
  }

  /// The log of which this one is a branch.
  private func ancestor(_ connection: Connection) throws -> Stream {
    guard let parent, let stream = try Stream.find(id: parent, connection) else {
      throw PostgresError(operation: "read", code: "", message: "the log branched from is missing")
    }
    return stream
  }

  /// The lines of events [from, to) as they came, from wherever they are stored.
  package func lines(
    from start: Int64, to end: Int64, _ connection: Connection
  ) throws -> [[UInt8]] {
    guard start < end else { return [] }
    return try StoredHistory(stream: id, size: end, connection).lines(start..<end, connection)
  }

  /// The tree over [0, size), for a size up to `next`: from the last batch that begins before it.
  package func range(
    at size: Int64, _ connection: Connection
  ) throws -> CompactRange {
    guard size > 0 else { return CompactRange() }
    guard size < next else { return range }
    guard size >= fork else { return try ancestor(connection).range(at: size, connection) }
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
