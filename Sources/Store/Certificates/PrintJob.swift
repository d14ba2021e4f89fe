/// Something that waits for the printer, or was printed.
package struct PrintJob: Equatable, Sendable {
  /// What is printed.
  package enum Kind: String, CaseIterable, Sendable {
    case certificates
    case cards
  }

  /// Where a job is.
  package enum State: String, CaseIterable, Sendable {
    /// Waiting for its turn, perhaps after a fault.
    case waiting
    /// Handed to the worker.
    case printing
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
    /// A fault: the job is kept and tried again from then on, wall milliseconds.
    case failed(message: String, retryAtMilliseconds: Int64)
    /// No further try.
    case abandoned(message: String)
  }

  /// The job's number.
  package let id: Int64
  /// What is printed.
  package let kind: Kind
  /// In the order of printing; a class of 40 is one job.
  package let items: [Item]
  /// Where the job is.
  package let state: State
  /// How often it was tried.
  package let attempts: Int
  /// The last fault, or the printer's name for the job.
  package let message: String
  /// When it was asked for, wall milliseconds.
  package let createdMilliseconds: Int64
  /// When it ended, wall milliseconds.
  package let finishedMilliseconds: Int64?

  /// The message of a job that staff took out of the queue.
  static let cancelled = "cancelled"

  /// Whether staff took it out of the queue.
  package var isCancelled: Bool { state == .abandoned && message == PrintJob.cancelled }
}
