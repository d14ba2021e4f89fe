import Centre
package import Logging
import Store
import Synchronization

/// Issues certificates to a whole class, one after the other, so that no request waits for a class
/// and a check-in comes between any two of them.
package final class IssueWorker: Sendable {
  /// How one step ended.
  package enum Outcome: Equatable, Sendable {
    /// Nobody waits.
    case idle
    /// One certificate was issued.
    case issued
    /// One person may not have one after all.
    case skipped
    /// The class is done, stopped or refused.
    case ended
  }

  /// Seconds until the next try after a fault, as of a full disk.
  private static let faultSeconds = 5.0
  private static let idleSeconds = 366 * 86_400.0

  private let desk: Desk
  private let logger: Logger

  /// A worker for what `Desk.startIssuing` begins.
  package init(desk: Desk, logger: Logger) {
    self.desk = desk
    self.logger = logger
  }

  /// Issues the next certificate, or ends the class.
  @discardableResult
  package func step() throws -> Outcome {
    guard let queue = desk.issuing.withLock({ $0 }) else { return .idle }
    guard !queue.isCancelled else { return try end(queue, .cancelled) }
    guard let next = queue.residents.first else { return try end(queue, .done) }
    let outcome = try desk.issueCertificate(
      resident: next, course: queue.course, isPrinted: false, run: queue.run)
    switch outcome {
    case .issued(let certificate):
      advance(queue, issued: certificate.number)
      return .issued
    case .notEligible:
      advance(queue)
      return .skipped
    case .refused(.codeTooLarge), .refused(.notFound):
      try desk.saving { try desk.store.skipInIssueRun(queue.run) }
      advance(queue)
      return .skipped
    case .refused(let refusal):
      logger.warning("event=issue-class outcome=refused course=\(queue.course) reason=\(refusal)")
      return try end(queue, .refused)
    }
  }

  /// One step, and the seconds until the next.
  package func delaySecondsAfterStep() -> Double {
    do {
      return try step() == .idle ? Self.idleSeconds : 0
    } catch {
      logger.error("event=issue-class outcome=fault reason=\"\(error)\"")
      return Self.faultSeconds
    }
  }

  private func advance(_ queue: IssueQueue, issued number: String? = nil) {
    desk.issuing.withLock { now in
      guard now?.run == queue.run else { return }
      now?.residents.removeFirst()
      if let number { now?.numbers.append(number) }
    }
  }

  private func end(_ queue: IssueQueue, _ state: IssueRun.State) throws -> Outcome {
    let printed = state == .done && queue.isPrinted ? queue.numbers : []
    try desk.saving {
      try desk.store.endIssueRun(queue.run, state, print: printed, now: desk.clock.read())
    }
    desk.issuing.withLock { if $0?.run == queue.run { $0 = nil } }
    logger.info(
      "event=issue-class outcome=\(state.rawValue) course=\(queue.course) issued=\(queue.numbers.count)"
    )
    if !printed.isEmpty { desk.wakePrinting.withLock { $0 }() }
    return .ended
  }
}
