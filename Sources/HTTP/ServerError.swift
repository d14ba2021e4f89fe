import Glibc

/// The server could not start.
package struct ServerError: Error, Equatable, Sendable {
  /// What was tried: "resolve", "bind", "listen" or "start".
  package let operation: String
  package let host: String
  package let port: Int
  /// The `errno` value, or 0.
  package let code: Int32
  /// The reason alone, in English.
  let reason: String

  /// One sentence for the operator, naming host and port.
  package var message: String {
    guard !isPortTaken else {
      return "Cannot listen on \(host) port \(port): another program is using this port."
    }
    return "Cannot listen on \(host) port \(port). Reason: \(reason) (\(operation))."
  }

  /// True if another program holds the port.
  package var isPortTaken: Bool { code == EADDRINUSE }
}

extension ServerError: CustomStringConvertible {
  package var description: String { message }
}
