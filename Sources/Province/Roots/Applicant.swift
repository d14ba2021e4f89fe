import Evidence

/// A kiosk's row as far as its certificate goes.
struct Applicant {
  let stream: Stream
  /// Whether the kiosk, or its key under another log, was withdrawn.
  let isRevoked: Bool
  let mldsa65: MLDSA65PublicKey?
  let held: Certifier.Pair?
  /// The signed request that waits, if one came.
  let request: [UInt8]?

  /// Reads a kiosk's row and keeps others from it until the transaction ends.
  static func lock(_ log: LogID, _ connection: Connection) throws -> Applicant? {
    guard let stream = try Stream.lock(log, connection) else { return nil }
    let row = try connection.query(
      """
      SELECT certificate, companion, mldsa65, revoked, request FROM kiosk
      WHERE stream = $1 FOR UPDATE
      """, [.integer(stream.id)]
    ).first
    let isWithdrawn = try Notices.isWithdrawn(stream.key, connection)
    return try row.map { try Applicant(stream, $0, isWithdrawn: isWithdrawn) }
  }

  /// The kiosks that wait for the offline root, the longest first.
  static func waiting(_ connection: Connection) throws -> [Applicant] {
    let rows = try connection.query(
      """
      SELECT s.id, s.log, s.centre, s.key, s.range, s.receipt, s.personal, s.parent, s.fork,
        k.certificate, k.companion, k.mldsa65, k.revoked, k.request
      FROM kiosk k JOIN stream s ON s.id = k.stream
      WHERE k.requested IS NOT NULL AND k.revoked IS NULL
        AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.key = s.key)
      ORDER BY k.requested, s.id
      """)
    return try rows.map { try Applicant(try Stream($0), $0, isWithdrawn: false) }
  }

  private init(_ stream: Stream, _ row: Row, isWithdrawn: Bool) throws {
    self.stream = stream
    isRevoked = try isWithdrawn || row.optionalTime("revoked") != nil
    mldsa65 = try row.optionalBytes("mldsa65").map { try MLDSA65PublicKey(bytes: $0) }
    let companion = try row.optionalBytes("companion")
    held = try row.optionalBytes("certificate").map {
      Certifier.Pair(certificate: $0, companion: companion)
    }
    request = try row.optionalBytes("request")
  }

  /// Puts a new certificate into the row; the kiosk waits no more.
  static func store(
    _ pair: Certifier.Pair, mldsa65: MLDSA65PublicKey?, stream: Int64, _ connection: Connection
  ) throws(PostgresError) {
    try connection.change(
      """
      UPDATE kiosk SET certificate = $2, companion = $3, mldsa65 = coalesce($4, mldsa65),
        requested = NULL, request = NULL
      WHERE stream = $1
      """,
      [
        .integer(stream), .bytes(pair.certificate), .bytes(pair.companion),
        .bytes(mldsa65?.bytes),
      ])
  }
}
