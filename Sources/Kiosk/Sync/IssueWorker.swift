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
  /// How often one person is tried when nobody knows what is wrong.
  private static let triesAtMost = 3
  private static let idleSeconds = 366 * 86_400.0

  private let desk: Desk
  private let logger: Logger
  /// How often the person who is next has failed.
  private let failures: Mutex<(resident: Int64, count: Int)> = Mutex((0, 0))

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
    let outcome: IssueOutcome
    do {
      outcome = try desk.issueCertificate(
        resident: next, course: queue.course, isPrinted: false, run: queue.run)
    } catch {
      return try outlast(error, resident: next, queue)
    }
    switch outcome {
    case .issued:
      advance(queue, issued: 1)
      return .issued
    case .notEligible:
      advance(queue)
      return .skipped
    case .refused(.codeTooLarge), .refused(.glyphMissing), .refused(.textTooLong),
      .refused(.notFound):
      try skip(queue)
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

  /// Throws an error on, to try again; one that comes again and again for the same person and is not
  /// the disk's leaves that person out, so that no class waits for it.
  private func outlast(
    _ error: any Error, resident: Int64, _ queue: IssueQueue
  ) throws -> Outcome {
    if let fault = error as? StoreError, fault.isDiskFull || fault.isReadOnly || fault.isLocked {
      throw error
    }
    let count = failures.withLock { known in
      known = known.resident == resident ? (resident, known.count + 1) : (resident, 1)
      return known.count
    }
    guard count >= Self.triesAtMost else { throw error }
    logger.error("event=issue-class outcome=skipped course=\(queue.course) reason=\"\(error)\"")
    try skip(queue)
    return .skipped
  }

  private func skip(_ queue: IssueQueue) throws {
    try desk.saving { try desk.store.skipInIssueRun(queue.run) }
    failures.withLock { $0 = (0, 0) }
    advance(queue)
  }

  private func advance(_ queue: IssueQueue, issued: Int = 0) {
    desk.issuing.withLock { now in
      guard now?.run == queue.run else { return }
      now?.residents.removeFirst()
      now?.issued += issued
    }
  }

  private func end(_ queue: IssueQueue, _ state: IssueRun.State) throws -> Outcome {
    let printed = try desk.saving {
      try desk.store.endIssueRun(queue.run, state, now: desk.clock.read())
    }
    desk.issuing.withLock { if $0?.run == queue.run { $0 = nil } }
    logger.info(
      "event=issue-class outcome=\(state.rawValue) course=\(queue.course) issued=\(queue.issued)"
    )
    if printed > 0 { desk.wakePrinting.withLock { $0 }() }
    return .ended
  }
}
