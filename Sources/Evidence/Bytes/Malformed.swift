// Evidence holds the bytes that outlive the program: the event line, the Merkle log, the signed
// note, the batch, the receipt, the certificate token, and what a verifier trusts: root list, status
// list and device notices. They are frozen formats shared by kiosk, province, USB stick and strangers'
// verifiers, guarded by the golden vectors in Tests/EvidenceTests.
// This target reads no clock, opens no file, and knows neither a database nor a network.

/// Says which bytes were refused and why; thrown by every reader and writer of a frozen format.
package struct Malformed: Error, Equatable, Sendable, CustomStringConvertible {
  /// What was being read or written, e.g. `event line`.
  package let operation: String
  /// A stable word for programs, e.g. `not-canonical`.
  package let code: String
  /// A whole sentence for people, in English.
  package let message: String
  /// The byte where reading stopped, when there is one.
  package let offset: Int?

  /// Describes one refusal.
  package init(operation: String, code: String, message: String, offset: Int? = nil) {
    self.operation = operation
    self.code = code
    self.message = message
    self.offset = offset
  }

  /// The refusal as one line for a log.
  package var description: String {
    let place = offset.map { " at byte \($0)" } ?? ""
    return "\(operation): \(message)\(place) (\(code))"
  }
}
