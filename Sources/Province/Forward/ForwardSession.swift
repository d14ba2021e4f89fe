import Glibc

/// The right to forward: a connection that holds the lock. Letting it go gives the lock free.
package final class ForwardSession: Sendable {
  /// The key of the advisory lock.
  static let lock = 73_021_005
  /// PostgreSQL lets the lock of a session that has ended go only when it has noticed, so it is asked for
  /// so often, so many milliseconds apart.
  private static let attempts = 10
  private static let pauseMilliseconds: UInt32 = 100

  let connection: Connection

  /// Nil when another session has the lock.
  init?(_ target: DatabaseTarget) throws {
    connection = try Connection(target)
    for attempt in 1...Self.attempts {
      let row = try connection.query("SELECT pg_try_advisory_lock(\(Self.lock)) AS mine").first
      if try row?.boolean("mine") == true { return }
      if attempt < Self.attempts { usleep(Self.pauseMilliseconds * 1_000) }
    }
    return nil
  }
}
