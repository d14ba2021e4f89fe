/// What went wrong at the database, with PostgreSQL's own five-letter code.
///
/// `code` is the SQLSTATE (PostgreSQL manual, appendix A) or empty when libpq failed before the
/// server could answer; `message` is one line and never holds a parameter's value.
package struct PostgresError: Error, Equatable, CustomStringConvertible {
  /// What was being done: `connect`, `query`, `copy`...
  package let operation: String
  /// SQLSTATE, or the empty string.
  package let code: String
  /// The server's primary message, or libpq's.
  package let message: String

  /// A whole sentence for the log.
  package var description: String {
    let suffix = code.isEmpty ? "" : " (SQLSTATE \(code))"
    return "PostgreSQL failed at \(operation): \(message)\(suffix)"
  }

  /// Whether the connection or the server went away, so that the same request may succeed later.
  ///
  /// Class 08 connection exception, 57P operator intervention, 53 insufficient resources,
  /// 40 serialisation or deadlock, 55P03 lock not available, 57014 statement timeout.
  package var isTransient: Bool {
    let classes = ["08", "53", "40"]
    return code.isEmpty || classes.contains(String(code.prefix(2))) || code.hasPrefix("57")
      || code == "55P03"
  }

  /// Whether the data itself was refused: class 22 data exception, 23 constraint violation.
  package var isDataError: Bool { code.hasPrefix("22") || code.hasPrefix("23") }
}
