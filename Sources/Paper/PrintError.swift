/// A fault while printing. The job is not lost: whoever sent it keeps it and tries again.
package struct PrintError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What went wrong, for programs.
  package enum Code: String, CaseIterable, Sendable {
    /// The address of the printer cannot be understood.
    case address
    /// No printer answers at the address.
    case unreachable
    /// The printer did not answer in time, or broke off.
    case noAnswer
    /// The printer got the whole document and was not heard of again: the paper may be out.
    case unsure
    /// The printer has another job in hand and takes no second one; try again shortly.
    case busy
    /// The printer wants a name and a password, or lets others print only.
    case authentication
    /// The printer answered and refused.
    case refused
    /// The folder cannot be written.
    case folder
    /// The disk is full.
    case diskFull
  }

  /// What was being done: "send a job to the printer".
  package let operation: String
  /// What went wrong, for programs.
  package let code: Code
  /// What went wrong and what to do about it, in whole English sentences, for the log.
  package let message: String

  /// Makes an error from its parts.
  package init(operation: String, code: Code, message: String) {
    self.operation = operation
    self.code = code
    self.message = message
  }

  /// The operation and the message in one line.
  package var description: String { "Failed to \(operation). \(message)" }
}
