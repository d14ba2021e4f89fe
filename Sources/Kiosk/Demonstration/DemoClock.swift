import Evidence
import Synchronization

/// The time in demonstration data: set by whoever tells the story, never running by itself and never
/// going back.
final class DemoClock: Sendable {
  private let wall: Mutex<Int64>
  private let startMilliseconds: Int64

  init(startMilliseconds: Int64) {
    self.startMilliseconds = startMilliseconds
    wall = Mutex(startMilliseconds)
  }

  /// The clock as the use cases take it.
  var clock: Clock { Clock { [self] in reading } }

  /// The time now.
  var reading: ClockReading {
    let now = wall.withLock { $0 }
    return ClockReading(
      boot: 0, bootMilliseconds: now - startMilliseconds, wallMilliseconds: now,
      quality: .operatorSet)
  }

  /// Goes forward to `milliseconds`; an earlier time leaves the clock where it is.
  func advance(to milliseconds: Int64) {
    wall.withLock { $0 = max($0, milliseconds) }
  }
}
