/// The issuing of certificates to a whole class, as far as it came.
package struct IssueRun: Equatable, Sendable {
  /// Where a run is.
  package enum State: String, CaseIterable, Sendable {
    /// Under way.
    case running
    /// Everybody had a turn.
    case done
    /// Staff stopped it.
    case cancelled
    /// The kiosk may not sign any more; what was issued stands.
    case refused
    /// The service ended, as in a power cut; what was issued stands.
    case interrupted
  }

  /// The run's number.
  package let id: Int64
  /// The course.
  package let courseCode: String
  /// Where it is.
  package let state: State
  /// Whether the certificates are printed as one job at the end.
  package let isPrinted: Bool
  /// How many people it began with.
  package let wanted: Int
  /// Certificates issued.
  package let issued: Int
  /// People who may not have one after all.
  package let skipped: Int
  /// When it was asked for, wall milliseconds.
  package let startedMilliseconds: Int64
  /// When it ended, wall milliseconds.
  package let endedMilliseconds: Int64?
}
