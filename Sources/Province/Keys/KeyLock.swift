/// Keeps signing with the root apart from changing roots, between the threads of the service and the
/// commands beside it. Both hold until their transaction ends.
enum KeyLock {
  /// Many may sign at once.
  static func shared(_ connection: Connection) throws(PostgresError) {
    try connection.query("SELECT pg_advisory_xact_lock_shared(73021003)")
  }

  /// Nobody signs while this one changes the roots or makes a status key.
  static func alone(_ connection: Connection) throws(PostgresError) {
    try connection.query("SELECT pg_advisory_xact_lock(73021003)")
  }
}
