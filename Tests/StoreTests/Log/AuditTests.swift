import Centre
import Evidence
import Foundation
import GRDB
import Testing

@testable import Store

/// The audit of a real database that somebody wrote to behind the store's back.
@Suite struct AuditTests {
  /// A log with people, courses, visits that were taken back, certificates cancelled and replaced, and
  /// enough events for two kept edges.
  private static func filled() throws -> TestStore {
    let test = try TestStore()
    let resident = try test.resident()
    let other = try test.resident("Nguyễn Thị Mai")
    let course = try test.course()
    let paper = try #require(try test.certificate(resident, course))
    _ = try test.store.cancelCertificate(number: paper.number, reason: "nhầm", now: test.now)
    _ = try test.issue(resident, course)
    let session = try test.openSession()
    let visit = try #require(try test.checkIn(other, session: session.code).welcome)
    _ = try test.store.undoVisit(visit.visitId, withinSeconds: 60, now: test.now)
    _ = try test.checkIn(other, session: session.code)
    _ = try test.store.createUser(name: "Lan", role: .director, passwordHash: "x", now: test.now)
    let now = test.now
    try test.store.bulk { transaction in
      for index in 0..<9000 {
        try transaction.append("clock.test", ["x": .integer(Int64(index))], now: now)
      }
    }
    return test
  }

  /// A copy of that database's file in a folder of its own, for one forger.
  private final class Copy {
    let directory = NSTemporaryDirectory() + "audit-\(UUID().uuidString)"
    /// The file without free space, made once: filling it is what takes time.
    private static let original = Result {
      let test = try AuditTests.filled()
      let path = test.directory + "/copy"
      let queue = try DatabaseQueue(path: test.store.path)
      try queue.writeWithoutTransaction { db in
        try db.execute(sql: "VACUUM INTO ?", arguments: [path])
      }
      try queue.close()
      return try Data(contentsOf: URL(fileURLWithPath: path))
    }

    init() throws {
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: false)
      try Copy.original.get().write(to: URL(fileURLWithPath: path))
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    var path: String { "\(directory)/\(Store.fileName)" }

    func audit(_ anchors: [LogAudit.Anchor] = []) throws -> LogReport {
      try Store.audit(inDirectory: directory) { _ in anchors }
    }

    /// Writes without the schema's guards, as one who has the file can.
    func forge(_ script: String) throws {
      let queue = try DatabaseQueue(path: path, configuration: AuditTests.unguarded)
      try queue.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
        let sql = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for name in try String.fetchAll(db, sql: sql) {
          try db.execute(sql: "DROP TRIGGER \(name)")
        }
        db.add(
          function: DatabaseFunction("leafCheck", argumentCount: 1) { values in
            Data.fromDatabaseValue(values[0]).map { Merkle.leafHash([UInt8]($0)).check }
          })
        try db.execute(sql: script)
      }
      try queue.close()
    }

    /// Makes every edge anew, as a thorough forger does last.
    func recomputeEdges() throws {
      let queue = try DatabaseQueue(path: path)
      try queue.write { db in
        var tree = CompactRange()
        for line in try Data.fetchAll(db, sql: "SELECT line FROM entry ORDER BY seq") {
          tree.append(Merkle.leafHash([UInt8](line)))
          guard tree.size % 4096 == 0 else { continue }
          try db.execute(
            sql: "UPDATE rangeMark SET range = ? WHERE size = ?",
            arguments: [Data(tree.encoded()), tree.size])
        }
        try db.execute(sql: "UPDATE logState SET range = ?", arguments: [Data(tree.encoded())])
      }
      try queue.close()
    }
  }

  private static func audit(
    _ test: TestStore, anchors: [LogAudit.Anchor] = []
  ) throws -> LogReport {
    try Store.audit(inDirectory: test.directory) { _ in anchors }
  }

  private static var unguarded: Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    return configuration
  }

  @Test func `a whole log is found whole, also while it grows`() throws {
    let test = try Self.filled()
    let head = try test.store.head()
    let receipt = LogAudit.Anchor(size: head.size, root: head.range.root, name: "receipt")

    let report = try Self.audit(test, anchors: [receipt])

    #expect(report.findings == [])
    #expect(report.log == test.store.log && report.size == head.size)
    #expect(report.root == head.range.root)
    #expect(report.personalValues == 10)
    #expect(report.rows == 11)
    _ = try test.store.recordClock("clock.jump", ["f": .integer(1)], now: test.now)
    #expect(try Self.audit(test, anchors: [receipt]).findings == [])
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let flaw: LogFinding.Flaw
    let range: ClosedRange<Int64>
    let script: String
    var testDescription: String { name }

    init(
      _ name: String, _ flaw: LogFinding.Flaw, _ range: ClosedRange<Int64>, _ script: String
    ) {
      (self.name, self.flaw, self.range, self.script) = (name, flaw, range, script)
    }
  }

  /// `700` is one of the many events of equal shape.
  static let cases = [
    Case("another value", .changed, 700...700, redo(700, "'\"x\":6'", "'\"x\":7'")),
    Case(
      "no event any more", .damaged, 700...700, "UPDATE entry SET line = x'7b7b' WHERE seq = 700"),
    Case("a removed event", .missing, 700...700, "DELETE FROM entry WHERE seq = 700"),
    Case(
      "a removed event, the rest moved up", .missing, 700...700,
      """
      DELETE FROM entry WHERE seq = 700;
      UPDATE entry SET seq = -seq WHERE seq > 700; UPDATE entry SET seq = -seq - 1 WHERE seq < 0
      """),
    Case(
      "exchanged events", .reordered, 700...700,
      """
      UPDATE entry SET seq = -1 WHERE seq = 700; UPDATE entry SET seq = 700 WHERE seq = 5000;
      UPDATE entry SET seq = 5000 WHERE seq = -1
      """),
    Case(
      "a copy put in", .added, 700...700,
      """
      UPDATE entry SET seq = -seq WHERE seq >= 700; UPDATE entry SET seq = -seq + 1 WHERE seq < 0;
      INSERT INTO entry SELECT 700, line, leaf FROM entry WHERE seq = 600
      """),
    Case(
      "an event put on", .added, 9017...9017,
      """
      INSERT INTO entry SELECT 9017,
        CAST(replace(CAST(line AS TEXT), '"q":8000', '"q":9017') AS BLOB), 0 FROM entry
        WHERE seq = 8000;
      UPDATE entry SET leaf = leafCheck(line) WHERE seq = 9017
      """),
    Case("the end cut off", .missing, 9000...9016, "DELETE FROM entry WHERE seq >= 9000"),
    Case("another time", .redated, 700...700, redo(700, "'\"t\":17'", "'\"t\":18'")),
    Case(
      "another value and a new check value", .rewritten, 4096...8191,
      redo(5000, "'\"x\":4'", "'\"x\":3'")
        + ";UPDATE entry SET leaf = leafCheck(line) WHERE seq = 5000"),
    Case(
      "another value after the last kept edge", .rewritten, 8192...9016,
      redo(8500, "'\"x\":8'", "'\"x\":7'")
        + ";UPDATE entry SET leaf = leafCheck(line) WHERE seq = 8500"),
    Case(
      "a wrong kept edge", .edge, 4096...4096,
      "UPDATE rangeMark SET range = x'0000000000000000' WHERE size = 4096"),
    Case("a lost kept edge", .edge, 8192...8192, "DELETE FROM rangeMark WHERE size = 8192"),
    Case("a stray kept edge", .edge, 77...77, "INSERT INTO rangeMark VALUES (77, x'00')"),
    Case("a lost check value", .bookkeeping, 3...3, "UPDATE entry SET leaf = NULL WHERE seq = 3"),
    Case("another salt", .personal, 1...1, "UPDATE personal SET salt = zeroblob(16) WHERE seq = 1"),
    Case("another name", .personal, 2...2, "UPDATE personal SET value = 'Lê Lợi' WHERE seq = 2"),
    Case(
      "a value without event", .projection, 9999...9999,
      "INSERT INTO personal VALUES (9999, 'name', zeroblob(16), '')"),
    Case("a visit of another", .projection, 6...6, "UPDATE visit SET residentId = 2 WHERE id = 6"),
    Case(
      "a visit at another time", .projection, 6...6,
      "UPDATE visit SET inMs = inMs + 1 WHERE id = 6"),
    Case(
      "a visit in another session", .projection, 6...6,
      "UPDATE visit SET sessionId = 2 WHERE id = 6"),
    Case("a removed visit", .projection, 6...6, "DELETE FROM visit WHERE id = 6"),
    Case(
      "an invented visit", .projection, 3...3,
      "INSERT INTO visit SELECT 3, sessionId, 1, source, inMs, outMs, hoursTenths FROM visit"
        + " WHERE residentId = 2"),
    Case(
      "a certificate of another event", .projection, 7...7,
      "UPDATE certificate SET issueSeq = 7 WHERE sequence = 1"),
    Case(
      "a cancellation that never was", .projection, 5...5,
      "UPDATE certificate SET cancelSeq = 5 WHERE sequence = 1"),
  ]

  /// SQL that replaces text in one line and leaves its check value behind.
  private static func redo(_ seq: Int, _ old: String, _ new: String) -> String {
    "UPDATE entry SET line = CAST(replace(CAST(line AS TEXT), \(old), \(new)) AS BLOB)"
      + " WHERE seq = \(seq)"
  }

  @Test(arguments: cases)
  func `what was done to the file is named with the first position`(_ item: Case) throws {
    let copy = try Copy()
    try copy.forge(item.script)

    let finding = try #require(try copy.audit().findings.first)

    #expect(finding.flaw == item.flaw, "\(finding)")
    #expect(finding.first...finding.last == item.range, "\(finding)")
  }

  @Test func `one who makes everything anew is told by the receipt`() throws {
    let copy = try Copy()
    var tree = CompactRange()
    let lines = try DatabaseQueue(path: copy.path).read { db in
      try Data.fetchAll(db, sql: "SELECT line FROM entry ORDER BY seq LIMIT 6000")
    }
    for line in lines { tree.append(Merkle.leafHash([UInt8](line))) }
    let anchor = LogAudit.Anchor(size: 6000, root: tree.root, name: "receipt")
    try copy.forge(
      Self.redo(5000, "'\"x\":4'", "'\"x\":3'") + ";UPDATE entry SET leaf = leafCheck(line)")
    try copy.recomputeEdges()

    #expect(try copy.audit().findings == [])
    let finding = try copy.audit([anchor]).findings.first
    #expect(finding?.flaw == .rewritten)
    #expect(finding?.first == 0 && finding?.last == 5999)
  }

  @Test func `a flipped byte of a line in the file itself is found where it is`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed \(seed)")
    var random = SplitMix(state: seed)
    // A copy has no free space, so that every copy of a line is the line.
    let copy = try Copy()
    let lines = try DatabaseQueue(path: copy.path).read { db in
      try Data.fetchAll(db, sql: "SELECT line FROM entry ORDER BY seq")
    }
    let whole = try Data(contentsOf: URL(fileURLWithPath: copy.path))
    for _ in 0..<25 {
      let seq = Int.random(in: lines.indices, using: &random)
      let place = try #require(whole.range(of: lines[seq]))
      var changed = whole
      changed[Int.random(in: place, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
      try changed.write(to: URL(fileURLWithPath: copy.path))

      let finding = try copy.audit().findings.first

      #expect(finding?.first == Int64(seq), "\(seq): \(String(describing: finding))")
    }
  }

  @Test func `a file that is no database is an error and no finding`() throws {
    let copy = try Copy()
    try Data("not a database".utf8).write(to: URL(fileURLWithPath: copy.path))

    #expect(throws: StoreError.self) { try copy.audit() }
  }

  @Test func `an older database gets its check values`() throws {
    let test = try Self.filled()
    let report = try Self.audit(test)
    test.store.close()
    let queue = try DatabaseQueue(path: test.store.path)
    try queue.write { db in
      try db.execute(
        sql: """
          DROP TRIGGER entryHasLeaf;
          ALTER TABLE entry DROP COLUMN leaf;
          DELETE FROM grdb_migrations WHERE identifier = '4 leaves';
          """)
    }
    try queue.close()
    #expect(try Self.audit(test) == report, "an older file is audited as it is")

    try test.reopen()

    #expect(try test.value("SELECT count(*) FROM entry WHERE leaf IS NULL") == 0)
    #expect(try Self.audit(test).findings == [])
    #expect(throws: DatabaseError.self) { try test.raw("UPDATE entry SET leaf = 0") }
  }

  @Test func `a proof out of the file leads to the root of the receipt`() throws {
    let test = try Self.filled()
    let size: Int64 = 8700
    let root = try #require(try test.store.compactRange(at: size)?.root)
    for seq in [0, 1, 4095, 4096, 8191, 8192, 8699] as [Int64] {
      let proof = try #require(
        try Store.proof(inDirectory: test.directory, of: seq, size: size, note: "note"))
      #expect(try test.store.proof(of: seq, size: size, note: "note") == proof)
      #expect(
        Merkle.verifyInclusion(
          leaf: Merkle.leafHash(proof.line), index: seq, size: size, proof: proof.hashes,
          root: root))
    }
    #expect(try test.store.proof(of: 8700, size: size, note: "") == nil)
    #expect(try test.store.proof(of: 1, size: 9999, note: "") == nil)
    let seq = try Store.issueSeq(
      ofCertificate: "14464-1-2026-000001", inDirectory: test.directory)
    #expect(try test.store.event(at: try #require(seq))?.kind == "certificate.issue")
  }
}
