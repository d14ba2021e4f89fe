/// The right to forward: a connection that holds the lock. Letting it go gives the lock free.
package final class ForwardSession: Sendable {
  /// The key of the advisory lock.
  static let lock = 73_021_005
  /// SQLSTATE lock_not_available: the wait for it took too long.
  private static let notAvailable = "55P03"

  let connection: Connection

  /// Nil when another session has the lock.
  init?(_ target: DatabaseTarget) throws {
    connection = try Connection(target)
    guard try Self.take(connection) else { return nil }
  }

  /// Takes the lock; false when another session has it. The lock of a session that has just ended is let go
  /// only when PostgreSQL has noticed, so a second is waited for it.
  private static func take(_ connection: Connection) throws(PostgresError) -> Bool {
    do {
      try connection.execute("SET LOCAL lock_timeout = '1s'; SELECT pg_advisory_lock(\(lock))")
      return true
    } catch {
      guard error.code == notAvailable else { throw error }
      return false
    }
  }
}
