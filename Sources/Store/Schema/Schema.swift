internal import GRDB

/// The shape of the database, as an ordered list of migrations.
///
/// A migration is never edited once shipped; a change is a new one at the end.
enum Schema {
  /// Brings the database up to date, or throws `isNewerVersion` when it knows migrations that this
  /// program does not. What it must set aside meanwhile goes into a file, since a log of years does not
  /// fit into the memory of a small board.
  static func migrate(_ pool: DatabasePool) throws {
    try pool.read { db in
      try refuseNewer(db)
      try checkRoom(db, freeBytes: freeBytes(pool.path))
    }
    try pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA temp_store = FILE") }
    try migrator.migrate(pool)
    try pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA temp_store = MEMORY") }
  }

  /// Throws `isNewerVersion` for a database that knows migrations that this program does not.
  static func refuseNewer(_ db: Database) throws {
    guard try migrator.hasBeenSuperseded(db) else { return }
    throw StoreError(
      operation: "open the store", cause: .newerVersion, code: "newer-version",
      message: "The database was written by a newer version of this program.")
  }

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 log") { db in try db.execute(sql: Schema.log) }
    migrator.registerMigration("1 attendance") { db in
      try db.execute(sql: Schema.residents)
      try db.execute(sql: Schema.sessions)
      try db.execute(sql: Schema.visits)
    }
    migrator.registerMigration("1 certificates") { db in
      try db.execute(sql: Schema.certificates)
      try db.execute(sql: Schema.printing)
    }
    migrator.registerMigration("1 people") { db in
      try db.execute(sql: Schema.users)
      try db.execute(sql: Schema.sync)
    }
    migrator.registerMigration("2 certificates") { db in
      try db.execute(sql: Schema.certificatesByCentre)
      try db.execute(sql: Schema.printingWithFaults)
    }
    migrator.registerMigration("2 desk", foreignKeyChecks: .immediate) { db in
      try db.execute(sql: Schema.issueRuns)
      try db.execute(sql: Schema.deskSettings)
    }
    migrator.registerMigration("3 awards") { db in
      try db.execute(sql: Schema.certificatesWithAwards)
    }
    migrator.registerMigration("4 epochs") { db in try db.execute(sql: Schema.epochs) }
    migrator.registerMigration("4 clock") { db in try Schema.addClock(db) }
    migrator.registerMigration("4 transfers") { db in try db.execute(sql: Schema.transfers) }
    migrator.registerMigration("4 erasure") { db in try db.execute(sql: Schema.erasure) }
    migrator.registerMigration(rewriting, foreignKeyChecks: .immediate) { db in
      try Schema.addLeaves(db)
    }
    migrator.registerMigration("4 slips") { db in
      try db.execute(sql: Schema.printingWithSlips)
    }
    migrator.registerMigration("5 guests", foreignKeyChecks: .immediate) { db in
      try db.execute(sql: Schema.guests)
    }
    migrator.registerMigration("5 notices") { db in
      try db.execute(sql: Schema.notices)
      try db.execute(sql: Schema.toldArrivals)
    }
    migrator.registerMigration("6 notices") { db in try db.execute(sql: Schema.forgottenNotices) }
    migrator.registerMigration("7 self-study") { db in
      try db.execute(sql: Schema.selfStudyByDay)
    }
    return migrator
  }
}
