internal import Foundation
internal import GRDB

/// How the connections to the database are opened.
///
/// One writer and at most four readers, with small caches: the whole daemon lives in 32 MB.
enum Connections {
  static let maximumReaders = 4
  static let writerCacheKibibytes = 2048
  static let readerCacheKibibytes = 768

  /// A WAL pool whose writer syncs on every commit.
  static func pool(path: String, settings: StoreSettings) throws -> DatabasePool {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    configuration.maximumReaderCount = maximumReaders
    configuration.busyMode = .timeout(settings.busyTimeoutSeconds)
    configuration.label = "store"
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA cache_size = -\(readerCacheKibibytes)")
      try db.execute(sql: "PRAGMA mmap_size = 0")
      try db.execute(sql: "PRAGMA temp_store = MEMORY")
    }
    let pool = try DatabasePool(path: path, configuration: configuration)
    try pool.writeWithoutTransaction(prepareWriter)
    return pool
  }

  /// Connections for a program that reads beside the one that writes.
  static func reader(path: String) throws -> DatabasePool {
    try requireFile(path)
    var configuration = Configuration()
    configuration.readonly = true
    configuration.maximumReaderCount = 1
    configuration.label = "reader"
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA cache_size = -\(readerCacheKibibytes)")
    }
    return try DatabasePool(path: path, configuration: configuration)
  }

  /// A connection of its own for checks that read the whole file.
  static func inspector(path: String) throws -> DatabaseQueue {
    try requireFile(path)
    var configuration = Configuration()
    configuration.readonly = true
    configuration.label = "inspector"
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA cache_size = -\(readerCacheKibibytes)")
    }
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  /// Whoever only reads must not be told by SQLite that it cannot open what is not there.
  private static func requireFile(_ path: String) throws {
    guard !FileManager.default.fileExists(atPath: path) else { return }
    throw StoreError(
      operation: "open the database", cause: .absent, code: "absent",
      message: "there is no \(path): start the kiosk there first, or name its folder by --data")
  }

  /// Sets FULL after the pool was opened, because opening a `DatabasePool` sets NORMAL after
  /// `prepareDatabase`, and reads it back: a check-in must not be acknowledged unsynced. What is
  /// deleted is overwritten, because persons may ask to be erased.
  private static func prepareWriter(_ db: Database) throws {
    try db.execute(sql: "PRAGMA synchronous = FULL")
    try db.execute(sql: "PRAGMA cache_size = -\(writerCacheKibibytes)")
    try db.execute(sql: "PRAGMA journal_size_limit = 16777216")
    try db.execute(sql: "PRAGMA secure_delete = ON")
    let level = try Int.fetchOne(db, sql: "PRAGMA synchronous")
    guard level == 2 else {
      throw StoreError(
        operation: "open the store", cause: .other, code: "synchronous",
        message: "PRAGMA synchronous reads back \(level ?? -1), not 2.")
    }
  }
}
