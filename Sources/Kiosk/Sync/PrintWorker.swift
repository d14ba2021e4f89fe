import Centre
package import Logging
package import Paper
import Store
import Synchronization

/// Takes queued prints to the printer, one after the other. A fault keeps the job and says that it
/// waits; check-in and the desk never wait for paper.
package final class PrintWorker: Sendable {
  /// How one step ended.
  package enum Outcome: Equatable, Sendable {
    /// Nothing waits, or not yet.
    case idle
    /// A job was printed.
    case printed
    /// The printer did not take it; it will be tried again.
    case waiting(String)
    /// The job can never be printed.
    case abandoned(String)
  }

  private let desk: Desk
  private let logger: Logger
  private let submit: @Sendable (_ pdf: [UInt8], _ title: String) throws -> String
  private let state: @Sendable () throws -> PrinterState

  /// - Parameters:
  ///   - state: asks the printer how it is.
  ///   - submit: hands a document to the printer and gives its name for the job.
  package init(
    desk: Desk, logger: Logger,
    state: @escaping @Sendable () throws -> PrinterState = {
      PrinterState(condition: .ready, reasons: [], isAcceptingJobs: true)
    },
    submit: @escaping @Sendable (_ pdf: [UInt8], _ title: String) throws -> String
  ) {
    self.desk = desk
    self.logger = logger
    self.state = state
    self.submit = submit
  }

  /// Prints the oldest job that is due.
  @discardableResult
  package func step() throws -> Outcome {
    try step(dueMilliseconds: desk.clock.nowMilliseconds)
  }

  private func step(dueMilliseconds due: Int64) throws -> Outcome {
    guard let job = try desk.store.nextPrintJob(nowMilliseconds: due) else {
      return .idle
    }
    let result = attempt(job, dueMilliseconds: due)
    try desk.store.finishPrintJob(
      job.id, result, nowMilliseconds: desk.clock.nowMilliseconds)
    return note(result, job: job)
  }

  /// Asks the printer how it is, if the desk wants to know; an answer may take many seconds.
  package func look() {
    let isAsked = desk.isPrinterAsked.withLock { asked in
      defer { asked = false }
      return asked
    }
    guard isAsked else {
      return
    }
    let condition = try? state().condition
    let report = PrinterReport(condition: condition, atMilliseconds: desk.clock.nowMilliseconds)
    desk.printerReport.withLock { $0 = report }
  }

  /// Tries all jobs that are due, each once, then says when to look again.
  package func delaySecondsAfterStep() -> Double {
    do {
      let due = desk.clock.nowMilliseconds
      var outcome = try step(dueMilliseconds: due)
      while outcome != .idle {
        if outcome != .printed { desk.isPrinterAsked.withLock { $0 = true } }
        outcome = try step(dueMilliseconds: due)
      }
    } catch {
      logger.error("event=print outcome=fault reason=\"\(error)\"")
    }
    look()
    return Double(desk.settings.printer.retrySeconds)
  }

  private func attempt(_ job: PrintJob, dueMilliseconds due: Int64) -> PrintJob.Outcome {
    do {
      guard let pdf = try desk.pdf(of: job) else {
        return .abandoned(message: "nothing of this job can be printed any more")
      }
      return .printed(reference: try submit(pdf, Self.title(of: job)))
    } catch let error as PrintError {
      let retry = due + Int64(desk.settings.printer.retrySeconds) * 1_000
      return .failed(message: error.message, retryAtMilliseconds: retry)
    } catch {
      return .abandoned(message: "\(error)")
    }
  }

  private func note(_ result: PrintJob.Outcome, job: PrintJob) -> Outcome {
    switch result {
    case .printed, .sent:
      logger.info("event=print outcome=printed job=\(job.id) items=\(job.items.count)")
      return .printed
    case .failed(let message, _, _):
      logger.warning("event=print outcome=waiting job=\(job.id) reason=\"\(message)\"")
      return .waiting(message)
    case .abandoned(let message):
      logger.error("event=print outcome=abandoned job=\(job.id) reason=\"\(message)\"")
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
