package import Paper

/// What the printer last said of itself. The printing asks it, never a request: a printer may take
/// many seconds to answer.
package struct PrinterReport: Equatable, Sendable {
  /// The printer's condition; nil when it did not say.
  package let condition: PrinterState.Condition?
  /// Why it did not say.
  package let fault: PrintError.Code?
  /// When it was asked, wall milliseconds.
  package let atMilliseconds: Int64

  /// Whether papers come out.
  package var isGood: Bool { condition == .ready || condition == .printing }

  /// The last part of the key of its sentence.
  var name: String { condition?.rawValue ?? fault?.rawValue ?? "noAnswer" }
}

/// How far the document of a print is drawn.
struct PrintProgress: Equatable, Sendable {
  let job: Int64
  var pages: Int
  let all: Int
}
