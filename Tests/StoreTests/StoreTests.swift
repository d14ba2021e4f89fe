import Centre
import Evidence
import Foundation
import GRDB
import Synchronization
import Testing

@testable import Store

@Suite struct StoreTests {
  @Test func `the writer syncs on every commit: synchronous reads back FULL, in WAL`() throws {
    let test = try TestStore()

    let values = try test.store.pool.writeWithoutTransaction { db in
      (
        try Int.fetchOne(db, sql: "PRAGMA synchronous"),
        try String.fetchOne(db, sql: "PRAGMA journal_mode"),
        try Int.fetchOne(db, sql: "PRAGMA foreign_keys")
      )
    }

    #expect(values.0 == 2)
    #expect(values.1 == "wal")
    #expect(values.2 == 1)
  }

  @Test func `every table but the name index is STRICT`() throws {
    let test = try TestStore()

    let loose = try test.value(
      """
      SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0
        AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'residentName%'
        AND name <> 'grdb_migrations'
      """)

    #expect(loose == 0)
  }

  @Test func `a second instance on the same directory is refused, and let in after close`() throws {
    let test = try TestStore()
    let settings = try TestStore.settings()

    let error = #expect(throws: StoreError.self) {
      try Store(directory: test.directory, settings: settings, now: test.now)
    }
    #expect(error?.isLocked == true)

    try test.reopen()
    #expect(try test.store.logSize() == 2)
  }

  @Test func `a program that is just being started does not keep the directory`() throws {
    let test = try TestStore()
    let path = "\(test.directory)/\(InstanceLock.fileName)"
    let mine = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").first {
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")) == path
    }
    // As the child of a fork has one until its exec.
    let copy = dup(try #require(mine.flatMap { Int32($0) }))
    defer { close(copy) }

    try test.reopen()
    #expect(try test.store.logSize() == 2)
  }

  @Test func `who may wait is let in when the other instance ends`() throws {
    let test = try TestStore()
    var settings = try TestStore.settings()
    settings.lockWaitSeconds = 60
    let (directory, patient, now) = (test.directory, settings, test.now)
    let isIn = Mutex(false)
    let waiting = Thread {
      guard let store = try? Store(directory: directory, settings: patient, now: now) else {
        return
      }
      store.close()
      isIn.withLock { $0 = true }
    }
    waiting.start()

    test.store.close()
    while !waiting.isFinished { sched_yield() }

    #expect(isIn.withLock { $0 })
  }

  @Test func `a database of a newer program is refused and left as it is`() throws {
    let test = try TestStore()
    test.store.close()
    try test.raw("INSERT INTO grdb_migrations VALUES ('9 from the future')")

    let error = #expect(throws: StoreError.self) { try test.reopen() }

    #expect(error?.isNewerVersion == true)
    #expect(try test.value("SELECT count(*) FROM entry") == 1)
  }

  @Test func `a database of another log is refused`() throws {
    let test = try TestStore()
    test.store.close()
    var settings = try TestStore.settings()
    settings.log = LogID.random()

    let error = #expect(throws: StoreError.self) {
      try Store(directory: test.directory, settings: settings, now: test.now)
    }
    #expect(error?.cause == .wrongLog)
  }

  @Test func `a file that is no database is reported as damaged`() throws {
    let test = try TestStore()
    test.store.close()
    let noise = Data(repeating: 0x42, count: 8192)
    let path = test.directory + "/" + Store.fileName
    try noise.write(to: URL(fileURLWithPath: path))
    for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }

    let error = #expect(throws: StoreError.self) { try test.reopen() }

    #expect(error?.isDamaged == true)
  }

  @Test func `what was answered is there after a restart, on the same log`() throws {
    let test = try TestStore()
    let resident = try test.resident()
    let session = try test.openSession()
    let visit = try #require(try test.checkIn(resident).welcome)
    let log = test.store.log

    try test.reopen()

    #expect(test.store.log == log)
    #expect(try test.store.resident(id: resident.id) == resident)
    let again = try #require(try test.checkIn(resident).alreadyIn)
    #expect(again.visitId == visit.visitId)
    #expect(again.sessionCode == session.code)
    #expect(try test.store.integrityCheck() == [])
  }

  @Test func `a full disk is a classified error that loses nothing and heals by itself`() throws {
    let test = try TestStore()
    let resident = try test.resident()
    let before = try test.store.head()
    try test.store.pool.writeWithoutTransaction { db in
      let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
      try db.execute(sql: "PRAGMA max_page_count = \(pages)")
    }

    let error = #expect(throws: StoreError.self) {
      for number in 0..<5000 { _ = try test.resident("Nguyễn Văn \(number)") }
    }
    #expect(error?.isDiskFull == true)
    let full = try test.store.head()
    let count = try test.store.residentCount()
    #expect(full.size - before.size == Int64(count - 1))
    #expect(try test.store.resident(id: resident.id) == resident)

    try test.store.pool.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA max_page_count = 1000000")
    }
    _ = try test.resident("Người sau cùng")
    #expect(try test.store.residentCount() == count + 1)
    #expect(try test.store.integrityCheck() == [])
  }

  @Test func `a read-only database is a classified error, and reading goes on`() throws {
    let test = try TestStore()
    let resident = try test.resident()
    try test.store.pool.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA query_only = 1")
    }

    let error = #expect(throws: StoreError.self) { try test.checkIn(resident) }

    #expect(error?.isReadOnly == true)
    #expect(throws: StoreError.self) { try test.store.trySaving() }
    #expect(try test.store.resident(id: resident.id) == resident)

    try test.store.pool.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA query_only = 0")
    }
    #expect(try test.checkIn(resident).welcome != nil)
  }

  @Test func `a closed store says so`() throws {
    let test = try TestStore()
    test.store.close()

    let error = #expect(throws: StoreError.self) { try test.resident() }

    #expect(error?.cause == .closed)
  }

  @Test func `a sound store has nothing to report, a damaged log is named`() throws {
    let test = try TestStore()
    _ = try test.resident()
    #expect(try test.store.quickCheck() == [])
    #expect(try test.store.integrityCheck() == [])

    try test.raw("DROP TRIGGER entryIsFinal; UPDATE entry SET line = x'7b7d' WHERE seq = 1")

    let problems = try test.store.integrityCheck()
    #expect(problems.count == 1 && problems.first?.hasPrefix("log: ") == true, "\(problems)")
    #expect(problems.first?.contains(" at 1 to 1 ") == true, "\(problems)")
  }

  @Test func `the last times are those of the last event and the last receipt`() throws {
    let test = try TestStore()
    test.pass(seconds: 5)
    _ = try test.resident()
    try test.store.recordReceipt(
      text: "note", range: try test.store.head().range, atSeconds: 1_795_000_000)

    let times = try test.store.lastTimes()

    #expect(times == LastTimes(event: test.now, receiptSeconds: 1_795_000_000))
  }
}
