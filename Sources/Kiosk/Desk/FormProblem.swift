/// One field of a form that cannot be taken as it stands.
package struct FormProblem: Error, Equatable, Sendable {
  /// What is wrong with the field; the raw value is the last part of its phrase's key.
  package enum Reason: String, CaseIterable, Sendable {
    case missing, tooLong, tooShort, notADate, notATime, notANumber, notAChoice, endBeforeStart
    case taken, forbiddenTitle, unreadable, unknown
    /// A time before the first or after the last one that is possible.
    case tooEarly, tooLate
    /// A number below the least or above the most that is possible.
    case tooLow, tooHigh
    /// There is no room for it on the paper.
    case tooLongForPaper
    /// There are as many of its kind already as there may be.
    case tooMany
    /// The value may no longer change.
    case fixed
  }

  /// The name of the field in the form.
  package let field: String
  /// What is wrong.
  package let reason: Reason
  /// The limit that was crossed, the forbidden word, or empty.
  package let detail: String

  package init(field: String, reason: Reason, detail: String = "") {
    self.field = field
    self.reason = reason
    self.detail = detail
  }
}

/// What became of a form: what it made, or why it was not taken.
package enum FormAnswer<Saved: Sendable>: Sendable {
  /// The form was recorded.
  case saved(Saved)
  /// Nothing was recorded; each field to mend.
  case invalid([FormProblem])
  /// What the form changes does not exist.
  case notFound
}
