/// A notice as a clerk types it.
package struct NoticeForm: Equatable, Sendable {
  /// One line.
  package var title = ""
  /// More about it, in lines.
  package var text = ""
  /// A raw value of `NewNotice.Language`.
  package var language = "vi"
  /// "2026-03-28" or "28/03/2026".
  package var from = ""
  /// The last day, written in the same way.
  package var to = ""
  /// Its place among the others, "1" first.
  package var place = "1"

  package init() {}
}
