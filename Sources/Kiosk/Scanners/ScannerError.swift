import Glibc

/// Why a scanner cannot be read.
struct ScannerError: Error, Equatable, CustomStringConvertible {
  /// What was being done, as a verb with its object.
  let operation: String
  /// The system's number of what went wrong.
  let number: Int32

  /// The error of the system call that has just failed.
  init(_ operation: String, number: Int32 = errno) {
    self.operation = operation
    self.number = number
  }

  /// Whether the service may not open it.
  var isDenied: Bool { number == EACCES || number == EPERM }
  /// Whether another program reads it already.
  var isBusy: Bool { number == EBUSY }

  /// The operation and the system's words in one line.
  var description: String { "Failed to \(operation). \(String(cString: strerror(number)))." }
}
