internal import Centre
package import Evidence
internal import Foundation
internal import GRDB
internal import Synchronization

/// Everything that the kiosk remembers, in one SQLite file.
///
/// The store is the only target that knows SQLite, and GRDB's types never leave it. Every method is
/// blocking, thread-safe and one transaction: a write appends its events to the log and changes the
/// projections (residents, visits, certificates...) in the same commit with `synchronous=FULL`, so
/// what a method returned is on disk. Concurrent writes share one commit; see `GroupCommit`.
///
/// Methods throw `StoreError` for faults and `StoreRefusal` for wishes that no row can fulfil; what
/// the domain may answer is returned as a value. The log's format is `Evidence`'s, the rules are
/// `Centre`'s: this target decides nothing, but every rule is backed by a constraint here.
package final class Store: Sendable {
  /// The name of the database inside the data directory.
  package static let fileName = "kiosk.sqlite"

  /// What the store was opened with.
  package let settings: StoreSettings
  /// The name of the log, made at the first opening unless it was given; another one after an epoch was
  /// opened. The database is its master.
  package var log: LogID { name.withLock { $0 } }
  private let name: Mutex<LogID>

  /// The data directory.
  package let directory: String
  let path: String
  let pool: DatabasePool
  private let lock: InstanceLock?
  private let commits: GroupCommit
  private let fullDisk = Mutex<(@Sendable () -> Void)?>(nil)

  /// Opens the data directory, creating what is missing, for a kiosk whose clock is still to be set.
  ///
  /// Takes the lock file, refuses a database of a newer program, migrates, and appends `log.start`
  /// to a new log and `log.boot` to an old one. `clock` is asked once, with the last times the store
  /// knows, for the reading that these events carry: the floor below which time cannot be.
  /// Throws `StoreError`: `isLocked` when another instance runs, `isNewerVersion`, `isReadOnly`,
  /// `isDiskFull`, `isDamaged`.
  package init(
    directory: String, settings: StoreSettings, clock: (LastTimes) throws -> ClockReading
  ) throws {
    let path = directory + "/" + Store.fileName
    self.settings = settings
    self.directory = directory
    self.path = path
    let log: LogID
    (lock, pool, log, commits) = try StoreError.wrapping("open the store") {
      let lock = try InstanceLock(
        directory: directory, waitSeconds: settings.lockWaitSeconds)
      let pool = try Connections.pool(path: path, settings: settings)
      try Schema.migrate(pool)
      // What was deleted before a power cut may still stand in the log of writes.
      try? pool.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
      let state = try pool.read { db in try LogState.load(db) }
      let log = try pool.read { db in try Store.agreed(settings, state?.log, db) }
      let commits = GroupCommit(pool: pool, settings: settings, range: state?.range)
      return (lock, pool, log, commits)
    }
    name = Mutex(log)
    try begin(now: try clock(try lastTimes()))
  }

  /// The log goes on under another name; within the transaction that writes it.
  func rename(_ log: LogID) {
    name.withLock { $0 = log }
  }

  /// Opens the database of a data directory to be read beside the instance that uses it: nothing is
  /// written, no lock is taken, and writing throws `StoreError` with the code `closed`.
  package init(readingBeside directory: String, settings: StoreSettings) throws {
    let path = directory + "/" + Store.fileName
    self.settings = settings
    self.directory = directory
    self.path = path
    lock = nil
    let log: LogID
    (pool, log, commits) = try StoreError.wrapping("open the store to read") {
      let pool = try Connections.reader(path: path)
      guard let state = try pool.read({ db in try LogState.load(db) }) else {
        throw StoreError(
          operation: "open the store to read", cause: .damaged, code: "log-state",
          message: "The log was never begun.")
      }
      return (pool, state.log, GroupCommit(pool: pool, settings: settings, range: state.range))
    }
    name = Mutex(log)
    commits.close()
  }

  /// Opens the data directory with a clock reading that is known already.
  package convenience init(
    directory: String, settings: StoreSettings, now: ClockReading
  ) throws {
    try self.init(directory: directory, settings: settings) { _ in now }
  }

  /// Closes the database and lets another instance in; later calls throw.
  package func close() {
    commits.close()
    try? pool.close()
    lock?.release()
  }

  /// Sets what is called after each commit that made the log longer, on the committing thread.
  ///
  /// It wakes the upload; it must return at once.
  package func onCommit(_ wake: (@Sendable () -> Void)?) {
    commits.onGrowth(wake)
  }

  /// Runs many writes as one commit: for demonstration data and imports.
  ///
  /// All or nothing; other writers wait meanwhile, so keep it below some 20,000 events. `body` must
  /// use its transaction only, never the store.
  package func bulk<T: Sendable>(
    _ body: @escaping @Sendable (Transaction) throws -> T
  ) throws -> T {
    try write("write in bulk", body)
  }

  /// One durable transaction; `operation` names it in a `StoreError`.
  func write<T: Sendable>(
    _ operation: String, _ body: @escaping @Sendable (Transaction) throws -> T
  ) throws -> T {
    do {
      return try StoreError.wrapping(operation) { try commits.run(body) }
    } catch let error as StoreError where error.isDiskFull {
      makeRoom()
      throw error
    }
  }

  /// Sets what is called when a write finds the disk full, on the writing thread: it gives up what room
  /// it keeps.
  package func onFullDisk(_ release: (@Sendable () -> Void)?) {
    fullDisk.withLock { $0 = release }
  }

  /// Uses the room that is given up to bring the database's file in order, as far as readers let it.
  private func makeRoom() {
    fullDisk.withLock { $0 }?()
    try? pool.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
  }

  /// One consistent view for reading; never waits for a writer.
  func read<T>(_ operation: String, _ body: (Database) throws -> T) throws -> T {
    try StoreError.wrapping(operation) { try pool.read(body) }
  }

  /// How many writers wait for their turn; a measure of load.
  package var waitingWriters: Int { commits.waitingCount }

  private func begin(now: ClockReading) throws {
    let log = self.log
    try write("begin the log") { transaction in
      try transaction.begin(log: log, now: now)
      try transaction.resumePrinting()
      try transaction.interruptRuns(now: now)
    }
  }

  /// The database names the log. Whoever opens it may know an earlier name, or a later one if an older
  /// copy of the database was put back; a name that neither side has ever heard is another kiosk's.
  private static func agreed(
    _ settings: StoreSettings, _ found: LogID?, _ db: Database
  ) throws -> LogID {
    guard let found else { return settings.log ?? LogID.random() }
    guard let wanted = settings.log else { return found }
    let ended = try Data.fetchAll(db, sql: "SELECT log FROM epoch")
    let own = Set(try ended.map { try LogID(bytes: [UInt8]($0)) }).union([found])
    guard own.isDisjoint(with: [wanted] + settings.earlierLogs) else { return found }
    throw StoreError(
      operation: "open the store", cause: .wrongLog, code: "wrong-log",
      message: "The database belongs to log \(found.hex), not to \(wanted.hex).")
  }
}
