import Glibc

/// Why a file could not be read or written.
package struct FileError: Error, Equatable, CustomStringConvertible {
  /// What was tried, e.g. `open`.
  package let operation: String
  /// The file.
  package let path: String
  /// The system's error number.
  package let code: Int32
  /// What happened, without the file's name.
  package let reason: String
  /// What happened, as a sentence that names the file.
  package var message: String { "\(path): \(reason)" }

  package var description: String { message }

  /// The error of the system call that has just failed.
  init(_ operation: String, path: String, code: Int32 = errno) {
    self.operation = operation
    self.path = path
    self.code = code
    reason = String(cString: strerror(code))
  }

  /// Whether the disk or the quota is full.
  package var isDiskFull: Bool { code == ENOSPC || code == EDQUOT }

  /// A failure that the system did not report.
  init(_ operation: String, path: String, reason: String) {
    self.operation = operation
    self.path = path
    code = 0
    self.reason = reason
  }
}
