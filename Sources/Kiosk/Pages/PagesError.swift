/// Why templates or texts cannot be used; the daemon does not start with such assets.
package struct PagesError: Error, Equatable, CustomStringConvertible {
  /// What was tried, e.g. `load texts`.
  package let operation: String
  /// A short name for the kind of fault: `unreadable`, `syntax`, `missing` or `mismatch`.
  package let code: String
  /// A whole sentence naming the file and the key.
  package let message: String

  package var description: String { "Failed to \(operation). Reason: \(message)" }
}
