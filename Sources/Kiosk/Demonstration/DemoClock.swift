import Evidence
import Synchronization

/// The time in demonstration data: set by whoever tells the story, never running by itself and never
/// going back. What is told of the time since the machine was started happens in this very boot, so that
/// no later look at the clocks can find it earlier than it says.
final class DemoClock: Sendable {
  private let wall: Mutex<Int64>
  private let startMilliseconds: Int64
  private let boot: Int64
  private let bootedMilliseconds: Int64

  /// A story that begins at `startMilliseconds`.
  /// - Parameters:
  ///   - now: the present.
  ///   - boot: the number of this boot.
  init(startMilliseconds: Int64, now: ClockReading, boot: Int64) {
    self.startMilliseconds = startMilliseconds
    self.boot = boot
    bootedMilliseconds = now.wallMilliseconds - now.bootMilliseconds
    wall = Mutex(startMilliseconds)
  }

  /// The clock as the use cases take it.
  var clock: Clock { Clock { [self] in reading } }

  /// The time now.
  var reading: ClockReading {
    let now = wall.withLock { $0 }
    let isThisBoot = now >= bootedMilliseconds
    return ClockReading(
      boot: isThisBoot ? boot : 0,
      bootMilliseconds: now - (isThisBoot ? bootedMilliseconds : startMilliseconds),
      wallMilliseconds: now, quality: .operatorSet)
  }

  /// Goes forward to `milliseconds`; an earlier time leaves the clock where it is.
  func advance(to milliseconds: Int64) {
    wall.withLock { $0 = max($0, milliseconds) }
  }
}
