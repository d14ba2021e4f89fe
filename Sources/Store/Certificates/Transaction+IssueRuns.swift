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

  /// Ends a run; false when it has ended already.
  func endRun(_ id: Int64, _ state: IssueRun.State, now: ClockReading) throws -> Bool {
    try run(
      "UPDATE issueRun SET state = ?, endedMs = ? WHERE id = ? AND state = 'running'",
      [state.rawValue, now.wallMilliseconds, id])
    return db.changesCount == 1
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
