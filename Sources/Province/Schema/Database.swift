/// Brings the database to the schema this program needs.
package enum Database {
  /// Runs the missing steps; several programs may start at once.
  ///
  /// - Throws: `DatabaseTooNew` when a newer program has been here, else `PostgresError`.
  package static func migrate(_ pool: ConnectionPool, nowMilliseconds: Int64) throws -> [Migration]
  {
    try pool.transaction { connection in
      // A step over years of events takes as long as it takes; so does waiting for another program's.
      try connection.execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0")
      // One key for all: the second waits here until the first has committed.
      try connection.query("SELECT pg_advisory_xact_lock(73021001)")
      let done = try prepare(connection)
      guard done <= Migration.all.count else {
        throw DatabaseTooNew(found: done, known: Migration.all.count)
      }
      let missing = Migration.all.filter { $0.number > done }
      for step in missing {
        try connection.execute(step.script)
        try connection.change(
          "INSERT INTO migration (number, name, applied) VALUES ($1, $2, $3)",
          [.integer(Int64(step.number)), .text(step.name), .time(nowMilliseconds)])
      }
      return missing
    }
  }

  /// Makes the table of steps and reads the last one.
  private static func prepare(_ connection: Connection) throws(PostgresError) -> Int {
    try connection.execute(
      """
      CREATE TABLE IF NOT EXISTS migration (
        number integer PRIMARY KEY, name text NOT NULL, applied timestamptz NOT NULL)
      """)
    let row = try connection.query("SELECT coalesce(max(number), 0) AS number FROM migration")
    return Int(try row.first?.integer("number") ?? 0)
  }
}

/// The database was written by a newer program; nothing was touched.
package struct DatabaseTooNew: Error, CustomStringConvertible {
  /// The last step found.
  package let found: Int
  /// The last step this program knows.
  package let known: Int

  /// A whole sentence for the operator.
  package var description: String {
    "The database has schema step \(found), this program knows \(known): it was used by a newer "
      + "provinced. Install that version; nothing has been changed."
  }
}
