package import Evidence
internal import GRDB

extension Store {
  /// Begins to issue to a class of `wanted` people. Throws `StoreRefusal.notFound(.course)`.
  /// - Returns: nil while another run is under way: there is one at a time.
  package func beginIssueRun(
    course code: String, wanted: Int, isPrinted: Bool, now: ClockReading
  ) throws -> IssueRun? {
    let id = try write("begin to issue to a class") { transaction in
      try transaction.beginRun(course: code, wanted: wanted, isPrinted: isPrinted, now: now)
    }
    return try id.flatMap(issueRun(id:))
  }

  /// Ends a run; one that has ended stays as it ended.
  ///
  /// One that is `done` and was to be printed queues its certificates that have no copy yet, and those
  /// of the runs before it that were broken off and that it goes on with: one job, or for very many
  /// several, each in its own transaction. Throws `StoreRefusal`.
  /// - Returns: how many certificates were queued.
  @discardableResult
  package func endIssueRun(
    _ id: Int64, _ state: IssueRun.State, now: ClockReading
  ) throws -> Int {
    var queued = 0
    while true {
      let (count, isEnded) = try write("end the issuing to a class") { transaction in
        try transaction.endRunPrinting(
          id, state, mostCertificates: Self.mostCertificatesInJob, now: now)
      }
      queued += count
      if isEnded { return queued }
    }
  }

  /// Counts a person of a run who may not have a certificate, where no attempt has counted it.
  package func skipInIssueRun(_ id: Int64) throws {
    try write("leave one out of a class") { try $0.note(skippedIn: id) }
  }

  /// The run with this number.
  package func issueRun(id: Int64) throws -> IssueRun? {
    try issueRun("u.id = ?", [id])
  }

  /// The last run of a course.
  package func issueRun(course code: String) throws -> IssueRun? {
    try issueRun("k.code = ?", [code])
  }

  /// The run that is under way.
  package func runningIssueRun() throws -> IssueRun? {
    try issueRun("u.state = 'running'", [])
  }

  private func issueRun(
    _ condition: String, _ arguments: StatementArguments
  ) throws -> IssueRun? {
    try read("read how far issuing came") { db in
      let sql = """
        SELECT u.id, k.code, u.state, u.isPrinted, u.wanted, u.issued, u.skipped, u.startedMs,
          u.endedMs
        FROM issueRun u JOIN course k ON k.id = u.courseId WHERE \(condition)
        ORDER BY u.id DESC LIMIT 1
        """
      return try Row.fetchOne(db.cachedStatement(sql: sql), arguments: arguments).map { row in
        let state: String = row[2]
        return IssueRun(
          id: row[0], courseCode: row[1], state: IssueRun.State(rawValue: state) ?? .interrupted,
          isPrinted: row[3], wanted: row[4], issued: row[5], skipped: row[6],
          startedMilliseconds: row[7], endedMilliseconds: row[8])
      }
    }
  }
}
