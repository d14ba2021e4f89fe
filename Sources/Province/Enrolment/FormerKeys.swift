import Evidence

/// The keys of cards that are lost: what they signed for a log, and the certificates that stay good, are
/// still verified by them.
enum FormerKeys {
  /// A column with the keys that stood in the place of the key of the row `s` of `stream`, one after the
  /// other; NULL for a kiosk that was never replaced.
  static let column = """
    (SELECT string_agg(k.key, ''::bytea) FROM (SELECT DISTINCT f.key FROM "formerKey" f
      JOIN stream t ON t.id = f.stream WHERE t.key = s.key) k) AS former
    """

  /// The keys in that column.
  static func read(_ row: Row) throws(PostgresError) -> [[UInt8]] {
    let bytes = try row.optionalBytes("former") ?? []
    return stride(from: 0, to: bytes.count, by: 32).map { Array(bytes[$0...].prefix(32)) }
  }

  /// Notes that another key takes the place of this one in every log that it signs.
  static func replace(
    _ key: PublicKey, by successor: PublicKey, nowMilliseconds now: Int64, _ connection: Connection
  ) throws(PostgresError) {
    try connection.change(
      """
      INSERT INTO "formerKey" (stream, key, until, replaced)
      SELECT id, key, next, $2 FROM stream WHERE key = $1
      """, [.bytes(key.bytes), .time(now)])
    try connection.change(
      "UPDATE stream SET key = $2 WHERE key = $1",
      [.bytes(key.bytes), .bytes(successor.bytes)])
  }
}

/// Whose key signed which part of a log.
struct LogSigners {
  private let key: PublicKey
  /// Keys that were replaced, the first first, and where the log ended then.
  private let former: [(key: PublicKey, until: Int64)]

  /// - Parameter key: the one that signs now.
  init(stream id: Int64, key: PublicKey, _ connection: Connection) throws {
    self.key = key
    former = try connection.query(
      #"SELECT key, until FROM "formerKey" WHERE stream = $1 ORDER BY until, replaced"#,
      [.integer(id)]
    ).map { (try PublicKey(bytes: try $0.bytes("key")), try $0.integer("until")) }
  }

  /// The key under a batch that ends here.
  func key(ofBatchTo end: Int64) -> PublicKey { former.first { end <= $0.until }?.key ?? key }
}
