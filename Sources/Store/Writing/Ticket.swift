internal import Dispatch
internal import Synchronization

/// One caller's place in the queue of writers.
final class Ticket: Sendable {
  /// What wakes a waiting caller.
  enum Turn: Sendable {
    /// Its work was done by another thread.
    case finished
    /// It runs the next group itself.
    case lead
  }

  private struct State {
    var failure: (any Error)?
    var turn: Turn = .finished
  }

  private let body: @Sendable (Transaction) throws -> Void
  private let wake = DispatchSemaphore(value: 0)
  private let state = Mutex(State())

  init(_ body: @escaping @Sendable (Transaction) throws -> Void) {
    self.body = body
  }

  /// Does the work; called by the leader inside a savepoint.
  func perform(in transaction: Transaction) throws {
    try body(transaction)
  }

  /// Notes why this caller's work is not in the commit; the first reason stands.
  func fail(_ error: any Error) {
    state.withLock { $0.failure = $0.failure ?? error }
  }

  /// The reason noted, if any.
  var failure: (any Error)? { state.withLock { $0.failure } }

  /// Wakes the caller.
  func signal(_ turn: Turn) {
    state.withLock { $0.turn = turn }
    wake.signal()
  }

  /// Waits until somebody signals.
  func wait() -> Turn {
    wake.wait()
    return state.withLock { $0.turn }
  }
}
