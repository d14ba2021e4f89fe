package import Evidence
import HTTP

/// Decides whether a token may write to a log.
package struct Access: Sendable {
  let pool: ConnectionPool

  /// Makes a gate over the kiosks' rows.
  package init(pool: ConnectionPool) { self.pool = pool }

  /// Lets a request through or throws `Problem` 401 or 403; gives the key that signs the log.
  ///
  /// The token's SHA-256 is looked up: whoever times the answer learns nothing of the token.
  @discardableResult
  package func check(authorization: String?, log: LogID) throws -> PublicKey {
    guard let authorization, let token = Access.bearer(authorization) else {
      throw Problem.noToken
    }
    let row = try pool.withConnection { connection in
      try connection.query(
        """
        SELECT s.log, s.key, k.revoked FROM kiosk k JOIN stream s ON s.id = k.stream
        WHERE k.token = $1
        """, [.bytes(Evidence.sha256(Array(token.utf8)).bytes)]
      ).first
    }
    guard let row else { throw Problem.unknownToken }
    guard try row.optionalTime("revoked") == nil else { throw Problem.revoked }
    guard try row.bytes("log") == log.bytes else { throw Problem.otherLog }
    return try PublicKey(bytes: try row.bytes("key"))
  }

  /// The log in a request's path, once its token has been shown.
  func log(of request: Request) throws -> LogID { try sender(of: request).log }

  /// The log in a request's path and the key that signs it, once its token has been shown.
  func sender(of request: Request) throws -> (log: LogID, key: PublicKey) {
    let text = request.parameters["log"] ?? ""
    guard let log = try? LogID(hex: text) else { throw Problem.log(text) }
    return (log, try check(authorization: request.header("Authorization"), log: log))
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
