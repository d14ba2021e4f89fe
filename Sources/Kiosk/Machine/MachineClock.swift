import Evidence
import Glibc

/// CLOCK_BOOTTIME and CLOCK_REALTIME with a judgement of the latter: a wall time before the floor is
/// replaced by the floor plus the time since the floor was set, and says so.
struct MachineClock: Sendable {
  let boot: Int64
  let floor: ClockFloor
  let hasBattery: Bool

  func reading() -> ClockReading {
    let mono = Self.milliseconds(.bootTime)
    let wall = Self.milliseconds(.realTime)
    let least = floor.value(bootMilliseconds: mono)
    guard wall >= least else {
      return ClockReading(
        boot: boot, bootMilliseconds: mono, wallMilliseconds: least, quality: .restoredFloor)
    }
    return ClockReading(
      boot: boot, bootMilliseconds: mono, wallMilliseconds: wall, quality: quality)
  }

  private var quality: ClockQuality {
    if CLibrary.isClockSynchronized() {
      return .networkTime
    }
    return hasBattery ? .operatorSet : .unset
  }

  /// The clocks of the kernel that are read (clock_gettime(2)).
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
