/// The right to forward: a connection that holds the lock. Letting it go gives the lock free.
package final class ForwardSession: Sendable {
  /// The key of the advisory lock.
  static let lock = 73_021_005

  let connection: Connection

  /// Nil when another session has the lock.
  init?(_ target: DatabaseTarget) throws {
    connection = try Connection(target)
    let row = try connection.query("SELECT pg_try_advisory_lock(\(Self.lock)) AS mine").first
    guard try row?.boolean("mine") == true else { return nil }
  }
}
