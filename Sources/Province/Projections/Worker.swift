import Dispatch
import Foundation
package import Logging
import Synchronization

/// A named thread that does one thing when woken, and again after each interval.
package final class Worker: Sendable {
  private let name: String
  private let interval: DispatchTimeInterval
  private let logger: Logger
  private let work: @Sendable () throws -> Void
  private let bell = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)
  private let state = Mutex(State())

  private struct State {
    var isStopping = false
    var isWoken = false
  }

  /// Makes a worker; `start` begins its thread.
  package init(
    name: String, intervalSeconds: Int, logger: Logger, work: @escaping @Sendable () throws -> Void
  ) {
    self.name = name
    interval = .seconds(intervalSeconds)
    self.logger = logger
    self.work = work
  }

  /// Begins; the first round is at once.
  package func start() {
    let thread = Thread { [self] in run() }
    thread.name = name
    thread.start()
  }

  /// Asks for a round soon; many calls before it make one round.
  package func wake() {
    let isNew = state.withLock { state in
      defer { state.isWoken = true }
      return !state.isWoken
    }
    if isNew { bell.signal() }
  }

  /// Ends after the round that is running.
  package func stop() {
    state.withLock { $0.isStopping = true }
    bell.signal()
    ended.wait()
  }

  private func run() {
    while !state.withLock({ $0.isStopping }) {
      state.withLock { $0.isWoken = false }
      do {
        try work()
      } catch {
        logger.error("work failed", metadata: ["worker": "\(name)", "error": "\(error)"])
      }
      _ = bell.wait(timeout: .now() + interval)
    }
    ended.signal()
  }
}
