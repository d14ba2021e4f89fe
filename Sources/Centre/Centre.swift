/// The learning centre's rules, as a clerk could recite them: who may be counted at which session,
/// when a certificate may be issued, how a card number is made and how a scanned text is read.
///
/// This target is pure. It reads no clock, opens no file and knows no database, no page and no
/// paper: time is a value passed in, and every rule is a function over facts that were loaded by
/// somebody else. `Attendance` holds people, courses, sessions and check-in; `Certificates` the
/// rules and the content of a certificate; `Places` days, times and administrative codes.
package enum Centre {
  /// The folder-independent name of the rules' version, written nowhere but in diagnostics.
  package static let rulesVersion = 1
}
