import Dispatch
import Synchronization

/// A few connections shared by many threads; a caller waits when all are taken.
package final class ConnectionPool: Sendable {
  private let target: DatabaseTarget
  private let places: DispatchSemaphore
  private let idle = Mutex<[Connection]>([])
  private let waitTimeoutSeconds: Int

  /// Makes a pool of at most `size` connections; none is opened yet.
  package init(_ target: DatabaseTarget, size: Int, waitTimeoutSeconds: Int = 30) {
    self.target = target
    self.waitTimeoutSeconds = waitTimeoutSeconds
    places = DispatchSemaphore(value: size)
  }

  /// Lends a connection to `body`; a connection left broken or inside a transaction is closed.
  ///
  /// - Throws: `PostgresError` of operation `wait` (SQLSTATE 53300) when none came free in time.
  package func withConnection<Value>(_ body: (Connection) throws -> Value) throws -> Value {
    guard places.wait(timeout: .now() + .seconds(waitTimeoutSeconds)) == .success else {
      throw PostgresError(
        operation: "wait", code: "53300", message: "all database connections are in use")
    }
    defer { places.signal() }
    let connection = try idle.withLock { $0.popLast() } ?? Connection(target)
    defer {
      if connection.isIdle {
        idle.withLock { $0.append(connection) }
      } else {
        // Others of the same age are probably dead too: a restart of the server closes all.
        idle.withLock { $0.removeAll() }
      }
    }
    return try body(connection)
  }

  /// Lends a connection with a transaction around `body`.
  package func transaction<Value>(_ body: (Connection) throws -> Value) throws -> Value {
    try withConnection { connection in
      try connection.transaction { try body(connection) }
    }
  }

  /// Closes the connections that nobody uses.
  package func close() { idle.withLock { $0.removeAll() } }
}
