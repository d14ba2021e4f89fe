import Evidence

/// New events of a log that other logs of its key hold already. A card that was copied or put back may
/// bring the same events under two names, by different ways and in any order; whichever comes first
/// stores them, and whichever came last, which is mostly the one in use, counts them.
struct Twins {
  /// A log that goes on with the same events up to `end`.
  private struct Twin {
    let stream: Stream
    let end: Int64
  }

  private let stream: Stream
  private let found: [Twin]

  /// Looks for the new events `fresh` of a log, which begin at its end, among its kin; all rows locked.
  init(
    of stream: Stream, _ fresh: [[UInt8]], among kin: [Stream], _ connection: Connection
  ) throws {
    self.stream = stream
    found = try kin.compactMap { other in
      let end = min(other.next, stream.next + Int64(fresh.count))
      // The first event tells nearly always, so that two cards in use cost little.
      guard end > stream.next,
        try other.lines(from: stream.next, to: stream.next + 1, connection).first == fresh.first,
        try other.range(at: stream.next, connection) == stream.range
      else { return nil }
      let held = try other.lines(from: stream.next, to: end, connection)
      let common = zip(held, fresh).prefix { $0 == $1 }.count
      return Twin(stream: other, end: stream.next + Int64(common))
    }
  }

  /// Notes where these events are stored and lets this log alone count them.
  /// - Returns: how many there are.
  func record(_ connection: Connection) throws -> Int {
    guard let longest = found.max(by: { $0.end < $1.end }) else { return 0 }
    let history = try StoredHistory(stream: longest.stream.id, size: longest.end, connection)
    for part in history.parts {
      let range = part.range.clamped(to: stream.next..<longest.end)
      if !range.isEmpty { try share(range, part.stream, connection) }
    }
    for twin in found {
      try takeOver(from: twin, connection)
      try inherit(from: twin, connection)
    }
    return Int(longest.end - stream.next)
  }

  /// Batch after batch is one stretch.
  private func share(
    _ range: Range<Int64>, _ holder: Int64, _ connection: Connection
  ) throws(PostgresError) {
    try connection.change(
      """
      WITH longer AS (
        UPDATE shared SET last = $3 WHERE stream = $1 AND holder = $4 AND last = $2 RETURNING 1)
      INSERT INTO shared (stream, first, last, holder)
      SELECT $1, $2, $3, $4 WHERE NOT EXISTS (SELECT FROM longer)
      """,
      [
        .integer(stream.id), .integer(range.lowerBound), .integer(range.upperBound),
        .integer(holder),
      ])
  }

  /// What the other has counted of the common part is counted here from now on; what it had left to a third
  /// log stays there.
  private func takeOver(from twin: Twin, _ connection: Connection) throws(PostgresError) {
    try connection.change(
      """
      UPDATE stream SET counted = CASE id
        WHEN $1 THEN least(counted, (SELECT counted FROM stream WHERE id = $2))
        ELSE greatest(counted, $3) END
      WHERE id IN ($1, $2)
      """, [.integer(stream.id), .integer(twin.stream.id), .integer(twin.end)])
  }

  /// Whoever was erased there is erased here, and of their tokens nothing can come any more; the values of
  /// the others are found under either name.
  private func inherit(from twin: Twin, _ connection: Connection) throws(PostgresError) {
    try Erasures.inherit(
      branch: stream.id, from: twin.stream.id, fork: twin.end, connection)
    let place: [SQLValue] = [
      .integer(stream.id), .integer(twin.stream.id), .integer(stream.next), .integer(twin.end),
    ]
    try connection.change(
      """
      INSERT INTO personal (stream, seq, field, salt, value)
      SELECT $1, seq, field, salt, value FROM personal
      WHERE stream = $2 AND seq >= $3 AND seq < $4 ON CONFLICT DO NOTHING
      """, place)
    try connection.change(
      """
      INSERT INTO "erasedToken" (stream, seq, identity, proven)
      SELECT $1, seq, identity, proven FROM "erasedToken"
      WHERE stream = $2 AND seq >= $3 AND seq < $4 ON CONFLICT DO NOTHING
      """, place)
  }
}
