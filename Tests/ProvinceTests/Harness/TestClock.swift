import Synchronization

@testable import Province

/// A clock that stands until it is told to go on.
final class TestClock: Sendable {
  private let now: Mutex<Int64>

  /// 23 November 2026, 08:00 in Vietnam, unless told otherwise.
  init(_ milliseconds: Int64 = 1_795_395_600_000) { now = Mutex(milliseconds) }

  var wall: WallClock { WallClock { [self] in now.withLock { $0 } } }

  var milliseconds: Int64 { now.withLock { $0 } }

  func advance(seconds: Int64) { now.withLock { $0 += seconds * 1000 } }
}
