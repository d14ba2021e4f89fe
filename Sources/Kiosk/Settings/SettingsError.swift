/// Why a configuration file cannot be used: one mistake, with the place to mend it.
package struct SettingsError: Error, Equatable, CustomStringConvertible {
  /// The path of the file as it was given.
  package let file: String
  /// The line of the mistake, from 1; 0 when the whole file is meant.
  package let line: Int
  /// The key, as `section.key`; empty when no single key is meant.
  package let key: String
  /// What is wrong, as the end of a sentence.
  package let reason: String

  package init(file: String, line: Int, key: String, reason: String) {
    self.file = file
    self.line = line
    self.key = key
    self.reason = reason
  }

  /// The place and the reason in one line, e.g. `kiosk.toml:12: http.port: must be …`.
  package var description: String {
    let place = line > 0 ? "\(file):\(line)" : file
    return key.isEmpty ? "\(place): \(reason)" : "\(place): \(key): \(reason)"
  }
}
