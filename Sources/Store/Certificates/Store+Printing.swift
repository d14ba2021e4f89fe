package import Evidence
internal import GRDB

extension Store {
  /// The most certificates of one job, and so of one transaction, for which check-ins wait.
  package static let mostCertificatesInJob = 200

  /// Queues certificates, each with its next copy number, in their order: one job, or for very many
  /// one after the other, a transaction each. Throws `StoreRefusal`.
  /// - Returns: the first job.
  @discardableResult
  package func enqueuePrint(certificates numbers: [String], now: ClockReading) throws -> Int64 {
    var rest = numbers[...]
    var first: Int64?
    repeat {
      let part = Array(rest.prefix(Self.mostCertificatesInJob))
      rest = rest.dropFirst(part.count)
      let job = try write("queue a print") {
        try $0.enqueuePrint(certificates: part, now: now)
      }
      first = first ?? job
    } while !rest.isEmpty
    return first ?? 0
  }

  /// Queues resident cards as one job. Throws `StoreRefusal`.
  @discardableResult
  package func enqueuePrint(cards residents: [Int64], now: ClockReading) throws -> Int64 {
    try write("queue a print") { try $0.enqueuePrint(cards: residents, now: now) }
  }

  /// Queues a test page.
  @discardableResult
  package func enqueueTestPage(now: ClockReading) throws -> Int64 {
    try write("queue a print") { try $0.enqueueTestPage(now: now) }
  }

  /// Queues the slip that closes the day of `now`.
  @discardableResult
  package func enqueueClosingSlip(now: ClockReading) throws -> Int64 {
    try write("queue a print") { try $0.enqueueClosingSlip(now: now) }
  }

  /// The jobs that a printer has taken and not finished, the newest first.
  package func sentPrintJobs() throws -> [PrintJob] {
    try printJobs("j.state = 'sent'", [])
  }

  /// Takes the oldest job that may be tried now; it stays `printing` until it is finished.
  ///
  /// An empty queue costs a read, not a commit.
  package func nextPrintJob(nowMilliseconds: Int64) throws -> PrintJob? {
    guard try hasPrintJob(nowMilliseconds) else { return nil }
    let id = try write("take a print job") {
      try $0.takeJob(nowMilliseconds: nowMilliseconds)
    }
    return try id.flatMap(printJob(id:))
  }

  /// Writes what became of a job that is being printed or that the printer has. Throws
  /// `StoreRefusal.notFound(.printJob)`.
  /// - Parameter reference: the printer's name for the job that it was asked about; nil for a try.
  /// - Returns: `false`, and nothing is written, when the job ended or was sent anew meanwhile.
  @discardableResult
  package func finishPrintJob(
    _ id: Int64, _ outcome: PrintJob.Outcome, of reference: String? = nil, nowMilliseconds: Int64
  ) throws -> Bool {
    try write("finish a print job") {
      try $0.finish(id, outcome, of: reference, nowMilliseconds: nowMilliseconds)
    }
  }

  /// Moves a certificate that cannot be printed from a job into one of its own, so that the others
  /// come out; its copy number stays. Throws `StoreRefusal.notFound(.certificate)`.
  package func setAside(certificate number: String, ofPrintJob id: Int64, now: ClockReading) throws
  {
    try write("split a print job") {
      try $0.setAside(certificate: number, of: id, now: now)
    }
  }

  /// Takes a job that waits out of the queue. Throws `StoreRefusal.notFound(.printJob)`.
  ///
  /// One that the printer has taken is no longer followed; what the printer does with it is shown on
  /// the printer.
  /// - Returns: `false` when it waits no longer: it is being printed, or ended.
  package func cancelPrintJob(_ id: Int64, nowMilliseconds: Int64) throws -> Bool {
    try write("cancel a print job") { transaction in
      switch try transaction.jobState(id) {
      case .printing, .done, .abandoned: return false
      case .waiting, .sent: break
      }
      try transaction.cancelJob(id, nowMilliseconds: nowMilliseconds)
      return true
    }
  }

  /// Lets a job that waits for its next try, or was given up, be tried now; its copy numbers stay.
  /// Throws `StoreRefusal.notFound(.printJob)`.
  /// - Returns: `false` when it is being printed, or was printed.
  package func retryPrintJob(_ id: Int64) throws -> Bool {
    try write("retry a print job") { transaction in
      switch try transaction.jobState(id) {
      case .printing, .sent, .done: return false
      case .waiting, .abandoned: break
      }
      try transaction.run(
        """
        UPDATE printJob SET state = 'waiting', fault = NULL, printer = NULL, notBeforeMs = 0,
          finishedMs = NULL, message = CASE WHEN state = 'waiting' AND message = ? THEN message
          ELSE '' END WHERE id = ?
        """, [PrintJob.interrupted, id])
      return true
    }
  }

  /// Lets every job that waits for its next try be tried now, as after another printer was chosen.
  package func retryWaitingPrintJobs() throws {
    try write("retry print jobs") { transaction in
      try transaction.run("UPDATE printJob SET notBeforeMs = 0 WHERE state = 'waiting'")
    }
  }

  /// The job with this number.
  package func printJob(id: Int64) throws -> PrintJob? {
    try printJobs("j.id = ?1", [id]).first
  }

  /// The newest jobs first.
  package func printJobs(limit: Int = 50) throws -> [PrintJob] {
    try printJobs("j.id IN (SELECT id FROM printJob ORDER BY id DESC LIMIT ?1)", [limit])
  }

  /// The number of jobs that wait or are being printed.
  package func waitingPrintJobs() throws -> Int {
    try read("count print jobs") { db in
      let sql = "SELECT count(*) FROM printJob WHERE state IN ('waiting', 'printing', 'sent')"
      return try Int.fetchOne(db.cachedStatement(sql: sql)) ?? 0
    }
  }

  private func hasPrintJob(_ nowMilliseconds: Int64) throws -> Bool {
    try read("look for a print job") { db in
      let sql = """
        SELECT EXISTS (SELECT 1 FROM printJob WHERE state = 'waiting' AND notBeforeMs <= ?)
        """
      let statement = try db.cachedStatement(sql: sql)
      return try Bool.fetchOne(statement, arguments: [nowMilliseconds]) ?? false
    }
  }

  private func printJobs(
    _ condition: String, _ arguments: StatementArguments
  ) throws -> [PrintJob] {
    try read("read print jobs") { db in
      let sql = """
        SELECT j.id, j.kind, j.state, j.attempts, j.message, j.createdMs, j.finishedMs, j.fault,
          j.printer
        FROM printJob j WHERE \(condition) ORDER BY j.id DESC
        """
      return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments).map { row in
        try Store.printJob(db, row)
      }
    }
  }

  private static func printJob(_ db: Database, _ row: Row) throws -> PrintJob {
    let sql = """
      SELECT x.number, coalesce(i.residentId, x.residentId), i.copyNumber FROM printItem i
        LEFT JOIN certificate x ON x.id = i.certificateId WHERE i.jobId = ? ORDER BY i.position
      """
    let id: Int64 = row[0]
    let kind: String = row[1]
    let state: String = row[2]
    let items = try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [id]).map { item in
      PrintJob.Item(certificateNumber: item[0], residentId: item[1], copyNumber: item[2])
    }
    return PrintJob(
      id: id, kind: PrintJob.Kind(rawValue: kind) ?? .certificates, items: items,
      state: PrintJob.State(rawValue: state) ?? .abandoned, attempts: row[3], message: row[4],
      fault: row[7], printer: row[8],
      createdMilliseconds: row[5], finishedMilliseconds: row[6])
  }
}
