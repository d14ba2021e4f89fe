internal import GRDB

extension Store {
  /// The seconds that a key (a name, an address) is still locked for, rounded up, or nil.
  package func signInLockSeconds(key: String, nowMilliseconds: Int64) throws -> Int? {
    try read("look for a sign-in lock") { db in
      let sql = "SELECT lockedUntilMs FROM signInAttempt WHERE key = ? AND lockedUntilMs > ?"
      let statement = try db.cachedStatement(sql: sql)
      let until = try Int64.fetchOne(statement, arguments: [key, nowMilliseconds])
      return until.map { Int(($0 - nowMilliseconds + 999) / 1000) }
    }
  }

  /// Counts a failed attempt, durably, and locks the key once `limit` of them came within
  /// `windowSeconds` of one another; each further one locks again. Returns the failures in a row.
  @discardableResult
  package func recordFailedSignIn(
    key: String, limit: Int, windowSeconds: Int, lockSeconds: Int, nowMilliseconds: Int64
  ) throws -> Int {
    let windowStart = nowMilliseconds - Int64(windowSeconds) * 1000
    let lockedUntil = nowMilliseconds + Int64(lockSeconds) * 1000
    return try write("count a failed sign-in") { transaction in
      let row = try transaction.row(
        """
        INSERT INTO signInAttempt (key, failures, lastMs, lockedUntilMs) VALUES (?1, 1, ?2, 0)
          ON CONFLICT DO UPDATE SET
            failures = CASE WHEN lastMs < ?3 THEN 1 ELSE failures + 1 END, lastMs = ?2
          RETURNING failures
        """, [key, nowMilliseconds, windowStart])
      let failures: Int = row?[0] ?? 1
      if failures >= limit {
        try transaction.run(
          "UPDATE signInAttempt SET lockedUntilMs = ? WHERE key = ?", [lockedUntil, key])
      }
      return failures
    }
  }

  /// Forgets a key's failures after a good sign-in; costs a commit only if there are some.
  package func clearFailedSignIns(key: String) throws {
    let has = try read("look for failed sign-ins") { db in
      let sql = "SELECT EXISTS (SELECT 1 FROM signInAttempt WHERE key = ?)"
      return try Bool.fetchOne(db.cachedStatement(sql: sql), arguments: [key]) ?? false
    }
    guard has else { return }
    try write("forget failed sign-ins") { transaction in
      try transaction.run("DELETE FROM signInAttempt WHERE key = ?", [key])
    }
  }
}
