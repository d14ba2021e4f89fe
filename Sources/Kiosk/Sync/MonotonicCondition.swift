import Glibc

/// A lock with a condition whose waits end by the time since start, so that no step of the wall clock
/// makes a worker sleep for years (Foundation's `NSCondition` waits by the wall clock).
final class MonotonicCondition: @unchecked Sendable {
  // Unchecked: the two pointers never change, and what they point at is made for many threads.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Does `body` while holding the lock.
  func withLock<Value>(_ body: () throws -> Value) rethrows -> Value {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body()
  }

  /// Wakes everybody who waits. The lock is held.
  func broadcast() { pthread_cond_broadcast(condition) }

  /// A moment so many seconds from now.
  static func limit(inSeconds seconds: Double) -> timespec {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    // A century is for ever, and fits every number below.
    let nanoseconds = Int64(min(max(0, seconds), 3_155_760_000) * 1_000_000_000)
    let sum = Int64(time.tv_nsec) + nanoseconds
    time.tv_sec += Int(sum / 1_000_000_000)
    time.tv_nsec = Int(sum % 1_000_000_000)
    return time
  }

  /// Gives the lock away until somebody wakes this thread; false once `limit` has passed.
  func wait(until limit: timespec) -> Bool {
    var limit = limit
    return pthread_cond_timedwait(condition, mutex, &limit) == 0
  }
}
