/// A setting that cannot be used: one sentence with file, line and key. The program exits with 78
/// (`EX_CONFIG`, sysexits.h).
package struct SettingsError: Error, Equatable, CustomStringConvertible {
  /// The file as it was named.
  package let file: String
  /// 1 is the first line; nil when the file as a whole is meant.
  package let line: Int?
  /// `section.key`, when one key is meant.
  package let key: String?
  /// What is wrong and what would be right.
  package let message: String

  /// Names the place and what is wrong there.
  package init(file: String, line: Int?, key: String?, message: String) {
    self.file = file
    self.line = line
    self.key = key
    self.message = message
  }

  /// The line for the operator.
  package var description: String {
    let place = line.map { "\(file):\($0)" } ?? file
    return key.map { "\(place): \($0): \(message)" } ?? "\(place): \(message)"
  }
}
