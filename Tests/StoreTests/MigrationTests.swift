import Centre
import Evidence
import GRDB
import Testing

@testable import Store

@Suite struct MigrationTests {
  @Test func `a database of the first schema keeps its register, its prints and its rules`() throws
  {
    let test = try TestStore()
    try Self.asFirstSchema(test)

    try test.reopen()

    let all = try test.store.certificates(year: 2026)
    #expect(all.map(\.number) == ["14464-1-2026-000001", "14464-1-2026-000002"])
    #expect(try test.store.certificates(year: 2026, centre: "14464-1") == all)
    #expect(all.map(\.state) == [.cancelled, .issued])
    #expect(all.allSatisfy { $0.replacedBy == nil })
    let job = try #require(try test.store.printJobs().first)
    #expect(job.items.map(\.certificateNumber) == ["14464-1-2026-000001"])
    #expect(try test.store.enqueueTestPage(now: test.now) == job.id + 1)
    #expect(try test.store.integrityCheck() == [])
    #expect(throws: DatabaseError.self) { try test.raw("DELETE FROM certificate") }
  }

  @Test func `a damaged line of the log does not stop an upgrade, and the others count`() throws {
    let test = try TestStore()
    _ = try test.resident()
    test.pass(seconds: 86_400)
    _ = try test.resident()
    try Self.asFirstSchema(test)
    try test.raw(
      """
      DROP TRIGGER entryIsFinal; UPDATE entry SET line = x'7b22' WHERE seq = 0;
      CREATE TRIGGER entryIsFinal BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'x'); END;
      """)

    try test.reopen()

    #expect(try test.value("SELECT firstSeq FROM clockBoot") == 1)
    // One mark a day of network time.
    #expect(try test.value("SELECT count(*) FROM clockMark WHERE kind = 'network'") == 2)
    #expect(try test.value("SELECT count(*) FROM entry WHERE leaf IS NULL") == 0)
  }

  @Test func `an upgrade that would not fit is refused before anything is changed`() throws {
    let test = try TestStore()
    let size = try #require(
      try test.value("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"))
    try test.store.read("look") { db in try Schema.checkRoom(db, freeBytes: 0) }
    try Self.asFirstSchema(test)

    let error = try DatabaseQueue(path: test.store.path).read { db in
      try Schema.checkRoom(db, freeBytes: 4 * size)
      try Schema.checkRoom(db, freeBytes: nil)
      return #expect(throws: StoreError.self) { try Schema.checkRoom(db, freeBytes: size) }
    }
    #expect(error?.isDiskFull == true && error?.code == "upgrade-room")
    #expect(error?.message.contains("Nothing was changed") == true)
  }

  /// Fills the store, then takes its tables back to how the first release made them.
  private static func asFirstSchema(_ test: TestStore) throws {
    let resident = try test.resident()
    let course = try test.course()
    let first = try #require(try test.certificate(resident, course))
    try test.store.enqueuePrint(certificates: [first.number], now: test.now)
    _ = try test.store.cancelCertificate(number: first.number, reason: "x", now: test.now)
    _ = try test.issue(resident, course)
    test.store.close()
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: test.store.path, configuration: configuration)
    try queue.write { db in
      try db.execute(
        sql: """
          CREATE TABLE kept AS SELECT * FROM certificate;
          CREATE TABLE keptJob AS SELECT * FROM printJob;
          CREATE TABLE keptItem AS SELECT * FROM printItem;
          DROP TRIGGER residentMergesOnce; DROP TRIGGER residentStaysResident;
          DROP TRIGGER visitOfMerged; DROP TRIGGER certificateOfMerged; DROP TABLE guestVisit; DROP TABLE spareVisit;
          DROP TABLE guestArrival; DROP TABLE consent; DROP TABLE consentText;
          DROP INDEX residentGuest; DROP INDEX residentMerged;
          ALTER TABLE resident DROP COLUMN mergeSeq; ALTER TABLE resident DROP COLUMN mergedInto;
          ALTER TABLE resident DROP COLUMN isHead;
          DROP TABLE printItem; DROP TABLE certificate; DROP TABLE printJob;
          DROP TABLE issueRun; DROP TABLE setting; DROP TABLE freePage;
          DROP TABLE notice; DROP TABLE visitTold; DROP INDEX selfStudyByDay;
          CREATE UNIQUE INDEX selfStudyOnce ON session (day) WHERE isSelfStudy = 1;
          DROP TRIGGER entryHasLeaf; ALTER TABLE entry DROP COLUMN leaf;
          DROP TABLE clockMark; DROP TABLE clockBoot; DROP TABLE visitOut;
          DROP TRIGGER syncNeverForgets;
          CREATE TRIGGER syncNeverForgets BEFORE UPDATE ON syncState BEGIN SELECT 1; END;
          DROP TABLE epoch; DROP TABLE certificateFloor; DROP TABLE erasedElsewhere;
          DROP TRIGGER residentStaysErased; DROP INDEX residentErased;
          ALTER TABLE resident DROP COLUMN eraseSeq;
          DROP TABLE transfer;
          DELETE FROM grdb_migrations WHERE identifier NOT LIKE '1 %';
          """)
      try db.execute(sql: Schema.certificates)
      try db.execute(sql: Schema.printing)
      try db.execute(
        sql: """
          INSERT INTO certificate SELECT id, year, sequence, number, residentId, courseId, holderName,
            courseTitle, hoursTenths, issuedDay, issuedAtSeconds, token, sheet, state, cancelReason,
            issueSeq, cancelSeq, copies FROM kept ORDER BY id;
          INSERT INTO printJob SELECT id, kind, state, attempts, message, createdMs, notBeforeMs,
            finishedMs FROM keptJob;
          INSERT INTO printItem SELECT * FROM keptItem;
          DROP TABLE kept; DROP TABLE keptJob; DROP TABLE keptItem;
          """)
    }
    try queue.close()
  }
}
