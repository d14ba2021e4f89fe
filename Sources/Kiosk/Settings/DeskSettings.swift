/// How the manager's desk is guarded.
package struct DeskSettings: Equatable, Sendable {
  /// Seconds between two notes that a session is used.
  static let touchSeconds: Int64 = 300
  /// A session that is used all the time ends after a week.
  static let longestSessionSeconds: Int64 = 7 * 86_400

  /// Minutes without use after which a signed-in user signs in again.
  package var sessionMinutes: Int
  /// Characters of the shortest password.
  package var passwordLength: Int
  /// Wrong passwords for one name from one address before a pause.
  package var attempts: Int
  /// Seconds of that pause.
  package var pauseSeconds: Int
  /// The work of one password check: scrypt with N = 2^passwordCost, r = 8, p = 1.
  package var passwordCost: Int
  /// Rows of one page of a long list.
  package var pageRows: Int

  init(_ reader: inout SettingsReader) throws(SettingsError) {
    sessionMinutes = try reader.integer("desk.sessionMinutes", 480, in: 5...1_440)
    passwordLength = try reader.integer("desk.passwordLength", 10, in: 8...64)
    attempts = try reader.integer("desk.attempts", 5, in: 1...50)
    pauseSeconds = try reader.integer("desk.pauseSeconds", 300, in: 1...86_400)
    passwordCost = try reader.integer("desk.passwordCost", 14, in: 10...18)
    pageRows = try reader.integer("desk.pageRows", 50, in: 10...500)
  }
}
