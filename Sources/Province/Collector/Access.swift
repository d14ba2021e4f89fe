package import Evidence
import HTTP

/// Decides whether a token may write to a log.
package struct Access: Sendable {
  let pool: ConnectionPool

  /// Makes a gate over the kiosks' rows.
  package init(pool: ConnectionPool) { self.pool = pool }

  /// Lets a request through or throws `Problem` 401 or 403.
  ///
  /// The token's SHA-256 is looked up: whoever times the answer learns nothing of the token.
  package func check(authorization: String?, log: LogID) throws {
    guard let authorization, let token = Access.bearer(authorization) else {
      throw Problem.noToken
    }
    let row = try pool.withConnection { connection in
      try connection.query(
        """
        SELECT s.log, k.revoked FROM kiosk k JOIN stream s ON s.id = k.stream WHERE k.token = $1
        """, [.bytes(Evidence.sha256(Array(token.utf8)).bytes)]
      ).first
    }
    guard let row else { throw Problem.unknownToken }
    guard try row.optionalTime("revoked") == nil else { throw Problem.revoked }
    guard try row.bytes("log") == log.bytes else { throw Problem.otherLog }
  }

  /// The log in a request's path, once its token has been shown.
  func log(of request: Request) throws -> LogID {
    let text = request.parameters["log"] ?? ""
    guard let log = try? LogID(hex: text) else { throw Problem.log(text) }
    try check(authorization: request.header("Authorization"), log: log)
    return log
  }

  /// Lets in what was carried from a log, or throws `Problem` for one that nobody knows or whose kiosk
  /// was withdrawn.
  package func check(carriedFrom log: LogID) throws {
    let row = try pool.withConnection { connection in
      try connection.query(
        "SELECT k.revoked FROM stream s JOIN kiosk k ON k.stream = s.id WHERE s.log = $1",
        [.bytes(log.bytes)]
      ).first
    }
    guard let row else { throw Problem.unknownLog(log) }
    guard try row.optionalTime("revoked") == nil else { throw Problem.revoked }
  }

  private static func bearer(_ value: String) -> String? {
    let parts = value.split(separator: " ")
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
    return String(parts[1])
  }
}
