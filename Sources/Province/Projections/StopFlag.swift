import Synchronization

/// Asks long work to end at the next point at which it may.
package final class StopFlag: Sendable {
  private let value = Atomic(false)

  /// A flag that is down.
  package init() {}

  /// Whether the work should end.
  package var isUp: Bool { value.load(ordering: .relaxed) }

  /// Asks the work to end.
  package func raise() { value.store(true, ordering: .relaxed) }

  /// Throws `CancellationError` when the work should end, for work that is given up as a whole.
  func check() throws {
    if isUp { throw CancellationError() }
  }
}
