// The province's side: it takes in the logs of many kiosks, keeps them as the legal record in
// PostgreSQL, signs receipts for them, and shows what they add up to.
//
// Reading order: Postgres/ (libpq), Schema/, Settings/, Keys/, Enrolment/, Collector/ (the one
// transaction that everything rests on), Pull/, Projections/, Pages/, Routes/, Application.
//
// It must not know SQLite, paper or the kiosk's pages: the two sides share formats (Evidence),
// rules (Centre) and nothing else.

/// What this program calls itself.
package enum Province {
  /// The version of the program, as `provinced version` prints it.
  package static let version = "0.1.0"
}
