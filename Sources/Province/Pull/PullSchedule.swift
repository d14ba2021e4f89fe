package import Evidence
import HTTP

/// When each kiosk is to be asked again: one row each, which one scheduler claims at a time, so that
/// any number of them share the work (`FOR UPDATE SKIP LOCKED`).
package struct PullSchedule: Sendable {
  /// A claim that nobody renews is free again after this: its scheduler was killed.
  static let claimMilliseconds: Int64 = 300_000

  let pool: ConnectionPool
  let clock: WallClock
  let settings: Settings.PullSettings

  /// Makes the plan over the kiosks' rows.
  package init(pool: ConnectionPool, clock: WallClock, settings: Settings.PullSettings) {
    self.pool = pool
    self.clock = clock
    self.settings = settings
  }

  /// A kiosk whose turn it is, taken by one scheduler.
  package struct Claim: Equatable, Sendable {
    /// The kiosk.
    package let target: Puller.Target
    /// Failures in a row before this turn.
    package let failures: Int
  }

  /// How it stands with one kiosk.
  package struct Entry: Equatable, Sendable {
    /// The kiosk's log.
    package let log: LogID
    /// Its name.
    package let name: String
    /// Its address; nil when it is asked over a line that it holds.
    package let url: String?
    /// When it is to be asked again.
    package let dueMilliseconds: Int64
    /// When it was last asked.
    package let triedMilliseconds: Int64?
    /// When it last answered well.
    package let succeededMilliseconds: Int64?
    /// Failures in a row.
    package let failures: Int64
    /// What went wrong the last time.
    package let error: String?
    /// Events that pulls have brought.
    package let events: Int64
    /// Compressed bytes that pulls have brought.
    package let bytes: Int64
  }

  /// Takes the kiosk that has been due for longest; nil when none is.
  /// - Parameter only: this kiosk, due or not, unless another scheduler is at it.
  package func claim(only log: LogID? = nil) throws -> Claim? {
    let now = clock.milliseconds()
    return try pool.transaction { connection in
      try enter(now, connection)
      let row = try connection.query(
        """
        UPDATE pull SET claimed = $2, tried = $1 WHERE stream = (
          SELECT p.stream FROM pull p
            JOIN kiosk k ON k.stream = p.stream
            JOIN stream s ON s.id = p.stream
            LEFT JOIN line l ON l.stream = p.stream
          WHERE k.revoked IS NULL AND (k.url IS NOT NULL OR l.held > $3)
            AND CASE WHEN $4::bytea IS NULL THEN p.due <= $1 ELSE s.log = $4 END
            AND (p.claimed IS NULL OR p.claimed <= $1)
          ORDER BY p.due, p.stream LIMIT 1 FOR UPDATE OF p SKIP LOCKED)
        RETURNING (SELECT log FROM stream WHERE id = pull.stream) AS log,
          (SELECT url FROM kiosk k WHERE k.stream = pull.stream) AS url, failures
        """,
        [
          .time(now), .time(now + Self.claimMilliseconds), .time(now - HeldLines.holdMilliseconds),
          SQLValue.bytes(log?.bytes),
        ]
      ).first
      return try row.map { row in
        let target = Puller.Target(
          log: try LogID(bytes: try row.bytes("log")), url: try row.optionalText("url") ?? "")
        return Claim(target: target, failures: Int(try row.integer("failures")))
      }
    }
  }

  /// Keeps a claim: the kiosk's log is long.
  func renew(_ log: LogID) throws {
    try pool.withConnection { connection in
      _ = try connection.change(
        "UPDATE pull SET claimed = $2 WHERE stream = (SELECT id FROM stream WHERE log = $1)",
        [.bytes(log.bytes), .time(clock.milliseconds() + Self.claimMilliseconds)])
    }
  }

  /// Gives a claim back as if the kiosk had not been asked.
  package func giveBack(_ log: LogID) throws {
    try pool.withConnection { connection in
      _ = try connection.change(
        "UPDATE pull SET claimed = NULL WHERE stream = (SELECT id FROM stream WHERE log = $1)",
        [.bytes(log.bytes)])
    }
  }

  /// Notes a round that went well and gives the claim back.
  package func succeeded(_ log: LogID, _ outcome: Puller.Outcome) throws {
    let now = clock.milliseconds()
    try pool.withConnection { connection in
      _ = try connection.change(
        """
        UPDATE pull SET claimed = NULL, succeeded = $2, due = $3, failures = 0, error = NULL,
          events = events + $4, bytes = bytes + $5
        WHERE stream = (SELECT id FROM stream WHERE log = $1)
        """,
        [
          .bytes(log.bytes), .time(now), .time(now + Int64(settings.intervalSeconds) * 1_000),
          .integer(outcome.stored), .integer(outcome.bytes),
        ])
    }
  }

  /// Notes a round that failed, with the reason, and gives the claim back.
  package func failed(
    _ log: LogID, _ reason: String, using random: inout some RandomNumberGenerator
  ) throws {
    let now = clock.milliseconds()
    // PostgreSQL's text holds no zero character, and a kiosk may have sent one.
    let reason = String(nfc(reason).filter { $0 != "\0" }.prefix(300))
    let backOff = BackOff(
      unitSeconds: settings.backOffSeconds, mostSeconds: settings.backOffMostSeconds)
    try pool.transaction { connection in
      let row = try connection.query(
        """
        UPDATE pull SET claimed = NULL, failures = failures + 1, error = $2
        WHERE stream = (SELECT id FROM stream WHERE log = $1) RETURNING stream, failures
        """, [.bytes(log.bytes), .text(reason)]
      ).first
      guard let row else { return }
      let wait = backOff.delayMilliseconds(
        failures: Int(try row.integer("failures")), using: &random)
      try connection.change(
        "UPDATE pull SET due = $2 WHERE stream = $1",
        [.integer(try row.integer("stream")), .time(now + wait)])
    }
  }

  /// Every kiosk that can be asked, or was, those in trouble first.
  package func entries() throws -> [Entry] {
    let now = clock.milliseconds()
    return try pool.transaction { connection in
      try enter(now, connection)
      return try connection.query(
        """
        SELECT s.log, k.name, k.url, p.due, p.tried, p.succeeded, p.failures, p.error, p.events,
          p.bytes
        FROM pull p JOIN stream s ON s.id = p.stream JOIN kiosk k ON k.stream = p.stream
        WHERE k.revoked IS NULL ORDER BY p.failures DESC, k.name, s.id
        """
      ).map(Entry.init)
    }
  }

  /// Every kiosk that can be asked has a row.
  private func enter(_ now: Int64, _ connection: Connection) throws(PostgresError) {
    try connection.change(
      """
      INSERT INTO pull (stream, due)
      SELECT k.stream, $1 FROM kiosk k LEFT JOIN line l ON l.stream = k.stream
      WHERE k.revoked IS NULL AND (k.url IS NOT NULL OR l.held > $2)
        AND NOT EXISTS (SELECT 1 FROM pull p WHERE p.stream = k.stream)
      ON CONFLICT DO NOTHING
      """, [.time(now), .time(now - HeldLines.holdMilliseconds)])
  }
}

extension PullSchedule.Entry {
  init(_ row: Row) throws {
    log = try LogID(bytes: try row.bytes("log"))
    name = try row.text("name")
    url = try row.optionalText("url")
    dueMilliseconds = try row.optionalTime("due") ?? 0
    triedMilliseconds = try row.optionalTime("tried")
    succeededMilliseconds = try row.optionalTime("succeeded")
    failures = try row.integer("failures")
    error = try row.optionalText("error")
    events = try row.integer("events")
    bytes = try row.integer("bytes")
  }
}
