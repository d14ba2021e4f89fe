import Logging
import Synchronization

/// Tries what an older program could not understand, once after each start.
final class QuarantineRetry: Sendable {
  private let projector: Projector
  private let logger: Logger
  private let isDone = Mutex(false)

  init(projector: Projector, logger: Logger) {
    self.projector = projector
    self.logger = logger
  }

  /// Does so at the first call that ends well; later calls do nothing.
  func once() throws {
    guard !isDone.withLock({ $0 }) else { return }
    let outcome = try projector.replay(all: false)
    guard !projector.stop.isUp else { return }
    isDone.withLock { $0 = outcome.failed == 0 }
    guard outcome.before > 0 else { return }
    logger.info(
      "quarantine retried",
      metadata: ["accepted": "\(outcome.accepted)", "left": "\(outcome.after)"])
  }
}
