import Centre
import Evidence

/// Makes the bulletin out of the tables, signs it by the status key and puts it in the place of the last;
/// a new one only when it says something new.
package struct BulletinPublisher: Sendable {
  /// A kiosk may claim to hold a bulletin so far beyond the last one, as after the database came back
  /// from a backup; what lies farther is not believed.
  static let claimLimit: Int64 = 1_000_000

  let pool: ConnectionPool
  let keys: KeyRing
  let clock: WallClock

  /// Works on the shared database and keys.
  package init(pool: ConnectionPool, keys: KeyRing, clock: WallClock) {
    self.pool = pool
    self.keys = keys
    self.clock = clock
  }

  /// What was just given out.
  package struct Publication: Equatable, Sendable {
    /// Its number.
    package let sequence: Int64
    /// Administrative units in it.
    package let units: Int
    /// Announcements in it.
    package let announcements: Int
    /// Its length.
    package let byteCount: Int
  }

  /// Publishes if there is something new to say; nil when not, and while there is no bundle yet.
  ///
  /// Numbers only rise, also beyond what any kiosk holds: a province whose database came back from a
  /// backup would otherwise not be listened to until it had caught up. What a kiosk claims to hold is
  /// its word alone, so it lifts the number of the next bulletin and is no reason to make one; the list
  /// in it is renewed every day or so.
  /// - Throws: `PublishError`, `TrustError` when it all does not fit, `PostgresError`.
  @discardableResult
  package func publishIfDue() throws -> Publication? {
    try pool.transaction { connection in
      try KeyLock.shared(connection)
      try connection.query("SELECT pg_advisory_xact_lock(73021010)")
      let last = try Bulletins.standing(connection)
      guard let bundle = try connection.query("SELECT bytes, tag FROM bundle").first else {
        return nil
      }
      let list = try TrustBundle(bytes: try bundle.bytes("bytes"))
      let plain = try content(sequence: 1, issued: 0, list, connection)
      let digest = Evidence.sha256(try plain.value.canonical()).bytes
      guard last?.digest != digest else { return nil }
      let issued = clock.seconds
      guard
        let signer = try StatusKeys(pool: pool, keys: keys)
          .current(atSeconds: issued, connection)
      else { throw PublishError.noKey }
      let sequence = try largestHeld(from: last?.sequence ?? 0, connection) + 1
      let content = try content(sequence: sequence, issued: issued, list, connection)
      let bulletin = try Bulletin.issue(
        content, certificate: signer.certificate, key: signer.key.ed25519)
      // What nobody could verify must not be given out.
      try bulletin.verify(by: try keys.roots())
      try Bulletins.replace(
        with: bulletin, digest: digest, bundle: try bundle.text("tag"), connection)
      return Publication(
        sequence: sequence, units: content.units.count,
        announcements: content.announcements.count, byteCount: bulletin.bytes.count)
    }
  }

  /// The largest number that a kiosk holds, or the last one given out if that is larger.
  private func largestHeld(
    from last: Int64, _ connection: Connection
  ) throws(PostgresError) -> Int64 {
    let row = try connection.query(
      "SELECT max(bulletin) AS held FROM kiosk WHERE bulletin > $1 AND bulletin <= $2",
      [.integer(last), .integer(last + BulletinPublisher.claimLimit)]
    ).first
    return try row?.optionalInteger("held") ?? last
  }

  private func content(
    sequence: Int64, issued: Int64, _ bundle: TrustBundle, _ connection: Connection
  ) throws -> BulletinContent {
    let today = Day(wallMilliseconds: clock.milliseconds())
    return BulletinContent(
      sequence: sequence, issuedAtSeconds: issued, province: keys.host, roots: try keys.roots(),
      devices: try devices(connection), bundle: bundle,
      units: try UnitImport.all(connection), rubrics: try RubricImport.rubrics(connection),
      targets: try RubricImport.targets(connection),
      announcements: try Announcements.current(on: today, connection))
  }

  /// The devices that may sign: certified, and not withdrawn. A log and its branch share one.
  private func devices(_ connection: Connection) throws -> [BulletinDevice] {
    let rows = try connection.query(
      """
      SELECT DISTINCT ON (s.key) s.key, s.centre, k.certificate
      FROM kiosk k JOIN stream s ON s.id = k.stream
      WHERE k.certificate IS NOT NULL AND k.revoked IS NULL
        AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.key = s.key)
      ORDER BY s.key, s.id DESC
      """)
    return try rows.map { row in
      let certificate = try DeviceCertificate(bytes: try row.bytes("certificate"))
      return BulletinDevice(
        device: certificate.device, key: certificate.publicKey, centre: try row.text("centre"),
        expiresSeconds: certificate.expires)
    }
  }
}
