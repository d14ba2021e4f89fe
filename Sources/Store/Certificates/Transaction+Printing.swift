internal import Centre
internal import Evidence
internal import GRDB

extension Transaction {
  /// Queues certificates, each with its next copy number and its event `certificate.print`; those of
  /// erased persons are left out.
  func enqueuePrint(certificates numbers: [String], now: ClockReading) throws -> Int64 {
    guard !numbers.isEmpty else { throw StoreRefusal.empty(field: "certificates") }
    let job = try insertJob(.certificates, now)
    for (position, number) in numbers.enumerated() {
      let certificate = try existingCertificate(number)
      guard !certificate.isErased else { continue }
      let copy = certificate.copies + 1
      try append(
        "certificate.print", ["n": .text(number), "j": .integer(Int64(copy))], now: now)
      try run("UPDATE certificate SET copies = ? WHERE id = ?", [copy, certificate.id])
      try run(
        "INSERT INTO printItem (jobId, position, certificateId, copyNumber) VALUES (?, ?, ?, ?)",
        [job, position, certificate.id, copy])
    }
    return job
  }

  /// Queues resident cards.
  func enqueuePrint(cards residents: [Int64], now: ClockReading) throws -> Int64 {
    guard !residents.isEmpty else { throw StoreRefusal.empty(field: "cards") }
    let job = try insertJob(.cards, now)
    for (position, id) in residents.enumerated() {
      guard try resident(id: id) != nil else { throw StoreRefusal.notFound(.resident) }
      try run(
        "INSERT INTO printItem (jobId, position, residentId, copyNumber) VALUES (?, ?, ?, 1)",
        [job, position, id])
    }
    return job
  }

  /// Queues a test page.
  func enqueueTestPage(now: ClockReading) throws -> Int64 {
    try insertJob(.test, now)
  }

  /// Queues the slip of the day.
  func enqueueClosingSlip(now: ClockReading) throws -> Int64 {
    try insertJob(.slip, now)
  }

  /// Lets jobs that were interrupted by a stop wait again, marked, since the printer may have them.
  func resumePrinting() throws {
    try run(
      "UPDATE printJob SET state = 'waiting', message = ? WHERE state = 'printing'",
      [PrintJob.interrupted])
  }

  /// Takes the oldest job that may be tried now; an interrupted try goes on and is not a new one.
  func takeJob(nowMilliseconds: Int64) throws -> Int64? {
    let id: Int64? = try row(
      """
      SELECT id FROM printJob WHERE state = 'waiting' AND notBeforeMs <= ? ORDER BY id LIMIT 1
      """, [nowMilliseconds])?[0]
    guard let id else { return nil }
    try run(
      """
      UPDATE printJob SET state = 'printing', attempts = max(1, attempts + (message <> ?))
        WHERE id = ?
      """, [PrintJob.interrupted, id])
    return id
  }

  /// Where a job is.
  func jobState(_ id: Int64) throws -> PrintJob.State {
    let name: String? = try row("SELECT state FROM printJob WHERE id = ?", [id])?[0]
    guard let name else { throw StoreRefusal.notFound(.printJob) }
    return PrintJob.State(rawValue: name) ?? .abandoned
  }

  /// Writes what became of a job that is being printed or that the printer has; of the latter only
  /// while the printer calls it `reference`, where one is given.
  /// - Returns: `false` when it ended meanwhile: what staff decided stands.
  func finish(
    _ id: Int64, _ outcome: PrintJob.Outcome, of reference: String?, nowMilliseconds: Int64
  ) throws -> Bool {
    let state = try jobState(id)
    switch state {
    case .waiting, .done, .abandoned: return false
    case .printing: guard reference == nil else { return false }
    case .sent:
      let known: String? = try row("SELECT message FROM printJob WHERE id = ?", [id])?[0]
      guard reference == nil || reference == known else { return false }
    }
    try set(id, JobEnd(outcome, nowMilliseconds: nowMilliseconds))
    return true
  }

  /// Takes a job out of the queue, whatever its state.
  func cancelJob(_ id: Int64, nowMilliseconds: Int64) throws {
    try set(
      id,
      JobEnd(.abandoned(message: PrintJob.cancelled), nowMilliseconds: nowMilliseconds))
  }

  private func set(_ id: Int64, _ end: JobEnd) throws {
    try run(
      """
      UPDATE printJob SET state = ?, message = ?, fault = ?, printer = ?, notBeforeMs = ?,
        finishedMs = ? WHERE id = ?
      """,
      [
        end.state.rawValue, end.message, end.fault, end.printer, end.notBeforeMilliseconds,
        end.finishedMilliseconds, id,
      ])
  }

  /// Moves a certificate of a job into a job of its own, which waits.
  func setAside(certificate number: String, of id: Int64, now: ClockReading) throws {
    let certificate = try existingCertificate(number)
    let own = try insertJob(.certificates, now)
    try run(
      "UPDATE printItem SET jobId = ? WHERE jobId = ? AND certificateId = ?",
      [own, id, certificate.id])
  }

  private func insertJob(_ kind: PrintJob.Kind, _ now: ClockReading) throws -> Int64 {
    try run(
      """
      INSERT INTO printJob (kind, state, attempts, message, createdMs, notBeforeMs)
        VALUES (?, 'waiting', 0, '', ?, 0)
      """, [kind.rawValue, now.wallMilliseconds])
    return db.lastInsertedRowID
  }
}

/// What a job's row says after a try.
private struct JobEnd {
  let state: PrintJob.State
  let message: String
  var fault: String?
  var printer: String?
  var notBeforeMilliseconds: Int64 = 0
  var finishedMilliseconds: Int64?

  init(_ outcome: PrintJob.Outcome, nowMilliseconds: Int64) {
    switch outcome {
    case .printed(let reference):
      (state, message, finishedMilliseconds) = (.done, reference, nowMilliseconds)
    case .sent(let reference, let printer, let fault):
      (state, message) = (.sent, reference)
      (self.printer, self.fault) = (printer, fault)
    case .failed(let message, let fault, let retry):
      (state, self.message, notBeforeMilliseconds) = (.waiting, message, retry)
      self.fault = fault
    case .abandoned(let message, let fault):
      (state, self.message, finishedMilliseconds) = (.abandoned, message, nowMilliseconds)
      self.fault = fault
    }
  }
}
