import Evidence

/// Certificates that a kiosk had issued before its card was lost, and that reach the province only from its
/// backup, after the key was withdrawn: people hold them, so they stay good as well.
package struct LateCertificates: Sendable {
  let pool: ConnectionPool
  let withdrawals: Withdrawals

  /// One key that was replaced.
  private struct Former {
    let key: PublicKey
    let successor: PublicKey
    /// How much of the successor's logs is here now.
    let held: Int64

    init(_ row: Row) throws {
      key = try PublicKey(bytes: try row.bytes("key"))
      successor = try PublicKey(bytes: try row.bytes("successor"))
      held = try row.integer("held")
    }
  }

  /// Gives out a further notice for each replaced key of which certificates have come since the last look.
  /// - Returns: how many certificates are good that were not before.
  @discardableResult
  package func look() throws -> Int {
    let keys = try pool.withConnection { connection in
      try connection.query(Self.sql).map(Former.init)
    }
    return try keys.reduce(0) { count, key in
      try count + pool.transaction { try look(at: key, $0) }
    }
  }

  private func look(at former: Former, _ connection: Connection) throws -> Int {
    try KeyLock.shared(connection)
    let found = try certificates(by: former, connection)
    let known = try Notices.good(of: former.key, connection) ?? []
    let late = found.subtracting(known)
    if !late.isEmpty {
      _ = try withdrawals.keepGood(
        known.union(late), of: former.key, device: try device(of: former, connection),
        reason: "replaced", connection)
    }
    try connection.change(
      #"UPDATE "formerKey" SET seen = $2 WHERE key = $1"#,
      [.bytes(former.key.bytes), .integer(former.held)])
    return late.count
  }

  /// Those that came from the successor; of what the logs held before, the earlier notices have spoken.
  private func certificates(
    by former: Former, _ connection: Connection
  ) throws -> Set<CertificateIdentity> {
    let rows = try connection.query(
      """
      SELECT c.number, p.value AS token FROM certificate c JOIN stream s ON s.id = c.stream
      JOIN personal p ON p.stream = c.stream AND p.seq = c.seq AND p.field = 'token'
      WHERE s.key = $1 AND NOT EXISTS (
        SELECT 1 FROM lineage(c.stream) l JOIN "formerKey" f ON f.stream = l.holder AND f.key = $2
        WHERE c.seq >= l.first AND c.seq < l.last AND c.seq < f.until)
      """, [.bytes(former.successor.bytes), .bytes(former.key.bytes)])
    return Set(
      try rows.compactMap { row in
        let token = CertificateToken(stored: try row.text("token"))
        let number = try row.text("number")
        return token.flatMap { $0.isProof(of: number, key: former.key.bytes) ? $0.identity : nil }
      })
  }

  /// The name that the notices before had.
  private func device(of former: Former, _ connection: Connection) throws -> String {
    let row = try connection.query(
      "SELECT device FROM notice WHERE key = $1 ORDER BY issued DESC LIMIT 1",
      [.bytes(former.key.bytes)]
    ).first
    return try row?.text("device") ?? ""
  }

  /// The keys whose successor's logs have grown since the last look, or lost something.
  private static let sql = """
    SELECT key, successor, held FROM (
      SELECT f.key, s.key AS successor, max(f.seen) AS seen,
        (SELECT coalesce(sum(p.next + t.personal), 0)::bigint FROM stream t
          JOIN projection p ON p.stream = t.id WHERE t.key = s.key) AS held
      FROM "formerKey" f JOIN stream s ON s.id = f.stream GROUP BY f.key, s.key) k
    WHERE seen <> held
    """
}
