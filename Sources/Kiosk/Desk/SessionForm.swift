/// A session as a clerk types it.
package struct SessionForm: Equatable, Sendable {
  /// The code of its course, or empty.
  package var courseCode = ""
  /// Its title; empty takes the course's.
  package var title = ""
  /// "2026-03-28" or "28/03/2026".
  package var day = ""
  /// "08:00".
  package var start = ""
  /// "10:00".
  package var end = ""
  /// Where, in free text.
  package var place = ""
  /// Who organises it.
  package var organiser = ""
  /// Who speaks.
  package var speaker = ""
  /// The organisation it is held with.
  package var partner = ""
  /// Its hours, "2" or "1,5"; empty takes the time between start and end.
  package var hours = ""

  package init() {}
}
