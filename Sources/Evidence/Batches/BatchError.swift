/// Why a batch was refused. Nothing of a refused batch is stored.
package struct BatchError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The kind of refusal; each has its own answer in sync.md.
  package enum Reason: Equatable, Sendable {
    /// More events or bytes than the limits: 413.
    case tooBig
    /// Not gzip, damaged, or followed by something: 415 or 422.
    case encoding
    /// The first line is not the header, or its numbers contradict the lines.
    case header
    /// The line of this position is not canonical, too long, or says another position.
    case line(seq: Int64)
    /// The batch does not continue the tree it was checked against: 409.
    case range
    /// The batch or its checkpoint belongs to another log.
    case log
    /// The checkpoint note cannot be read or covers another size.
    case checkpoint
    /// The lines do not hash to the checkpoint's root: 422.
    case root
    /// The checkpoint is not signed by the log's key: 422.
    case signature
  }

  /// The kind of refusal.
  package let reason: Reason
  /// A whole sentence for logs and problem documents.
  package let message: String

  /// One refusal.
  package init(_ reason: Reason, _ message: String) {
    self.reason = reason
    self.message = message
  }

  /// A stable word for problem documents.
  package var code: String {
    switch reason {
    case .tooBig: "too-big"
    case .encoding: "encoding"
    case .header: "header"
    case .line: "line"
    case .range: "range"
    case .log: "log"
    case .checkpoint: "checkpoint"
    case .root: "root"
    case .signature: "signature"
    }
  }

  /// The refusal as one line for a log.
  package var description: String { "\(message) (\(code))" }
}
