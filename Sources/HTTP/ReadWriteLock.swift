import CMicroHTTPD
import Glibc

/// A lock that many readers hold at once, around a value that seldom changes.
///
/// Not `Mutex`: on Linux that hands itself over in strict turns (a PI futex), which cost static
/// files half of their throughput at 64 connections.
// Sendable by hand: the value is reached only under the lock.
final class ReadWriteLock<Value>: @unchecked Sendable {
  private let lock: UnsafeMutablePointer<pthread_rwlock_t>
  private var value: Value

  init(_ value: Value) {
    self.value = value
    lock = .allocate(capacity: 1)
    lock.initialize(to: pthread_rwlock_t())
    pthread_rwlock_init(lock, nil)
  }

  deinit {
    pthread_rwlock_destroy(lock)
    lock.deallocate()
  }

  func read<Result>(_ body: (Value) -> Result) -> Result {
    pthread_rwlock_rdlock(lock)
    defer { pthread_rwlock_unlock(lock) }
    return body(value)
  }

  func write<Result>(_ body: (inout Value) -> Result) -> Result {
    pthread_rwlock_wrlock(lock)
    defer { pthread_rwlock_unlock(lock) }
    return body(&value)
  }
}
