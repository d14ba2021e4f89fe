internal import Foundation
internal import GRDB

extension Store {
  /// Keeps a signed-in browser; only the hash of its token is stored.
  package func createWebSession(
    tokenHash: [UInt8], user id: Int64, csrf: String, nowMilliseconds: Int64,
    expiresMilliseconds: Int64
  ) throws {
    try write("sign in") { transaction in
      try transaction.run(
        """
        INSERT INTO webSession (tokenHash, userId, csrf, createdMs, lastSeenMs, expiresMs)
          VALUES (?, ?, ?, ?4, ?4, ?5)
        """, [Data(tokenHash), id, csrf, nowMilliseconds, expiresMilliseconds])
    }
  }

  /// The browser session of a token, unless it ended or its user may no longer sign in.
  package func webSession(tokenHash: [UInt8], nowMilliseconds: Int64) throws -> WebSession? {
    try read("find a browser session") { db in
      let sql = """
        SELECT w.csrf, w.createdMs, w.lastSeenMs, w.expiresMs, \(UserRow.columns)
        FROM webSession w JOIN user u ON u.id = w.userId
        WHERE w.tokenHash = ? AND w.expiresMs > ? AND u.isActive = 1
        """
      let statement = try db.cachedStatement(sql: sql)
      let row = try Row.fetchOne(statement, arguments: [Data(tokenHash), nowMilliseconds])
      return row.map { row in
        WebSession(
          tokenHash: tokenHash, user: UserRow.user(row, from: 4), csrf: row[0],
          createdMilliseconds: row[1], lastSeenMilliseconds: row[2], expiresMilliseconds: row[3])
      }
    }
  }

  /// Notes that a browser session is used and when it now ends.
  ///
  /// It is a commit: call it once in some minutes, not with each request.
  package func touchWebSession(
    tokenHash: [UInt8], nowMilliseconds: Int64, expiresMilliseconds: Int64
  ) throws {
    try write("keep a browser session") { transaction in
      try transaction.run(
        "UPDATE webSession SET lastSeenMs = ?, expiresMs = ? WHERE tokenHash = ?",
        [nowMilliseconds, expiresMilliseconds, Data(tokenHash)])
    }
  }

  /// Moves the times of signed-in browsers and of sign-in locks by as much as the clock was set, so that
  /// setting it signs nobody out and locks nobody out.
  package func shiftSignIns(byMilliseconds shift: Int64) throws {
    try write("move browser sessions") { transaction in
      try transaction.run(
        """
        UPDATE webSession SET createdMs = createdMs + ?1, lastSeenMs = lastSeenMs + ?1,
          expiresMs = expiresMs + ?1
        """, [shift])
      try transaction.run(
        "UPDATE signInAttempt SET lastMs = lastMs + ?1, lockedUntilMs = lockedUntilMs + ?1",
        [shift])
    }
  }

  /// Signs a browser out.
  package func deleteWebSession(tokenHash: [UInt8]) throws {
    try write("sign out") { transaction in
      try transaction.run("DELETE FROM webSession WHERE tokenHash = ?", [Data(tokenHash)])
    }
  }

  /// Removes the browser sessions that have ended.
  package func purgeWebSessions(nowMilliseconds: Int64) throws {
    try write("remove ended browser sessions") { transaction in
      try transaction.run("DELETE FROM webSession WHERE expiresMs <= ?", [nowMilliseconds])
    }
  }
}
