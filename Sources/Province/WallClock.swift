import Glibc

/// Where the time comes from: the machine's clock, or a test's.
package struct WallClock: Sendable {
  /// Milliseconds since 1970.
  package let milliseconds: @Sendable () -> Int64

  /// A clock that asks `read`.
  package init(_ read: @escaping @Sendable () -> Int64) { milliseconds = read }

  /// Seconds since 1970, as receipts carry them.
  package var seconds: Int64 { milliseconds() / 1000 }

  /// The machine's own clock.
  package static let system = WallClock {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
