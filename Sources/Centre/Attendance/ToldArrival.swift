/// When somebody came, where no clock saw it: as paper or a person says it afterwards.
package struct ToldArrival: Equatable, Sendable {
  /// What the time rests on; the raw value stands in the log.
  package enum Basis: String, CaseIterable, Sendable {
    /// Nobody wrote a time: the session's planned start is taken.
    case sessionStart = "start"
    /// The time that stands on the paper list.
    case written = "list"
  }

  /// When the person came, wall milliseconds.
  package let milliseconds: Int64
  /// What that rests on.
  package let basis: Basis

  /// A time and what it rests on.
  package init(milliseconds: Int64, basis: Basis) {
    self.milliseconds = milliseconds
    self.basis = basis
  }
}
