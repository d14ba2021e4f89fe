internal import GRDB

extension Store {
  /// When the next transfer is due; nil before the first attempt.
  package func transferState() throws -> TransferState? {
    try read("read the transfer's plan") { db in
      let sql = """
        SELECT plan, boot, plannedBootMs, plannedWallMs, waitMs, batchEvents, batchBytes, outcome,
          detail
        FROM transfer WHERE id = 1
        """
      guard let row = try Row.fetchOne(db.cachedStatement(sql: sql)),
        let plan = TransferState.Plan(rawValue: row[0])
      else { return nil }
      return TransferState(
        plan: plan,
        planned: TransferState.Moment(
          boot: row[1], bootMilliseconds: row[2], wallMilliseconds: row[3]),
        waitMilliseconds: row[4], batchEvents: row[5], batchBytes: row[6], outcome: row[7],
        detail: row[8])
    }
  }

  /// Changes the plan without an attempt: counted anew in another boot, or brought forward.
  package func replan(_ state: TransferState) throws {
    try write("plan the next transfer") { try $0.plan(state) }
  }

  /// Notes how an attempt to deliver ended and when to try again, so that a restart waits too.
  /// - Parameters:
  ///   - failures: failures in a row.
  ///   - attention: what a person must look at, as a stable code.
  package func recordAttempt(
    _ state: TransferState, failures: Int, attention: String?
  ) throws {
    let at = state.planned.wallMilliseconds
    let next = state.plan == .steady ? nil : at + state.waitMilliseconds
    try write("note an attempt") { transaction in
      try transaction.run(
        """
        UPDATE syncState SET lastAttemptMs = ?, nextAttemptMs = ?, failures = ?, attention = ?
        WHERE id = 1
        """, [at, next, failures, attention])
      try transaction.plan(state)
    }
  }
}

extension Transaction {
  /// Puts the plan into its one row.
  fileprivate func plan(_ state: TransferState) throws {
    try run(
      """
      INSERT INTO transfer (id, plan, boot, plannedBootMs, plannedWallMs, waitMs, batchEvents,
        batchBytes, outcome, detail)
      VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
      ON CONFLICT (id) DO UPDATE SET plan = ?1, boot = ?2, plannedBootMs = ?3, plannedWallMs = ?4,
        waitMs = ?5, batchEvents = ?6, batchBytes = ?7, outcome = ?8, detail = ?9
      """,
      [
        state.plan.rawValue, state.planned.boot, state.planned.bootMilliseconds,
        state.planned.wallMilliseconds, state.waitMilliseconds, state.batchEvents,
        state.batchBytes, state.outcome, state.detail,
      ])
  }
}
