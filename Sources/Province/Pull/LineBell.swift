import Evidence
import Glibc
import HTTP
import Synchronization

/// Where held lines wait. One look at the database serves all of them, however many there are; each
/// line has its own thread anyway (architecture.md, "Threads, not tasks").
package final class LineBell: Sendable {
  /// How long a line is held, below half a minute: some networks forget a silent connection then.
  static let holdMilliseconds: Int64 = 24_000
  private static let lookMilliseconds: Int64 = 250

  private struct State {
    var lookedAt: Int64 = 0
    var waiting: Set<LogID> = []
    var isClosed = false
  }

  private let lines: HeldLines
  private let holdMilliseconds: Int64
  private let state = Mutex(State())

  /// - Parameter holdMilliseconds: how long a line is held; less in tests.
  package init(lines: HeldLines, holdMilliseconds: Int64 = LineBell.holdMilliseconds) {
    self.lines = lines
    self.holdMilliseconds = holdMilliseconds
  }

  /// The next order for a kiosk; nil when none came while its line was held.
  func wait(_ log: LogID) throws -> HeldLines.Order? {
    let end = LineBell.now + holdMilliseconds
    while true {
      if try look().contains(log), let order = try lines.next(log) { return order }
      guard LineBell.now < end, !state.withLock({ $0.isClosed }) else { return nil }
      poll(nil, 0, Int32(LineBell.lookMilliseconds))
    }
  }

  /// Lets every line go, because the service stops.
  package func close() {
    state.withLock { $0.isClosed = true }
  }

  /// The logs with orders, no older than a quarter of a second.
  private func look() throws -> Set<LogID> {
    let known = state.withLock { state -> Set<LogID>? in
      guard LineBell.now - state.lookedAt < LineBell.lookMilliseconds else {
        state.lookedAt = LineBell.now
        return nil
      }
      return state.waiting
    }
    if let known { return known }
    let found = try lines.waiting()
    state.withLock { $0.waiting = found }
    return found
  }

  private static var now: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }
}
