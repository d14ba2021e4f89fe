import Evidence

/// Where the events of a log are stored: a branch begins in its parent, whose rows are its own up to the
/// fork, and what came to another log of the same key before stands there only.
struct StoredHistory {
  /// A stretch of the log and the stream that stores it.
  struct Part {
    let stream: Int64
    let range: Range<Int64>
  }

  /// From the first event to the last.
  let parts: [Part]

  /// The parts of the log of a stream, up to `size`.
  init(stream id: Int64, size: Int64, _ connection: Connection) throws {
    let rows = try connection.query(
      "SELECT holder, first, last FROM lineage($1::integer) WHERE first < $2 ORDER BY first",
      [.integer(id), .integer(size)])
    parts = try rows.map { row in
      let range = try row.integer("first")..<min(try row.integer("last"), size)
      return Part(stream: try row.integer("holder"), range: range)
    }
  }

  /// The lines of a range, in order; fewer when rows are missing.
  func lines(_ range: Range<Int64>, _ connection: Connection) throws -> [[UInt8]] {
    var lines: [[UInt8]] = []
    for part in parts {
      let wanted = range.clamped(to: part.range)
      guard !wanted.isEmpty else { continue }
      let rows = try connection.query(
        "SELECT line FROM event WHERE stream = $1 AND seq >= $2 AND seq < $3 ORDER BY seq",
        [.integer(part.stream), .integer(wanted.lowerBound), .integer(wanted.upperBound)])
      lines += try rows.map { try $0.bytes("line") }
    }
    return lines
  }

  /// The edge that a batch keeps of a size in the range, if there is one.
  func edge(_ sizes: Range<Int64>, _ connection: Connection) throws -> CompactRange? {
    for part in parts {
      let wanted = sizes.clamped(to: part.range)
      guard !wanted.isEmpty else { continue }
      let row = try connection.query(
        """
        SELECT range FROM batch WHERE stream = $1 AND first >= $2 AND first < $3
        ORDER BY first LIMIT 1
        """,
        [.integer(part.stream), .integer(wanted.lowerBound), .integer(wanted.upperBound)]
      ).first
      if let row { return try CompactRange(decoding: try row.bytes("range")) }
    }
    return nil
  }

  /// The tree over the first `size` events, hashed from the lines.
  func tree(_ size: Int64, _ connection: Connection) throws -> CompactRange {
    var tree = CompactRange()
    while tree.size < size {
      let end = min(size, tree.size + KeptTree.runLength)
      let lines = try lines(tree.size..<end, connection)
      for line in lines { tree.append(Merkle.leafHash(line)) }
      guard tree.size == end else {
        throw PostgresError(
          operation: "read", code: "", message: "events before \(end) are missing")
      }
    }
    return tree
  }
}
