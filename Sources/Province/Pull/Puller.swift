package import Evidence
package import HTTP

/// Fetches what a kiosk has and the province has not, through the kiosk's own addresses.
///
/// The cursor is the province's `next`; every batch ends in the collector's one transaction, so push
/// and pull may run together and a puller may be killed at any moment.
package struct Puller: Sendable {
  let pool: ConnectionPool
  let keys: KeyRing
  let collector: Collector
  let personal: PersonalCollector
  let branches: Branches
  let client: Client
  let settings: Settings.PullSettings
  let lines: HeldLines
  /// Ends the pulls of this puller and of its copies.
  let stop = PullStop()

  /// Makes a puller that ends in the given collectors.
  package init(
    pool: ConnectionPool, keys: KeyRing, collector: Collector, personal: PersonalCollector,
    branches: Branches, client: Client, settings: Settings.PullSettings
  ) {
    self.pool = pool
    self.keys = keys
    self.collector = collector
    self.personal = personal
    self.branches = branches
    self.client = client
    self.settings = settings
    lines = HeldLines(pool: pool, keys: keys, clock: collector.clock)
  }

  /// A kiosk and where it can be reached.
  package struct Target: Equatable, Sendable {
    /// The kiosk's log.
    package let log: LogID
    /// Its address without a slash at the end; empty over a line that the kiosk holds.
    package let url: String

    /// Whether the kiosk is asked over its own line.
    package var isDialledOut: Bool { url.isEmpty }

    /// Names a kiosk and its address.
    package init(log: LogID, url: String) {
      self.log = log
      self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
    }
  }

  /// What one round brought.
  package struct Outcome: Equatable, Sendable {
    /// Events that were new.
    package var stored: Int64 = 0
    /// Compressed bytes that came.
    package var bytes: Int64 = 0
    /// Personal values kept.
    package var personal = 0
    /// Events [0, next) are durable.
    package var next: Int64 = 0
  }

  /// The kiosks whose address is known, or who hold a line now.
  package func targets() throws -> [Target] {
    try pool.withConnection { connection in
      try connection.query(
        """
        SELECT s.log, k.url FROM kiosk k JOIN stream s ON s.id = k.stream
          LEFT JOIN line l ON l.stream = k.stream
        WHERE (k.url IS NOT NULL OR l.held > $1) AND k.revoked IS NULL ORDER BY s.id
        """, [.time(collector.clock.milliseconds() - HeldLines.holdMilliseconds)]
      ).map { row in
        Target(
          log: try LogID(bytes: try row.bytes("log")), url: try row.optionalText("url") ?? "")
      }
    }
  }

  /// The log of the one kiosk that is enrolled; its branches are found by it.
  ///
  /// A pull token is shown to the address that is asked, so nothing is guessed when there are more.
  /// - Throws: `Refused` unless there is exactly one.
  package func onlyLog() throws -> LogID {
    let logs = try pool.withConnection { connection in
      try connection.query(
        """
        SELECT s.log FROM kiosk k JOIN stream s ON s.id = k.stream
        WHERE k.revoked IS NULL AND s.parent IS NULL LIMIT 2
        """
      ).map { try LogID(bytes: try $0.bytes("log")) }
    }
    guard let log = logs.first else { throw Refused(.pullNoKiosk) }
    guard logs.count == 1 else { throw Refused(.pullManyKiosks) }
    return log
  }

  /// One round with one kiosk; its address is remembered once it has answered as itself. A kiosk that
  /// learns from the receipt that there are two histories has another log at once, which is pulled then.
  ///
  /// The receipt is handed over before personal values are asked for: one that is refused must not keep
  /// from the kiosk that its events are safe.
  /// - Parameters:
  ///   - maxEvents: events asked for at once; nil for as many as the settings say.
  ///   - onBatch: called before each batch, so that a claim can be kept.
  package func pull(
    _ target: Target, maxEvents: Int? = nil, onBatch: () throws -> Void = {}
  ) throws -> Outcome {
    let maxEvents = maxEvents ?? settings.maxEvents
    do {
      return try round(try meet(target), maxEvents, onBatch)
    } catch let error as PullError where error.operation == "receipt" && error.code == 409 {
      return try round(try meet(target), maxEvents, onBatch)
    } catch let problem as Problem where problem.code == "fork" || problem.code == "root" {
      return try round(try meet(target), maxEvents, onBatch)
    }
  }

  private func round(
    _ met: Met, _ maxEvents: Int, _ onBatch: () throws -> Void
  ) throws -> Outcome {
    let (target, line) = (met.target, met.line)
    var outcome = Outcome()
    outcome.next = try stream(target.log).next
    do {
      while outcome.next < met.size {
        try onBatch()
        guard let bytes = try line.entries(from: outcome.next, max: maxEvents) else { break }
        outcome.bytes += Int64(bytes.count)
        let accepted = try take(bytes, target.log)
        outcome.stored += accepted?.stored ?? 0
        let next = try stream(target.log).next
        // Nobody has signed for the length that a kiosk claims: without this it could keep us for ever.
        guard next > outcome.next else {
          throw PullError(
            operation: "entries", code: 0, message: "its batch brought nothing after \(next)")
        }
        outcome.next = next
      }
    } catch let problem as Problem where problem.code == "fork" || problem.code == "root" {
      showReceipt(to: met)
      throw problem
    }
    if let receipt = try collector.receipt(log: target.log) { try line.send(receipt: receipt) }
    try remember(target)
    outcome.personal = try pullPersonal(target.log, line)
    return outcome
  }

  /// The addresses of a target, under the token of its log.
  func line(to target: Target) throws -> KioskLine {
    guard let token = try lines.pullToken(of: target.log) else { throw unknown(target.log) }
    guard !target.isDialledOut else {
      let dialled = DialledOut(
        lines: lines, log: target.log, timeoutSeconds: settings.timeoutSeconds, stop: stop)
      return KioskLine(
        url: "", token: token, clock: collector.clock, send: { try dialled.send($0) })
    }
    return KioskLine(
      url: target.url, token: token, clock: collector.clock,
      send: { [client, stop] request in
        try stop.check()
        return try client.send(request)
      })
  }

  /// A gap means that another collector was faster: the loop reads `next` again and goes on.
  private func take(_ bytes: [UInt8], _ log: LogID) throws -> Collector.Accepted? {
    do {
      return try collector.accept(bytes, log: log, range: nil)
    } catch let problem as Problem where problem.code == "gap" {
      return nil
    }
  }

  private func pullPersonal(_ log: LogID, _ line: KioskLine) throws -> Int {
    var kept = 0
    while true {
      let stream = try stream(log)
      let end = min(stream.next, stream.personal + Int64(settings.maxEvents))
      guard let range = SeqRange(start: stream.personal, end: end) else { return kept }
      kept += try personal.accept(try line.personal(range), log: log, range: range).kept
    }
  }

  func stream(_ log: LogID) throws -> Stream {
    guard let stream = try pool.withConnection({ try Stream.find(log, $0) }) else {
      throw unknown(log)
    }
    return stream
  }

  private func remember(_ target: Target) throws {
    let now = collector.clock.milliseconds()
    try pool.withConnection { connection in
      _ = try connection.change(
        """
        UPDATE kiosk SET url = coalesce($2, url), heard = $3
        WHERE stream = (SELECT id FROM stream WHERE log = $1)
        """, [.bytes(target.log.bytes), .text(target.isDialledOut ? nil : target.url), .time(now)])
      guard !target.isDialledOut else { return }
      // One kiosk answers there: not another branch of its log as well.
      _ = try connection.change(
        """
        UPDATE kiosk SET url = NULL FROM stream s, stream own
        WHERE s.id = kiosk.stream AND own.log = $1 AND s.key = own.key AND s.id <> own.id
          AND kiosk.url = $2
        """, [.bytes(target.log.bytes), .text(target.url)])
    }
  }

  private func unknown(_ log: LogID) -> PullError {
    PullError(operation: "start", code: 0, message: "no kiosk with the log \(log) is enrolled")
  }
}
