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
  }

  /// A kiosk and where it can be reached.
  package struct Target: Equatable, Sendable {
    /// The kiosk's log.
    package let log: LogID
    /// Its address without a slash at the end.
    package let url: String

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
    /// Personal values kept.
    package var personal = 0
    /// Events [0, next) are durable.
    package var next: Int64 = 0
  }

  /// The kiosks whose address is known.
  package func targets() throws -> [Target] {
    try pool.withConnection { connection in
      try connection.query(
        """
        SELECT s.log, k.url FROM kiosk k JOIN stream s ON s.id = k.stream
        WHERE k.url IS NOT NULL AND k.revoked IS NULL ORDER BY s.id
        """
      ).map { Target(log: try LogID(bytes: try $0.bytes("log")), url: try $0.text("url")) }
    }
  }

  /// The log of the one kiosk that is enrolled; its branches are found by it.
  ///
  /// A pull token is shown to the address that is asked, so nothing is guessed when there are more.
  package func onlyLog() throws -> LogID {
    let logs = try pool.withConnection { connection in
      try connection.query(
        """
        SELECT s.log FROM kiosk k JOIN stream s ON s.id = k.stream
        WHERE k.revoked IS NULL AND s.parent IS NULL LIMIT 2
        """
      ).map { try LogID(bytes: try $0.bytes("log")) }
    }
    guard let log = logs.first, logs.count == 1 else {
      throw PullError(
        operation: "start", code: 0,
        message:
          "\(logs.isEmpty ? "no kiosk is" : "several kiosks are") enrolled; name one by --log")
    }
    return log
  }

  /// One round with one kiosk; its address is remembered once it has answered as itself. A kiosk that
  /// learns from the receipt that there are two histories has another log at once, which is pulled then.
  package func pull(_ target: Target) throws -> Outcome {
    do {
      return try round(try meet(target))
    } catch let error as PullError where error.operation == "receipt" && error.code == 409 {
      return try round(try meet(target))
    } catch let problem as Problem where problem.code == "fork" || problem.code == "root" {
      return try round(try meet(target))
    }
  }

  private func round(_ met: Met) throws -> Outcome {
    let (target, line) = (met.target, met.line)
    var outcome = Outcome()
    outcome.next = try stream(target.log).next
    do {
      while outcome.next < met.size {
        guard let bytes = try line.entries(from: outcome.next, max: settings.maxEvents)
        else { break }
        let accepted = try take(bytes, target.log)
        outcome.stored += accepted?.stored ?? 0
        outcome.next = try stream(target.log).next
      }
    } catch let problem as Problem where problem.code == "fork" || problem.code == "root" {
      showReceipt(to: met)
      throw problem
    }
    outcome.personal = try pullPersonal(target.log, line)
    if let receipt = try collector.receipt(log: target.log) { try line.send(receipt: receipt) }
    try remember(target)
    return outcome
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

  func token(_ log: LogID) throws -> String {
    let row = try pool.withConnection { connection in
      try connection.query(
        "SELECT k.code FROM kiosk k JOIN stream s ON s.id = k.stream WHERE s.log = $1",
        [.bytes(log.bytes)]
      ).first
    }
    guard let row, let code = Digest(bytes: try row.bytes("code")) else { throw unknown(log) }
    return keys.pullToken(log: log, code: code)
  }

  private func remember(_ target: Target) throws {
    let now = collector.clock.milliseconds()
    try pool.withConnection { connection in
      _ = try connection.change(
        """
        UPDATE kiosk SET url = $2, heard = $3
        WHERE stream = (SELECT id FROM stream WHERE log = $1)
        """, [.bytes(target.log.bytes), .text(target.url), .time(now)])
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
