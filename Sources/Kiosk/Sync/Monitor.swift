import Glibc

/// A value under a lock, on whose changes threads can wait. Waits end by the time since start, so that no
/// step of the wall clock makes a worker sleep for years (Foundation's `NSCondition` waits by the wall
/// clock).
final class Monitor<Value: Sendable>: @unchecked Sendable {
  // Unchecked: the lock guards `value`; the two pointers never change, and what they point at is made
  // for many threads.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var value: Value

  init(_ value: Value) {
    self.value = value
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

  /// Looks at the value, or changes what nobody waits for.
  func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body(&value)
  }

  /// Changes the value and wakes everybody who waits.
  func change(_ body: (inout Value) -> Void) {
    withLock { value in
      body(&value)
      pthread_cond_broadcast(condition)
    }
  }

  /// What `body` makes of the value as soon as it makes anything, at once or after a change; nil when
  /// `seconds` have passed before.
  func first<Result>(
    withinSeconds seconds: Double, _ body: (inout Value) -> Result?
  ) -> Result? {
    var limit = Self.limit(inSeconds: seconds)
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    repeat {
      if let result = body(&value) { return result }
    } while pthread_cond_timedwait(condition, mutex, &limit) == 0
    return body(&value)
  }

  /// A moment so many seconds from now.
  private static func limit(inSeconds seconds: Double) -> timespec {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    // A century is for ever, and fits every number below.
    let nanoseconds = Int64(min(max(0, seconds), 3_155_760_000) * 1_000_000_000)
    let sum = Int64(time.tv_nsec) + nanoseconds
    time.tv_sec += Int(sum / 1_000_000_000)
    time.tv_nsec = Int(sum % 1_000_000_000)
    return time
  }
}
