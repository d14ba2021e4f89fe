package import Evidence
package import Logging

/// Turns events into rows that can be counted, after their commit and from a watermark of its own.
///
/// Rows and watermark change in one transaction, so a projector may be killed, run twice or run
/// again from the beginning; two at once take different logs.
package struct Projector: Sendable {
  let pool: ConnectionPool
  let chunkEvents: Int64
  let clock: WallClock
  /// The version under which events are set aside.
  let program: String
  let logger: Logger
  /// Ends the work between two stretches.
  let stop: StopFlag

  /// Every table that is made out of events.
  static let tables = [
    "resident", "course", "session", "visit", "departure", "certificate", "merge", "quarantine",
    #""clockMark""#, #""clockBoot""#,
  ]

  /// What became of everything that was stored and not projected.
  package struct CaughtUp: Equatable, Sendable {
    /// How many events were projected.
    package var events: Int64
    /// The logs that stay behind; the service's own log says why.
    package var behind: [LogID]
  }

  /// Makes a projector that reads so many events a transaction.
  package init(
    pool: ConnectionPool, chunkEvents: Int64 = 8192, clock: WallClock = .system,
    program: String = Province.version, logger: Logger = Logger(label: "projector"),
    stop: StopFlag = StopFlag()
  ) {
    self.pool = pool
    self.chunkEvents = chunkEvents
    self.clock = clock
    self.program = program
    self.logger = logger
    self.stop = stop
  }

  /// Projects everything that is stored; gives back how many events that was. A log that cannot be
  /// projected stays where it is, with a line in the service's own log, and holds up no other.
  @discardableResult
  package func catchUp() throws -> Int64 { try caughtUp().events }

  /// Does what `catchUp` does, and names the logs that could not be projected.
  package func caughtUp() throws -> CaughtUp { try catchUp(try behind()) }

  /// Projects what is stored of a log and of all others of its key.
  func catchUp(logsOf log: LogID) throws {
    let streams = try pool.withConnection { connection in
      try connection.query(
        """
        SELECT s.id FROM stream s JOIN projection p ON p.stream = s.id JOIN stream a ON a.key = s.key
        WHERE a.log = $1 AND p.next < s.next ORDER BY s.id
        """, [.bytes(log.bytes)]
      ).map { try $0.integer("id") }
    }
    try catchUp(streams)
  }

  /// A stretch of each log in turn, so that none waits for the whole of another.
  @discardableResult
  private func catchUp(_ streams: [Int64]) throws -> CaughtUp {
    var total: Int64 = 0
    var failed: [Int64] = []
    var limits = Dictionary(uniqueKeysWithValues: streams.map { ($0, chunkEvents) })
    var turn = streams
    while !turn.isEmpty {
      turn = try turn.filter { stream in
        guard !stop.isUp else { return false }
        let count = try isolated(stream) { try step(stream, limit: &limits[stream, default: 1]) }
        if count == nil { failed.append(stream) }
        total += count ?? 0
        return count ?? 0 > 0
      }
    }
    if !stop.isUp { try Tallies(pool: pool).refresh() }
    return CaughtUp(events: total, behind: try names(of: failed))
  }

  private func names(of streams: [Int64]) throws -> [LogID] {
    guard !streams.isEmpty else { return [] }
    return try pool.withConnection { connection in
      try connection.query(
        "SELECT log FROM stream WHERE id = ANY($1) ORDER BY log", [.integers(streams)]
      ).map { try LogID(bytes: try $0.bytes("log")) }
    }
  }

  /// Runs `body` for one log; nil when that failed, which is written to the service's own log, or was
  /// given up for a stop.
  /// - Throws: only when the database is away, for which no log is to blame.
  func isolated<Value>(_ stream: Int64, _ body: () throws -> Value) throws -> Value? {
    do {
      return try body()
    } catch is CancellationError {
      return nil
    } catch {
      logger.error(
        "log not projected", metadata: ["stream": "\(stream)", "error": "\(error)"])
      _ = try pool.withConnection { try $0.query("SELECT 1") }
      return nil
    }
  }

  /// Forgets every projection; the next `catchUp` makes them all again.
  package func reset() throws {
    try pool.transaction { try Projector.empty($0) }
  }

  /// Nobody projects or publishes between the lock and the end of the transaction.
  static func empty(_ connection: Connection) throws(PostgresError) {
    try connection.execute(
      """
      LOCK TABLE projection IN EXCLUSIVE MODE;
      TRUNCATE \(tables.joined(separator: ", "));
      UPDATE projection SET next = 0, corrected = 0, wall = NULL, quality = NULL
      """)
    try Tallies.forget(nil, connection)
  }

  private func behind() throws -> [Int64] {
    try pool.withConnection { connection in
      try connection.query(
        """
        SELECT s.id FROM stream s JOIN projection p ON p.stream = s.id
        WHERE p.next < s.next ORDER BY s.id
        """
      ).map { try $0.integer("id") }
    }
  }

  /// One transaction.
  func step(_ stream: Int64, limit: inout Int64) throws -> Int64 {
    try halving(&limit) { limit, refusal in
      try pool.transaction { connection in
        try project(stream, limit: limit, quarantine: refusal, connection)
      }
    }
  }

  /// When the database refuses a stretch, it is taken in halves until the one event that is to blame
  /// stands alone and goes to quarantine. The next stretch is as short, and each that succeeds lets the
  /// one after it be twice as long: where one event is refused, more may be.
  func halving(
    _ limit: inout Int64, _ attempt: (Int64, _ refusal: String?) throws -> Int64
  ) throws -> Int64 {
    while true {
      do {
        let count = try attempt(limit, nil)
        limit = min(limit * 2, chunkEvents)
        return count
      } catch let error as PostgresError where error.isDataError {
        guard limit > 1 else { return try attempt(1, error.message) }
        limit /= 2
      }
    }
  }

  func project(
    _ stream: Int64, limit: Int64, quarantine: String?, _ connection: Connection
  ) throws -> Int64 {
    let place = try connection.query(
      """
      SELECT next, corrected FROM projection WHERE stream = $1 FOR UPDATE SKIP LOCKED
      """, [.integer(stream)]
    ).first
    guard let place, let log = try Stream.find(id: stream, connection) else { return 0 }
    let start = try place.integer("next")
    // A branch has all its events projected, those before the fork too.
    let lines = try log.lines(from: start, to: min(start + limit, log.next), connection)
    guard !lines.isEmpty else { return 0 }
    var facts = Facts()
    for (seq, line) in zip(start..., lines) {
      if let quarantine {
        facts.refused.append(Facts.Refused(line: line, seq: seq, reason: quarantine))
      } else {
        facts.take(line, seq: seq)
      }
    }
    if !facts.erased.isEmpty { try Erasures.lockKin(of: stream, connection) }
    let end = start + Int64(lines.count)
    try writer(stream, connection, start..<end, facts).write(facts)
    let corrected = try ClockCorrector(stream: stream, connection: connection).correct(
      before: end, since: try place.integer("corrected"), isBehind: end < log.next)
    try connection.change(
      """
      UPDATE projection SET next = $2, corrected = $3, wall = coalesce($4, wall),
        quality = coalesce($5, quality)
      WHERE stream = $1
      """,
      [
        .integer(stream), .integer(end), .integer(corrected),
        .time(facts.clock?.wallMilliseconds), .integer(facts.clock?.quality.rawValue),
      ])
    return Int64(lines.count)
  }

  /// What writes the facts of the events of a range.
  func writer(
    _ stream: Int64, _ connection: Connection, _ range: Range<Int64>, _ facts: Facts
  ) throws(PostgresError) -> FactWriter {
    FactWriter(
      stream: stream, connection: connection,
      clock: try ClockWriter(
        stream: stream, connection: connection, range: range, facts: facts.clocks),
      program: program, nowMilliseconds: clock.milliseconds())
  }
}
