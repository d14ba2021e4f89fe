import Glibc

/// The clocks of the kernel (clock_gettime(2)).
enum MachineClock {
  /// A clock that is read.
  enum Source {
    /// Milliseconds since the machine started, sleep included.
    case bootTime
    /// Milliseconds since 1970, as far as the machine knows.
    case realTime

    fileprivate var id: clockid_t {
      switch self {
      case .bootTime: CLOCK_BOOTTIME
      case .realTime: CLOCK_REALTIME
      }
    }
  }

  /// What a clock of the kernel shows, milliseconds.
  static func milliseconds(_ source: Source) -> Int64 {
    var time = timespec()
    clock_gettime(source.id, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }
}
