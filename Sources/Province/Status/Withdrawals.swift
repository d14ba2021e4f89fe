package import Centre
package import Evidence

/// Takes a kiosk out of service, e.g. because it was stolen: it may send nothing more, and what its key
/// signed is refused but for the certificates that had come here.
package struct Withdrawals: Sendable {
  /// The most certificates that one notice keeps good: 16 bytes each, in a bundle of 1 MiB for all.
  package static let goodLimit = 30_000

  let pool: ConnectionPool
  let keys: KeyRing
  let clock: WallClock

  /// Works on the shared database and keys.
  package init(pool: ConnectionPool, keys: KeyRing, clock: WallClock) {
    self.pool = pool
    self.keys = keys
    self.clock = clock
  }

  /// What was done.
  package struct Outcome: Equatable, Sendable {
    /// The device's name in its certificate.
    package let device: String
    /// Certificates that stay good.
    package let good: Int
    /// Certificates in the register whose codes never came here: they are refused from now on.
    package let unknown: Int
    /// False when the offline root has yet to sign the notice.
    package let isSigned: Bool
  }

  /// Withdraws the device of `log`, with every other log that its key signed. It is shut out first,
  /// whatever follows: a kiosk that never stops sending would keep the tables behind for ever.
  /// - Parameter lost: the first Vietnamese day on which the device was in other hands; certificates that
  ///   came here on or after it do not stay good. Nil: all that have come stay good.
  /// - Throws: `Refused` for an unknown log, while the tables do not hold all of the key's events,
  ///   or for more certificates than a notice or the bundle holds; the kiosk is shut out all the same.
  package func withdraw(log: LogID, reason: String, lost: Day?) throws -> Outcome {
    let key = try shutOut(log)
    try Projector(pool: pool, clock: clock).catchUp(logsOf: log)
    return try pool.transaction { connection in
      try KeyLock.shared(connection)
      try waitForTables(of: key, connection)
      guard let stream = try Stream.lock(log, connection) else {
        throw Refused(.deviceUnknown, ["log": log])
      }
      return try withdraw(stream, reason: reason, lost: lost, connection)
    }
  }

  /// Withdraws the key of a locked log, once `waitForTables` has let the caller through.
  func withdraw(
    _ stream: Stream, reason: String, lost: Day?, _ connection: Connection
  ) throws -> Outcome {
    let register = try certificates(of: stream.key, lost: lost, connection)
    let device = DeviceName.text(centre: stream.centre, log: stream.log)
    let isSigned = try keepGood(
      register.good, of: stream.key, device: device, reason: reason, connection)
    return Outcome(
      device: device, good: register.good.count, unknown: register.unknown, isSigned: isSigned)
  }

  /// Gives out a notice by which these certificates and no others of a key stay good.
  /// - Returns: false when the offline root has yet to sign it.
  func keepGood(
    _ good: Set<CertificateIdentity>, of key: PublicKey, device: String, reason: String,
    _ connection: Connection
  ) throws -> Bool {
    guard good.count <= Withdrawals.goodLimit else {
      throw Refused(.deviceTooMany, ["count": good.count, "limit": Withdrawals.goodLimit])
    }
    try checkRoom(for: good.count, of: key, connection)
    let root = try keys.root()
    let notice = Notice(
      device: device, key: key, good: good, reason: reason,
      issuedSeconds: try nextSecond(key, connection))
    try store(notice, root, connection)
    return root != nil
  }

  /// From here on nothing more is taken from the kiosk, under any log of its key; gives back the key.
  private func shutOut(_ log: LogID) throws -> PublicKey {
    try pool.transaction { connection in
      guard let key = try Stream.find(log, connection)?.key else {
        throw Refused(.deviceUnknown, ["log": log])
      }
      try connection.change(
        """
        UPDATE kiosk SET revoked = coalesce(revoked, $2), requested = NULL, request = NULL
        FROM stream WHERE stream.id = kiosk.stream AND stream.key = $1
        """, [.bytes(key.bytes), .time(clock.milliseconds())])
      return key
    }
  }

  private struct Notice {
    let device: String
    let key: PublicKey
    let good: Set<CertificateIdentity>
    let reason: String
    let issuedSeconds: Int64
  }

  private func store(_ notice: Notice, _ root: HybridKey?, _ connection: Connection) throws {
    let signed = try root.map { root in
      try DeviceNotice.issue(
        device: notice.device, publicKey: notice.key, goodCertificates: notice.good,
        issuedAtSeconds: notice.issuedSeconds, root: root.ed25519
      ).bytes
    }
    try connection.change(
      """
      INSERT INTO notice (key, issued, device, good, reason, bytes)
      VALUES ($1, $2, $3, $4, $5, $6)
      """,
      [
        .bytes(notice.key.bytes), .time(notice.issuedSeconds * 1000),
        .text(notice.device), .bytes(notice.good.sorted().flatMap(\.bytes)),
        .text(nfc(notice.reason)), .bytes(signed),
      ])
  }

  /// Nothing that has come may be overlooked, for what is not named stays good no more. Keeps the
  /// projector and the collector from the logs of this key until the transaction ends; the projector's
  /// rows first, because it holds them when it asks for the logs'.
  func waitForTables(of key: PublicKey, _ connection: Connection) throws {
    let places = try connection.query(
      """
      SELECT next FROM projection WHERE stream IN (SELECT id FROM stream WHERE key = $1)
      ORDER BY stream FOR UPDATE
      """, [.bytes(key.bytes)])
    let streams = try connection.query(
      "SELECT next FROM stream WHERE key = $1 ORDER BY id FOR UPDATE", [.bytes(key.bytes)])
    // A log that was enrolled between the two has no events that are counted here.
    let (counted, stored) = (
      try places.reduce(0) { try $0 + $1.integer("next") },
      try streams.reduce(0) { try $0 + $1.integer("next") }
    )
    guard counted == stored else {
      throw Refused(.deviceBehind, ["count": stored - counted])
    }
  }

  /// A notice is never taken back, so one too many would stop every list that follows.
  private func checkRoom(
    for good: Int, of key: PublicKey, _ connection: Connection
  ) throws {
    let fill = try BundleFill(connection, without: key)
    let bytes = BundleFill.noticeBytes(good: good)
    guard fill.byteCount + bytes <= BundleFill.limit else {
      throw Refused(
        .deviceNoRoom,
        ["bytes": bytes, "count": good, "held": fill.byteCount, "limit": BundleFill.limit])
    }
  }

  /// The certificates whose codes have come, from every log of this key.
  private func certificates(
    of key: PublicKey, lost: Day?, _ connection: Connection
  ) throws -> (good: Set<CertificateIdentity>, unknown: Int) {
    let rows = try connection.query(
      """
      SELECT DISTINCT c.number, c.seq, p.value AS token, x.identity
      FROM certificate c JOIN stream s ON s.id = c.stream
      LEFT JOIN personal p ON p.stream = c.stream AND p.seq = c.seq AND p.field = 'token'
      LEFT JOIN "erasedToken" x ON x.stream = c.stream AND x.seq = c.seq
      WHERE s.key = $1 AND ($2::timestamptz IS NULL OR EXISTS (
        SELECT 1 FROM lineage(c.stream) l JOIN event e ON e.stream = l.holder AND e.seq = c.seq
        WHERE c.seq >= l.first AND c.seq < l.last AND e.received < $2))
      """, [.bytes(key.bytes), .time(lost?.startMilliseconds)])
    var good: Set<CertificateIdentity> = []
    var (known, unknown) = (Set<String>(), Set<String>())
    for row in rows {
      // A branch has the certificates that it inherited as well; the code may have come to either.
      let place = "\(try row.text("number")) \(try row.integer("seq"))"
      let token = try row.optionalText("token").flatMap(CertificateToken.init(stored:))
      let kept = try row.optionalBytes("identity").flatMap(CertificateIdentity.init(bytes:))
      if let identity = token?.identity ?? kept {
        good.insert(identity)
        known.insert(place)
      } else {
        unknown.insert(place)
      }
    }
    return (good, unknown.subtracting(known).count)
  }

  /// Of two notices the later one counts, so this one is later than the last, whatever the clock says.
  private func nextSecond(_ key: PublicKey, _ connection: Connection) throws -> Int64 {
    let row = try connection.query(
      "SELECT max(issued) AS last FROM notice WHERE key = $1", [.bytes(key.bytes)]
    ).first
    guard let last = try row?.optionalTime("last") else { return clock.seconds }
    return max(clock.seconds, last / 1000 + 1)
  }
}
