import ArgumentParser
import Glibc
import Kiosk

/// How commands speak and end.
enum Exit {
  /// Says what went wrong on standard error.
  /// - Returns: what to throw to end with `status`.
  static func failure(_ message: String, status: Int32) -> ExitCode {
    say("kioskd: \(message)\n", to: STDERR_FILENO)
    return ExitCode(status)
  }

  /// The failure behind an error of starting or of the disk, or behind a file that `settings` names.
  static func failure(_ error: any Error, data: String, settings: Settings? = nil) -> ExitCode {
    let error = StartError(error, data: data, settings: settings)
    return failure(error.message, status: error.reason.rawValue)
  }

  /// Writes a line on standard output at once, also into a pipe.
  static func print(_ line: String) {
    say(line + "\n", to: STDOUT_FILENO)
  }

  /// Writes all of `text`.
  static func say(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else {
        return
      }
      bytes = bytes.dropFirst(count)
    }
  }
}
