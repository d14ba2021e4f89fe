package import Evidence
import HTTP

/// Makes one-time codes and enrols kiosks with them.
package struct Enrolments: Sendable {
  let pool: ConnectionPool
  let keys: KeyRing
  let settings: Settings.EnrolmentSettings
  let clock: WallClock

  /// Makes the use case over the shared database and keys.
  package init(
    pool: ConnectionPool, keys: KeyRing, settings: Settings.EnrolmentSettings, clock: WallClock
  ) {
    self.pool = pool
    self.keys = keys
    self.settings = settings
    self.clock = clock
  }

  /// A code that was just made.
  package struct Offer: Sendable {
    /// The code to hand over; it is shown this once.
    package let code: OneTimeCode
    /// When it ends.
    package let expiresMilliseconds: Int64
  }

  /// What an enrolled kiosk is told.
  package struct Answer: Equatable, Sendable {
    /// The province's name in origins.
    package let province: String
    /// What verifies receipts.
    package let vkey: String
    /// The device certificate (kcwt); nil while the offline root has not signed one.
    package let certificate: [UInt8]?
    /// The root's word for the kiosk's ML-DSA-65 key, if it has sent one.
    package let companion: [UInt8]?
    /// The root list's JSON.
    package let roots: [UInt8]
    /// What the kiosk shows to the province.
    package let token: String
    /// What the province shows to the kiosk.
    package let pullToken: String
  }

  /// Takes the old device out of service where a kiosk goes on under a new key.
  var withdrawals: Withdrawals { Withdrawals(pool: pool, keys: keys, clock: clock) }

  /// Makes a one-time code for a kiosk of a centre.
  /// - Parameter log: a log of that centre with which another key may go on by this code, because its own
  ///   is lost; the device that has it is withdrawn then. Nil for an ordinary code.
  /// - Throws: `Refused` for a log that is unknown or another centre's.
  package func offer(centre: String, name: String, replaces log: LogID? = nil) throws -> Offer {
    let code = OneTimeCode.random()
    let now = clock.milliseconds()
    let expires = now + Int64(settings.codeValidHours) * 3_600_000
    try pool.withConnection { connection in
      let replaced = try log.map { try stream($0, of: centre, connection) }
      _ = try connection.change(
        """
        INSERT INTO enrolment (code, centre, name, created, expires, replaces)
        VALUES ($1, $2, $3, $4, $5, $6)
        """,
        [
          .bytes(code.digest.bytes), .text(centre), .text(name), .time(now), .time(expires),
          .integer(replaced),
        ])
    }
    return Offer(code: code, expiresMilliseconds: expires)
  }

  private func stream(
    _ log: LogID, of centre: String, _ connection: Connection
  ) throws -> Int64 {
    guard let stream = try Stream.find(log, connection) else {
      throw Refused(.enrolReplacesUnknown, ["log": log])
    }
    guard stream.centre == centre else {
      throw Refused(
        .enrolReplacesElsewhere, ["log": log, "own": stream.centre, "centre": centre])
    }
    return stream.id
  }

  /// Enrols a kiosk, or gives the same answer again while the kiosk has not yet said hello.
  ///
  /// - Parameter address: where the request came from; wrong codes are counted by it.
  /// - Throws: `Problem` 403 for the code, 409 for the log, 429 after too many wrong codes.
  package func enrol(_ request: EnrolmentRequest, address: String) throws -> Answer {
    try checkAttempts(address)
    try readEvents(of: request)
    do {
      return try pool.transaction { connection in
        try EnrolmentStep(self, request, connection).run()
      }
    } catch let problem as Problem where problem.code.hasPrefix("code-") {
      // Counted outside the transaction that has just been rolled back.
      try count(address)
      throw problem
    }
  }

  /// A device is withdrawn with all that has come from it, so that must be in the tables.
  private func readEvents(of request: EnrolmentRequest) throws {
    guard let code = OneTimeCode(typed: request.code)?.digest else { return }
    let isReplacing = try pool.withConnection { connection in
      try !connection.query(
        """
        SELECT 1 FROM enrolment e JOIN stream s ON s.id = e.replaces
        WHERE e.code = $1 AND e.stream IS NULL AND s.log = $2 AND s.key <> $3
        """, [.bytes(code.bytes), .bytes(request.log.bytes), .bytes(request.key.bytes)]
      ).isEmpty
    }
    if isReplacing { try Projector(pool: pool, clock: clock).catchUp(logsOf: request.log) }
  }

  private func checkAttempts(_ address: String) throws {
    let window = Int64(settings.attemptWindowMinutes) * 60_000
    let row = try pool.withConnection { connection in
      try connection.query(
        "SELECT count(*) AS failures, min(failed) AS first FROM attempt "
          + "WHERE address = $1 AND failed > $2",
        [.text(address), .time(clock.milliseconds() - window)]
      ).first
    }
    guard let row, try row.integer("failures") >= settings.attempts else { return }
    let first = try row.optionalTime("first") ?? clock.milliseconds()
    let seconds = max(1, (first + window - clock.milliseconds() + 999) / 1000)
    throw Problem(
      429, "attempts", title: "Too many wrong codes",
      detail: "This address sent \(settings.attempts) wrong codes. Wait \(seconds) seconds.",
      headers: ["Retry-After": String(seconds)])
  }

  private func count(_ address: String) throws {
    let now = clock.milliseconds()
    let window = Int64(settings.attemptWindowMinutes) * 60_000
    try pool.withConnection { connection in
      _ = try connection.change(
        "INSERT INTO attempt (address, failed) VALUES ($1, $2)", [.text(address), .time(now)])
      _ = try connection.change("DELETE FROM attempt WHERE failed < $1", [.time(now - window)])
    }
  }
}
