import Evidence

/// Gathers what waits for the offline root.
package struct WaitingRequests: Sendable {
  let pool: ConnectionPool
  let keys: KeyRing
  let clock: WallClock
  let days: Int64

  /// Works on the shared database and keys; certificates shall last so many days.
  package init(pool: ConnectionPool, keys: KeyRing, clock: WallClock, days: Int) {
    self.pool = pool
    self.keys = keys
    self.clock = clock
    self.days = Int64(days)
  }

  /// Everything that waits now, a key for status lists among it when one is needed soon.
  package func gather() throws -> RootRequests {
    try StatusKeys(pool: pool, keys: keys).prepare(atSeconds: clock.seconds)
    return try pool.withConnection { connection in
      RootRequests(
        province: keys.host, madeSeconds: clock.seconds, days: days,
        devices: try WaitingRequests.devices(connection),
        status: try WaitingRequests.status(connection),
        notices: try WaitingRequests.notices(connection))
    }
  }

  /// A file holds so many of each kind; the rest waits for the next.
  private static let limit = "LIMIT \(RootDocument.entryLimit)"

  private static func devices(_ connection: Connection) throws -> [RootRequests.Device] {
    try Applicant.waiting(connection).prefix(RootDocument.entryLimit).map { kiosk in
      RootRequests.Device(
        name: DeviceName.text(centre: kiosk.stream.centre, log: kiosk.stream.log),
        log: kiosk.stream.log, key: kiosk.stream.key, mldsa65: kiosk.mldsa65,
        request: try kiosk.request.map { try CertificateRequest(json: $0) })
    }
  }

  private static func status(_ connection: Connection) throws -> [RootRequests.Status] {
    let rows = try connection.query(
      #"SELECT key, mldsa65 FROM "statusKey" WHERE certificate IS NULL ORDER BY made \#(limit)"#)
    return try rows.map { row in
      RootRequests.Status(
        key: try PublicKey(bytes: try row.bytes("key")),
        mldsa65: try MLDSA65PublicKey(bytes: try row.bytes("mldsa65")))
    }
  }

  /// Of several notices for one key only the latest is worth signing.
  private static func notices(_ connection: Connection) throws -> [RootRequests.Notice] {
    let rows = try connection.query(
      """
      SELECT key, device, issued, good FROM notice n WHERE bytes IS NULL
        AND NOT EXISTS (SELECT 1 FROM notice o WHERE o.key = n.key AND o.issued > n.issued)
      ORDER BY issued \(limit)
      """)
    return try rows.map { row in
      RootRequests.Notice(
        device: try row.text("device"), key: try PublicKey(bytes: try row.bytes("key")),
        madeSeconds: (try row.optionalTime("issued") ?? 0) / 1000,
        good: Set(Notices.identities(try row.bytes("good"))))
    }
  }
}
