import Evidence
import HTTP

/// Requests that travel over lines which kiosks hold, and their answers: rows of the database, so that
/// the service that holds the lines and the one that pulls may be different processes.
package struct HeldLines: Sendable {
  /// A kiosk counts as holding a line for so long after it last asked.
  static let holdMilliseconds: Int64 = 60_000
  /// Orders whose puller was killed are thrown away after this.
  private static let forgottenMilliseconds: Int64 = 900_000

  let pool: ConnectionPool
  let keys: KeyRing
  let clock: WallClock

  /// Makes the two ends of all lines.
  package init(pool: ConnectionPool, keys: KeyRing, clock: WallClock) {
    self.pool = pool
    self.keys = keys
    self.clock = clock
  }

  /// One request for a kiosk.
  package struct Order: Equatable, Sendable {
    /// Its number.
    package let id: Int64
    /// `GET` or `POST`.
    package let method: String
    /// Path and query.
    package let path: String
    /// The text that a POST carries.
    package let body: String?
  }

  /// The token by which a kiosk knows its province; nil for an unknown log.
  func pullToken(of log: LogID) throws -> String? {
    let row = try pool.withConnection { connection in
      try connection.query(
        "SELECT k.code FROM kiosk k JOIN stream s ON s.id = k.stream WHERE s.log = $1",
        [.bytes(log.bytes)]
      ).first
    }
    guard let row, let code = Digest(bytes: try row.bytes("code")) else { return nil }
    return keys.pullToken(log: log, code: code)
  }

  // MARK: The kiosk's end

  /// Notes that a kiosk holds its line.
  func hold(_ log: LogID) throws {
    try pool.withConnection { connection in
      _ = try connection.change(
        """
        INSERT INTO line (stream, held) SELECT id, $2 FROM stream WHERE log = $1
        ON CONFLICT (stream) DO UPDATE SET held = $2
        """, [.bytes(log.bytes), .time(clock.milliseconds())])
    }
  }

  /// The logs for which there is an order.
  func waiting() throws -> Set<LogID> {
    try pool.withConnection { connection in
      Set(
        try connection.query(
          """
          SELECT DISTINCT s.log FROM "lineOrder" o JOIN stream s ON s.id = o.stream
          WHERE o.status IS NULL
          """
        ).map { try LogID(bytes: try $0.bytes("log")) })
    }
  }

  /// The oldest order that is not answered: also one that was handed out before, because the line may
  /// have broken with it, and all of them may be carried out twice.
  func next(_ log: LogID) throws -> Order? {
    try pool.withConnection { connection in
      try connection.query(
        """
        SELECT o.id, o.method, o.path, o.body FROM "lineOrder" o JOIN stream s ON s.id = o.stream
        WHERE s.log = $1 AND o.status IS NULL ORDER BY o.id LIMIT 1
        """, [.bytes(log.bytes)]
      ).first.map { row in
        Order(
          id: try row.integer("id"), method: try row.text("method"), path: try row.text("path"),
          body: try row.optionalText("body"))
      }
    }
  }

  /// Takes a kiosk's answer; false when nobody waits for it.
  func answer(_ id: Int64, log: LogID, status: Int, type: String, _ bytes: [UInt8]) throws -> Bool {
    try pool.withConnection { connection in
      try connection.change(
        """
        UPDATE "lineOrder" SET status = $3, type = $4, answer = $5
        WHERE id = $1 AND stream = (SELECT id FROM stream WHERE log = $2) AND status IS NULL
        """,
        [.integer(id), .bytes(log.bytes), .integer(Int64(status)), .text(type), .bytes(bytes)]) == 1
    }
  }

  // MARK: The puller's end

  /// Leaves a request for a kiosk; the answer is looked for with `take`.
  func leave(_ request: ClientRequest, log: LogID) throws -> Int64 {
    let now = clock.milliseconds()
    return try pool.withConnection { connection in
      try connection.change(
        "DELETE FROM \"lineOrder\" WHERE made < $1", [.time(now - Self.forgottenMilliseconds)])
      let row = try connection.query(
        """
        INSERT INTO "lineOrder" (stream, method, path, body, made)
        SELECT id, $2, $3, $4, $5 FROM stream WHERE log = $1 RETURNING id
        """,
        [
          .bytes(log.bytes), .text(request.method), .text(request.url),
          .text(request.body.map { String(decoding: $0, as: UTF8.self) }), .time(now),
        ]
      ).first
      guard let row else { throw Problem.unknownToken }
      return try row.integer("id")
    }
  }

  /// The answer to an order; nil while there is none.
  func take(_ id: Int64) throws -> ClientResponse? {
    try pool.withConnection { connection in
      let row = try connection.query(
        "SELECT status, type, answer FROM \"lineOrder\" WHERE id = $1 AND status IS NOT NULL",
        [.integer(id)]
      ).first
      return try row.map { row in
        let body = try row.bytes("answer")
        // The digest that the kiosk sent was checked when the answer came.
        return ClientResponse(
          status: Status(Int(try row.integer("status"))),
          headers: [
            "Content-Type": try row.text("type"), "Content-Digest": ContentDigest.header(of: body),
          ], body: body)
      }
    }
  }

  /// Forgets an order, answered or not.
  func drop(_ id: Int64) {
    // What cannot be removed now is thrown away with the forgotten ones.
    _ = try? pool.withConnection { connection in
      try connection.change("DELETE FROM \"lineOrder\" WHERE id = $1", [.integer(id)])
    }
  }
}
