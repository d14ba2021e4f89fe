/// A course as a clerk types it.
package struct CourseForm: Equatable, Sendable {
  /// The title, as it will stand on certificates.
  package var title = ""
  /// A raw value of `ProgrammeGroup`.
  package var group = ""
  /// The hours of the whole course with at most one decimal, "12" or "12,5".
  package var hours = ""
  /// The sessions a learner must attend.
  package var requiredSessions = ""

  package init() {}
}
