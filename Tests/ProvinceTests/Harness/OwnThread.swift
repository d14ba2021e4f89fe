import Dispatch
import Foundation
import Synchronization

/// Work on a thread of its own, for tests in which it has to wait for the test: threads of Swift's pool
/// are too few for that.
final class OwnThread<Value: Sendable>: Sendable {
  private let outcome = Mutex<Result<Value, any Error>?>(nil)
  private let ended = DispatchSemaphore(value: 0)

  /// Begins at once.
  init(_ work: @escaping @Sendable () throws -> Value) {
    Thread.detachNewThread { [self] in
      let result = Result { try work() }
      outcome.withLock { $0 = result }
      ended.signal()
    }
  }

  /// Waits for the end, once.
  func value() throws -> Value? {
    ended.wait()
    return try outcome.withLock { $0 }?.get()
  }
}
