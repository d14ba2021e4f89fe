/// Why a picture gave no codes. "Nothing found" is not an error: that is an empty list.
package struct ImageError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What went wrong, for programs.
  package enum Code: String, Sendable {
    /// The first bytes are neither PNG nor JPEG nor PDF.
    case unknownKind
    /// The file is broken or cut off.
    case damaged
    /// The file or the picture is larger than we read.
    case tooLarge
    /// The program that renders PDF is not installed, failed or took too long.
    case renderer
    /// The decoder failed or the machine lacks memory.
    case decoder
  }

  /// What was being done: "read a picture".
  package let operation: String
  /// What went wrong, for programs.
  package let code: Code
  /// What went wrong and what to do about it, in whole English sentences, for the log.
  package let message: String

  /// Makes an error from its parts.
  package init(operation: String = "read a picture", code: Code, message: String) {
    self.operation = operation
    self.code = code
    self.message = message
  }

  /// The operation and the message in one line.
  package var description: String { "Failed to \(operation). \(message)" }
}
