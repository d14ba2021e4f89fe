import Centre
import Evidence

/// Makes the bundle out of registers, notices and roots, signs it, and puts it in the place of the last.
package struct StatusPublisher: Sendable {
  let pool: ConnectionPool
  let keys: KeyRing
  let clock: WallClock
  let publishSeconds: Int64

  /// Works on the shared database and keys; a new list is due at least every `publishHours`.
  package init(pool: ConnectionPool, keys: KeyRing, clock: WallClock, publishHours: Int) {
    self.pool = pool
    self.keys = keys
    self.clock = clock
    publishSeconds = Int64(publishHours) * 3600
  }

  /// What was just given out.
  package struct Publication: Equatable, Sendable {
    /// When the list was made, in seconds since 1970.
    package let issuedAtSeconds: Int64
    /// Certificates that it counts.
    package let certificates: Int
    /// Those among them that are revoked or replaced.
    package let revoked: Int
    /// Devices withdrawn.
    package let notices: Int
    /// The bundle's length.
    package let byteCount: Int
  }

  /// Publishes if a day has passed, or a cancellation, a notice or a root came since the last time.
  package func publishIfDue() throws -> Publication? {
    guard try isDue() else { return nil }
    return try publish()
  }

  /// Publishes now. Lists never go back: this one is later than the last, whatever the clock says, and
  /// speaks of no fewer events.
  /// - Throws: `PublishError`, `TrustError` when it all does not fit into a bundle, `PostgresError`.
  @discardableResult
  package func publish() throws -> Publication {
    let status = StatusKeys(pool: pool, keys: keys)
    try status.prepare(atSeconds: clock.seconds)
    return try pool.transaction { connection in
      // The roots stay as they are, and the tables are not emptied, until the list is out. Keys before
      // tables, as everywhere.
      try KeyLock.shared(connection)
      try connection.execute("LOCK TABLE projection IN ROW EXCLUSIVE MODE")
      try connection.query("SELECT pg_advisory_xact_lock(73021004)")
      let last = try Bundles.issuedSeconds(connection)
      let issued = max(clock.seconds, (last ?? 0) + 1)
      guard let signer = try status.current(atSeconds: issued, connection) else {
        throw PublishError.noKey
      }
      let reading = try RegisterReading(
        connection, year: Day(wallMilliseconds: issued * 1000).year)
      let bundle = try make(reading, signer, issued, connection)
      try Bundles.replace(with: bundle, connection)
      try note(reading.positions, connection)
      return Publication(
        issuedAtSeconds: issued, certificates: bundle.list.table.certificateCount,
        revoked: bundle.list.table.revokedCount, notices: bundle.notices.count,
        byteCount: bundle.bytes.count)
    }
  }

  private func make(
    _ reading: RegisterReading, _ signer: StatusKeys.Certified, _ issued: Int64,
    _ connection: Connection
  ) throws -> TrustBundle {
    let roots = try keys.roots()
    let bundle = try TrustBundle.make(
      table: try reading.table(), address: "https://\(keys.host)/v1/status",
      issuedAtSeconds: issued, certificate: signer.certificate, key: signer.key,
      notices: try Notices.signed(connection), roots: roots, companion: signer.companion)
    // What nobody could verify must not be given out.
    _ = try bundle.verify(by: roots)
    return bundle
  }

  /// From now on no list may rest on fewer events.
  private func note(_ positions: [Int64: Int64], _ connection: Connection) throws {
    let streams = positions.keys.sorted()
    try connection.change(
      """
      UPDATE projection SET published = greatest(published, t.position)
      FROM unnest($1::bigint[], $2::bigint[]) AS t (stream, position)
      WHERE projection.stream = t.stream
      """, [.integers(streams), .integers(streams.map { positions[$0] })])
  }

  private func isDue() throws -> Bool {
    guard let bundle = try Bundles(pool: pool).bundle() else { return true }
    let issued = bundle.list.issuedAtSeconds
    guard clock.seconds - issued < publishSeconds, try bundle.roots == keys.roots() else {
      return true
    }
    return try pool.withConnection { connection in
      let changed = try connection.query(
        """
        SELECT EXISTS (SELECT 1 FROM certificate c JOIN projection p ON p.stream = c.stream
          WHERE c.cancelled IS NOT NULL AND greatest(c.cancelled, c.replacing) >= p.published)
          AS changed
        """)
      let isChanged = try changed.first?.boolean("changed") ?? false
      return try isChanged || Notices.signed(connection) != bundle.notices
    }
  }
}
