import Evidence

/// The keys that sign status lists: made on this machine, each certified for 366 days by the root.
package struct StatusKeys: Sendable {
  /// A successor is wanted so long before the end.
  package static let renewSeconds: Int64 = 30 * 86_400

  let pool: ConnectionPool
  let keys: KeyRing

  /// Works on the shared database and keys.
  package init(pool: ConnectionPool, keys: KeyRing) {
    self.pool = pool
    self.keys = keys
  }

  /// How long lists can still be signed.
  package enum Standing: Equatable, Sendable {
    /// Certified until this second, which is far.
    case good(until: Int64)
    /// Certified until this second, which is near; the offline root must certify the next key.
    case ending(until: Int64)
    /// No key is certified; the offline root must certify one.
    case missing
  }

  /// A key with what vouches for it.
  struct Certified {
    let key: HybridKey
    let certificate: StatusCertificate
    let companion: CompanionCertificate?
  }

  /// Sees to the key that is needed next: a root on this machine certifies it at once, for an offline
  /// root its request is put out.
  @discardableResult
  package func prepare(atSeconds now: Int64) throws -> Standing {
    try pool.transaction { connection in
      try KeyLock.alone(connection)
      let standing = try self.standing(atSeconds: now, connection)
      if case .good = standing { return standing }
      let waiting = try waiting(connection) ?? make(atSeconds: now, connection)
      guard let root = try keys.root(), let second = waiting.mldsa65 else { return standing }
      let pair = try Certifier(root: root).status(
        key: waiting.ed25519.publicKey, mldsa65: second.publicKey, at: now)
      try StatusKeys.store(pair, connection)
      return try self.standing(atSeconds: now, connection)
    }
  }

  /// How long lists can still be signed; changes nothing.
  package func standing(atSeconds now: Int64) throws -> Standing {
    try pool.withConnection { try standing(atSeconds: now, $0) }
  }

  private func standing(atSeconds now: Int64, _ connection: Connection) throws -> Standing {
    guard let until = try current(atSeconds: now, connection)?.certificate.expires else {
      return .missing
    }
    return until - now > StatusKeys.renewSeconds ? .good(until: until) : .ending(until: until)
  }

  /// The key to sign with: certified now by a root of the list, the one that lasts longest.
  func current(atSeconds now: Int64, _ connection: Connection) throws -> Certified? {
    let rows = try connection.query(
      """
      SELECT key, certificate, companion FROM "statusKey"
      WHERE starts <= $1 AND expires >= $1 ORDER BY expires DESC
      """, [.time(now * 1000)])
    let roots = try keys.roots().roots
    for row in rows {
      let certificate = try StatusCertificate(bytes: try row.bytes("certificate"))
      guard roots.contains(where: { certificate.isSigned(by: $0.key) }) else { continue }
      return Certified(
        key: try keys.statusKey(try PublicKey(bytes: try row.bytes("key"))),
        certificate: certificate,
        companion: try row.optionalBytes("companion").map { try CompanionCertificate(bytes: $0) })
    }
    return nil
  }

  /// Notes that a root has certified a key that was made here.
  /// - Returns: false if no such key waits.
  @discardableResult
  static func store(_ pair: Certifier.Pair, _ connection: Connection) throws -> Bool {
    let certificate = try StatusCertificate(bytes: pair.certificate)
    return try connection.change(
      """
      UPDATE "statusKey" SET certificate = $2, companion = $3, starts = $4, expires = $5
      WHERE key = $1 AND (expires IS NULL OR expires < $5)
      """,
      [
        .bytes(certificate.publicKey.bytes), .bytes(pair.certificate), .bytes(pair.companion),
        .time(certificate.notBefore * 1000), .time(certificate.expires * 1000),
      ]) == 1
  }

  /// The key that waits for a root, if one does.
  private func waiting(_ connection: Connection) throws -> HybridKey? {
    try connection.query(
      """
      SELECT key FROM "statusKey" WHERE certificate IS NULL ORDER BY made DESC LIMIT 1
      """
    ).first.map { try keys.statusKey(try PublicKey(bytes: try $0.bytes("key"))) }
  }

  private func make(atSeconds now: Int64, _ connection: Connection) throws -> HybridKey {
    let key = try keys.makeStatusKey()
    try connection.change(
      #"INSERT INTO "statusKey" (key, mldsa65, made) VALUES ($1, $2, $3)"#,
      [
        .bytes(key.ed25519.publicKey.bytes), .bytes(key.mldsa65?.publicKey.bytes),
        .time(now * 1000),
      ])
    return key
  }
}
