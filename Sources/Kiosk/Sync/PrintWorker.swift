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
  private let unsaved: Mutex<Ending?> = Mutex(nil)

  /// What became of a job, not yet written.
  private struct Ending: Sendable {
    let job: PrintJob
    let result: PrintJob.Outcome
    var reference: String? { job.state == .sent ? job.message : nil }
  }

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

  /// What could not be written of a job, as on a full disk, is written before anything else: else the
  /// job would be printed again.
  private func step(dueMilliseconds due: Int64) throws -> Outcome {
    if let known = unsaved.withLock({ $0 }) { return try save(known) }
    if let sent = try desk.store.sentPrintJobs().last {
      let isHere = try desk.printerChoice().address == sent.printer
      return try finish(sent, isHere ? follow(sent) : askOnce(sent))
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
      if job.isInterrupted, let known = try line.find(Self.title(of: job)) { return taken(known) }
      guard let document = try desk.document(of: job) else {
        return .abandoned(message: "nothing of this job can be printed any more")
      }
      defer { document.remove() }
      return taken(try line.submit(document.path, Self.title(of: job)))
    } catch let error as PaperError {
      return .abandoned(message: error.message, fault: error.code.rawValue)
    } catch let error as PrintError where error.code == .unsure {
      return .abandoned(message: Self.lost)
    } catch let error as PrintError where error.code == .refused && job.isInterrupted {
      // The printer does not tell its jobs; only a person can see whether the paper is out.
      return .abandoned(message: Self.lost)
    } catch {
      let retry = due + Int64(desk.settings.printer.retrySeconds) * 1_000
      let message = (error as? PrintError)?.message ?? "\(error)"
      return .failed(
        message: job.isInterrupted ? PrintJob.interrupted : message, fault: Self.fault(error),
        retryAtMilliseconds: retry)
    }
  }

  private func taken(_ receipt: PrintLine.Receipt) -> PrintJob.Outcome {
    guard let printer = receipt.printer else { return .printed(reference: receipt.reference) }
    return .sent(reference: receipt.reference, printer: printer)
  }

  /// The name of the desk's words for what stood against a try.
  private static func fault(_ error: any Error) -> String? {
    let code: PrintError.Code? =
      switch error {
      case let error as PrintError: error.code
      case let error as FileError: error.isDiskFull ? .diskFull : .folder
      case let error as StoreError: error.isDiskFull ? .diskFull : .folder
      default: nil
      }
    return code?.rawValue
  }

  /// What became of a job at a printer that is no longer the chosen one: it is asked once more, so
  /// that its silence holds up nothing.
  private func askOnce(_ job: PrintJob) -> PrintJob.Outcome {
    switch follow(job) {
    case .printed(let reference): .printed(reference: reference)
    case .abandoned(let message, let fault): .abandoned(message: message, fault: fault)
    case .sent, .failed, nil: .abandoned(message: Self.lost)
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
    let ending = Ending(job: job, result: result)
    unsaved.withLock { $0 = ending }
    return try save(ending)
  }

  private func save(_ ending: Ending) throws -> Outcome {
    let isWritten = try desk.saving(isUpkeep: true) {
      try desk.store.finishPrintJob(
        ending.job.id, ending.result, of: ending.reference,
        nowMilliseconds: desk.clock.nowMilliseconds)
    }
    unsaved.withLock { $0 = nil }
    guard isWritten else { return .abandoned(PrintJob.cancelled) }
    return note(ending.result, job: ending.job)
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
    case .abandoned(let message, _):
      logger.error("event=print outcome=abandoned \(fields) reason=\"\(message)\"")
      return .abandoned(message)
    }
  }

  /// What the printer calls the job: of this try alone, so that it can be found there again.
  private static func title(of job: PrintJob) -> String {
    let name =
      switch job.kind {
      case .certificates: job.items.first?.certificateNumber ?? "certificates"
      case .cards: "cards-\(job.id)"
      case .test: "test-page-\(job.id)"
      case .slip: "closing-slip-\(job.id)"
      }
    let moment = String(job.createdMilliseconds / 1_000, radix: 36)
    return "\(name) #\(job.id)-\(moment)-\(job.attempts)"
  }
}
