internal import Centre
internal import Evidence
internal import GRDB

extension Transaction {
  /// Begins a run; nil while one is under way.
  func beginRun(
    course code: String, wanted: Int, isPrinted: Bool, now: ClockReading
  ) throws -> Int64? {
    guard wanted > 0 else { throw StoreRefusal.empty(field: "certificates") }
    let course = try existingCourse(code)
    guard try row("SELECT 1 FROM issueRun WHERE state = 'running'") == nil else { return nil }
    try run(
      """
      INSERT INTO issueRun (courseId, state, isPrinted, wanted, issued, skipped, startedMs)
        VALUES (?, 'running', ?, ?, 0, 0, ?)
      """, [course.id, isPrinted, wanted, now.wallMilliseconds])
    return db.lastInsertedRowID
  }

  /// Queues the next certificates of a run as one job, and with the last of them ends it.
  func endRunPrinting(
    _ id: Int64, _ state: IssueRun.State, mostCertificates limit: Int, now: ClockReading
  ) throws -> (queued: Int, isEnded: Bool) {
    let isRunning =
      try row("SELECT 1 FROM issueRun WHERE id = ? AND state = 'running'", [id]) != nil
    guard isRunning else { return (0, true) }
    let numbers = state == .done ? try unprinted(ofRun: id, limit: limit + 1) : []
    let part = Array(numbers.prefix(limit))
    if !part.isEmpty { _ = try enqueuePrint(certificates: part, now: now) }
    let isLast = numbers.count <= limit
    if isLast {
      try run(
        "UPDATE issueRun SET state = ?, endedMs = ? WHERE id = ?",
        [state.rawValue, now.wallMilliseconds, id])
    }
    return (part.count, isLast)
  }

  /// The certificates that a run is to print: valid, of its course, without a copy, and issued since
  /// the first of the runs for printing that were broken off one after the other before it.
  private func unprinted(ofRun id: Int64, limit: Int) throws -> [String] {
    let sql = """
      WITH this AS (SELECT id, courseId FROM issueRun WHERE id = ?1 AND isPrinted),
        wholeBefore AS (
          SELECT coalesce(max(r.id), 0) AS id FROM issueRun r JOIN this ON r.courseId = this.courseId
          WHERE r.id < this.id AND (r.state = 'done' OR NOT r.isPrinted))
      SELECT x.number FROM certificate x JOIN this ON x.courseId = this.courseId
      WHERE x.state = 'issued' AND x.copies = 0 AND x.leaf IS NULL AND x.issuedAtSeconds >=
        (SELECT min(r.startedMs) / 1000 FROM issueRun r, wholeBefore
         WHERE r.courseId = this.courseId AND r.id > wholeBefore.id AND r.id <= this.id)
      ORDER BY x.id LIMIT ?2
      """
    return try String.fetchAll(db.cachedStatement(sql: sql), arguments: [id, limit])
  }

  /// Counts a certificate that a run issued.
  func note(issuedIn id: Int64) throws {
    try run("UPDATE issueRun SET issued = issued + 1 WHERE id = ?", [id])
  }

  /// Counts a person of a run who may not have a certificate.
  func note(skippedIn id: Int64) throws {
    try run("UPDATE issueRun SET skipped = skipped + 1 WHERE id = ?", [id])
  }

  /// Ends the run that was under way when the service stopped: nobody issues for it any more.
  func interruptRuns(now: ClockReading) throws {
    try run(
      "UPDATE issueRun SET state = 'interrupted', endedMs = ? WHERE state = 'running'",
      [now.wallMilliseconds])
  }
}
