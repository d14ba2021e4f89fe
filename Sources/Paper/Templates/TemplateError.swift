/// Why a template, a drawing or an emblem cannot be used: one mistake, with the place to mend it.
package struct TemplateError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The path of the file as it was given.
  package let file: String
  /// The field, as `columns[2].items[0].style`, or `line 12` of a drawing; empty for the whole file.
  package let field: String
  /// What is wrong, as the end of a sentence.
  package let reason: String

  /// Makes an error from its parts.
  package init(file: String, field: String, reason: String) {
    self.file = file
    self.field = field
    self.reason = reason
  }

  /// The place and the reason in one line.
  package var description: String {
    field.isEmpty ? "\(file): \(reason)" : "\(file): \(field): \(reason)"
  }
}
