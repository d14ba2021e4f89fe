/// Something that waits for the printer, or was printed.
package struct PrintJob: Equatable, Sendable {
  /// What is printed.
  package enum Kind: String, CaseIterable, Sendable {
    case certificates
    case cards
    /// A page that shows whether the printer prints true to scale.
    case test
    /// The slip that closes the day on which it was asked for.
    case slip
  }

  /// Where a job is.
  package enum State: String, CaseIterable, Sendable {
    /// Waiting for its turn, perhaps after a fault.
    case waiting
    /// Handed to the worker.
    case printing
    /// The printer has it and is not done with it.
    case sent
    /// Printed.
    case done
    /// Given up, with the reason in `message`.
    case abandoned
  }

  /// One thing on paper.
  package struct Item: Equatable, Sendable {
    /// The certificate's number; nil for a card.
    package let certificateNumber: String?
    /// The resident.
    package let residentId: Int64
    /// Which print of it this is, from 1; always 1 for a card.
    package let copyNumber: Int
  }

  /// What became of a print.
  package enum Outcome: Equatable, Sendable {
    /// The printer took it; `reference` is the printer's name for the job.
    case printed(reference: String)
    /// The printer at this address took it and calls it `reference`; `fault` names what keeps it from
    /// coming out.
    case sent(reference: String, printer: String, fault: String? = nil)
    /// A fault: the job is kept and tried again from then on, wall milliseconds. `fault` names the
    /// desk's words for it.
    case failed(message: String, fault: String? = nil, retryAtMilliseconds: Int64)
    /// No further try; `fault` names the desk's words for the reason.
    case abandoned(message: String, fault: String? = nil)
  }

  /// The job's number.
  package let id: Int64
  /// What is printed.
  package let kind: Kind
  /// In the order of printing; a class of 40 is one job.
  package let items: [Item]
  /// Where the job is.
  package let state: State
  /// How often it was tried; with the job's number it names one try for good.
  package let attempts: Int
  /// The last fault, or the printer's name for the job.
  package let message: String
  /// What stood against the last try, as the name of the desk's words for it.
  package let fault: String?
  /// The address of the printer that has the job.
  package let printer: String?
  /// When it was asked for, wall milliseconds.
  package let createdMilliseconds: Int64
  /// When it ended, wall milliseconds.
  package let finishedMilliseconds: Int64?

  /// The message of a job that staff took out of the queue.
  package static let cancelled = "cancelled"

  /// The message of a job whose try was cut off by a stop of the service: the printer may have it.
  package static let interrupted = "interrupted"

  /// Whether it waits after a try that did not succeed.
  package var hasFailed: Bool { state == .waiting && !message.isEmpty }

  /// Whether its last try was cut off, so that the printer may have it.
  package var isInterrupted: Bool { message == PrintJob.interrupted }

  /// Whether staff took it out of the queue.
  package var isCancelled: Bool { state == .abandoned && message == PrintJob.cancelled }
}
