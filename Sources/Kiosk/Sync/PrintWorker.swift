import Centre
package import Logging
import Paper
import Store
import Synchronization

/// Takes queued prints to the printer, one after the other, and sees each of them out before the
/// next. A fault keeps the job and says that it waits; check-in and the desk never wait for paper.
package final class PrintWorker: Sendable {
  /// How one step ended.
  package enum Outcome: Equatable, Sendable {
    /// Nothing waits, or not yet.
    case idle
    /// A job was printed.
    case printed
    /// The printer has a job and is not done with it; the next one waits for it.
    case underWay
    /// The printer did not take it; it will be tried again.
    case waiting(String)
    /// The job can never be printed.
    case abandoned(String)
  }

  /// Seconds between two looks at a job that the printer has.
  private static let followSeconds = 2
  /// What is written of a job that the printer forgot while it was out of reach.
  static let lost = "lost"

  private let desk: Desk
  private let logger: Logger
  private let line: PrintLine

  /// A worker for the queue of the desk.
  package init(desk: Desk, logger: Logger, line: PrintLine) {
    self.desk = desk
    self.logger = logger
    self.line = line
  }

  /// Looks at the job that the printer has; without one, prints the oldest job that is due.
  @discardableResult
  package func step() throws -> Outcome {
    try step(dueMilliseconds: desk.clock.nowMilliseconds)
  }

  private func step(dueMilliseconds due: Int64) throws -> Outcome {
    if let sent = try desk.store.sentPrintJobs().last {
      return try finish(sent, follow(sent))
    }
    guard let job = try desk.store.nextPrintJob(nowMilliseconds: due) else { return .idle }
    return try finish(job, attempt(job, dueMilliseconds: due))
  }

  /// Asks the printer how it is, if the desk wants to know; an answer may take many seconds.
  package func look() {
    let isAsked = desk.isPrinterAsked.withLock { asked in
      defer { asked = false }
      return asked
    }
    guard isAsked else { return }
    var condition: PrinterState.Condition?
    var fault: PrintError.Code?
    do {
      condition = try line.state().condition
    } catch {
      fault = (error as? PrintError)?.code ?? .noAnswer
    }
    let report = PrinterReport(
      condition: condition, fault: fault, atMilliseconds: desk.clock.nowMilliseconds)
    desk.printerReport.withLock { $0 = report }
  }

  /// Tries all jobs that are due, each once, then says when to look again.
  package func delaySecondsAfterStep() -> Double {
    var outcome = Outcome.idle
    do {
      let due = desk.clock.nowMilliseconds
      repeat {
        outcome = try step(dueMilliseconds: due)
        if outcome != .idle, outcome != .printed { desk.isPrinterAsked.withLock { $0 = true } }
      } while outcome != .idle && outcome != .underWay
    } catch {
      logger.error("event=print outcome=fault reason=\"\(error)\"")
    }
    look()
    let retry = desk.settings.printer.retrySeconds
    return Double(outcome == .underWay ? min(retry, Self.followSeconds) : retry)
  }

  // MARK: One job

  private func attempt(_ job: PrintJob, dueMilliseconds due: Int64) -> PrintJob.Outcome {
    do {
      guard let document = try desk.document(of: job) else {
        return .abandoned(message: "nothing of this job can be printed any more")
      }
      defer { document.remove() }
      let receipt = try line.submit(document.path, Self.title(of: job))
      guard let printer = receipt.printer else { return .printed(reference: receipt.reference) }
      return .sent(reference: receipt.reference, printer: printer)
    } catch let error as PrintError {
      let retry = due + Int64(desk.settings.printer.retrySeconds) * 1_000
      return .failed(
        message: error.message, fault: error.code.rawValue, retryAtMilliseconds: retry)
    } catch {
      return .abandoned(message: "\(error)")
    }
  }

  /// What became of a job that the printer has; nil when nothing has changed.
  private func follow(_ job: PrintJob) -> PrintJob.Outcome? {
    guard let printer = job.printer else { return .abandoned(message: Self.lost) }
    do {
      switch try line.follow(job.message, Self.title(of: job), printer) {
      case .done: return .printed(reference: job.message)
      case .underWay: return still(job, nil)
      case .held(let condition): return still(job, condition.rawValue)
      case .cancelled: return .abandoned(message: PrintJob.cancelled)
      case .failed: return .abandoned(message: "the printer gave up on the job")
      case .forgotten:
        return job.fault == nil
          ? .printed(reference: job.message) : .abandoned(message: Self.lost)
      }
    } catch {
      return still(job, ((error as? PrintError)?.code ?? .noAnswer).rawValue)
    }
  }

  private func still(_ job: PrintJob, _ fault: String?) -> PrintJob.Outcome? {
    guard let printer = job.printer, fault != job.fault else { return nil }
    return .sent(reference: job.message, printer: printer, fault: fault)
  }

  private func finish(_ job: PrintJob, _ result: PrintJob.Outcome?) throws -> Outcome {
    guard let result else { return .underWay }
    try desk.store.finishPrintJob(
      job.id, result, nowMilliseconds: desk.clock.nowMilliseconds)
    return note(result, job: job)
  }

  private func note(_ result: PrintJob.Outcome, job: PrintJob) -> Outcome {
    let fields = "job=\(job.id) items=\(job.items.count)"
    switch result {
    case .printed:
      logger.info("event=print outcome=printed \(fields)")
      return .printed
    case .sent(_, _, let fault):
      logger.info("event=print outcome=sent \(fields) fault=\(fault ?? "none")")
      return .underWay
    case .failed(let message, _, _):
      logger.warning("event=print outcome=waiting \(fields) reason=\"\(message)\"")
      return .waiting(message)
    case .abandoned(let message):
      logger.error("event=print outcome=abandoned \(fields) reason=\"\(message)\"")
      return .abandoned(message)
    }
  }

  private static func title(of job: PrintJob) -> String {
    switch job.kind {
    case .certificates: job.items.first?.certificateNumber ?? "certificates"
    case .cards: "cards-\(job.id)"
    case .test: "test-page-\(job.id)"
    }
  }
}
