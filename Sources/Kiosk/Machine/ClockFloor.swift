import Synchronization

/// The earliest time that it can be: the latest of the program's own age, the last receipt and the
/// last event. It rises while the kiosk runs and never falls.
final class ClockFloor: Sendable {
  private struct Mark {
    var wallMilliseconds: Int64
    var bootMilliseconds: Int64
  }

  private let mark: Mutex<Mark>

  /// A floor of `wallMilliseconds` that holds from `bootMilliseconds` on.
  init(wallMilliseconds: Int64, bootMilliseconds: Int64) {
    mark = Mutex(Mark(wallMilliseconds: wallMilliseconds, bootMilliseconds: bootMilliseconds))
  }

  /// The earliest wall time at a moment of this boot.
  func value(bootMilliseconds: Int64) -> Int64 {
    mark.withLock { $0.wallMilliseconds + max(0, bootMilliseconds - $0.bootMilliseconds) }
  }

  /// Learns that it was at least `wallMilliseconds` at `bootMilliseconds`.
  func raise(to wallMilliseconds: Int64, bootMilliseconds: Int64) {
    mark.withLock { mark in
      let known = mark.wallMilliseconds + max(0, bootMilliseconds - mark.bootMilliseconds)
      if wallMilliseconds > known {
        mark = Mark(wallMilliseconds: wallMilliseconds, bootMilliseconds: bootMilliseconds)
      }
    }
  }
}
