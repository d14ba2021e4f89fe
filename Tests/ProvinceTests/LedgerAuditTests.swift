import Evidence
import Testing

@testable import Province

/// The ledger, after somebody wrote to the database behind the service's back.
@Suite struct LedgerAuditTests {
  /// Three batches, the second of which was sent over an overlap, with personal values and rows.
  private static func filled() throws -> (province: TestProvince, kiosk: TestKiosk) {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(90)
    try kiosk.issue("14464-1-2026-000001")
    try kiosk.fill(300)
    for (start, end) in [(0, 100), (60, 200), (200, 300)] as [(Int64, Int64)] {
      _ = try province.collector.accept(
        try kiosk.batch(start, end), log: kiosk.log, range: nil)
    }
    _ = try province.application.personal.accept(
      try kiosk.personalDocument(0, 300), log: kiosk.log, range: try SeqRange("0-300"))
    try province.application.projector.catchUp()
    return (province, kiosk)
  }

  private static func finding(
    _ province: TestProvince, _ kiosk: TestKiosk
  ) throws -> LogFinding? {
    try #require(try province.application.ledgerAudit.audit(kiosk.log)).finding
  }

  @Test func `a whole log is found whole, and every log is listed`() throws {
    let (province, kiosk) = try Self.filled()
    let other = try province.enrolledKiosk()

    let report = try #require(try province.application.ledgerAudit.audit(kiosk.log))

    #expect(report.finding == nil)
    #expect(report.size == 300 && report.root == kiosk.tree(300).root)
    #expect(report.batches == 3 && report.personalValues == 2)
    #expect(try province.application.ledgerAudit.logs() == [kiosk.log, other.log])
    #expect(try province.application.ledgerAudit.audit(other.log)?.finding == nil)
    #expect(try province.application.ledgerAudit.audit(LogID.random()) == nil)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let flaw: LogFinding.Flaw
    let range: ClosedRange<Int64>
    let script: String
    var testDescription: String { name }

    init(_ name: String, _ flaw: LogFinding.Flaw, _ range: ClosedRange<Int64>, _ script: String) {
      (self.name, self.flaw, self.range, self.script) = (name, flaw, range, script)
    }
  }

  private static func row(_ seq: Int, _ old: String, _ new: String) -> String {
    """
    UPDATE event SET line = convert_to(replace(convert_from(line, 'UTF8'), '\(old)', '\(new)'), 'UTF8')
      WHERE seq = \(seq)
    """
  }

  static let cases = [
    Case("another resident in a row", .changed, 150...150, row(150, "wedge", "wedgy")),
    Case("another time in a row", .redated, 150...150, row(150, "\"t\":17", "\"t\":16")),
    Case("no event in a row", .damaged, 150...150, row(150, "{", "[")),
    Case("a row gone", .missing, 150...150, "DELETE FROM event WHERE seq = 150"),
    Case("the last rows gone", .missing, 290...299, "DELETE FROM event WHERE seq >= 290"),
    Case(
      "a row twice", .added, 150...150,
      """
      INSERT INTO event SELECT stream, seq, received + interval '1 second', kind, line FROM event
        WHERE seq = 150
      """),
    Case(
      "a row put on", .added, 300...300,
      "INSERT INTO event SELECT stream, 300, received, kind, line FROM event WHERE seq = 150"),
    Case(
      "exchanged rows", .reordered, 150...150,
      """
      UPDATE event SET seq = -1 WHERE seq = 150; UPDATE event SET seq = 150 WHERE seq = 160;
      UPDATE event SET seq = 160 WHERE seq = -1
      """),
    Case(
      "another kind beside a row", .projection, 150...150,
      "UPDATE event SET kind = 'visit.out' WHERE seq = 150"),
    Case("a batch gone", .missing, 100...199, "DELETE FROM batch WHERE first = 100"),
    Case("the last batch gone", .missing, 200...299, "DELETE FROM batch WHERE first = 200"),
    Case(
      "a batch twice", .added, 50...99,
      """
      ALTER TABLE batch DROP CONSTRAINT "batchesNeverOverlap";
      INSERT INTO batch SELECT stream, 50, last, received, range, receipt, bytes FROM batch
        WHERE first = 0
      """),
    Case(
      "damaged bytes of a batch", .batch, 100...199,
      "UPDATE batch SET bytes = set_byte(bytes, 900, get_byte(bytes, 900) # 255) WHERE first = 100"),
    Case(
      "another batch's bytes", .batch, 100...199,
      "UPDATE batch SET bytes = (SELECT bytes FROM batch WHERE first = 0) WHERE first = 100"),
    Case(
      "another edge", .edge, 100...100,
      "UPDATE batch SET range = (SELECT range FROM batch WHERE first = 200) WHERE first = 100"),
    Case(
      "another receipt", .receipt, 199...199,
      "UPDATE batch SET receipt = (SELECT receipt FROM batch WHERE first = 0) WHERE first = 100"),
    Case("no receipt", .receipt, 199...199, "UPDATE batch SET receipt = '' WHERE first = 100"),
    Case("the log's receipt", .receipt, 299...299, "UPDATE stream SET receipt = 'x'"),
    Case("the log's edge", .edge, 300...300, "UPDATE stream SET range = ''"),
    Case("the log's length", .missing, 300...399, "UPDATE stream SET next = 400"),
    Case("the log said shorter", .bookkeeping, 250...250, "UPDATE stream SET next = 250"),
    Case("another key", .batch, 0...99, "UPDATE stream SET key = decode(repeat('58', 32), 'hex')"),
    Case(
      "another name", .personal, 90...90, "UPDATE personal SET value = 'x' WHERE field = 'name'"),
    Case("an invented visit", .projection, 0...0, "UPDATE visit SET seq = 0 WHERE seq = 5"),
    Case(
      "an invented certificate", .projection, 7...7,
      "UPDATE certificate SET seq = 7 WHERE seq = 90"),
  ]

  @Test(arguments: cases)
  func `what was done to the ledger is named with the first position`(_ item: Case) throws {
    let (province, kiosk) = try Self.filled()
    try province.pool.withConnection { try $0.execute(item.script) }

    let finding = try #require(try Self.finding(province, kiosk))

    #expect(finding.flaw == item.flaw, "\(finding)")
    #expect(finding.first...finding.last == item.range, "\(finding)")
  }

  @Test func `a batch written anew without the kiosk's key is told by its root`() throws {
    let (province, kiosk) = try Self.filled()
    var forged = Array(kiosk.lines[60..<200])
    let event = try Event(line: forged[90])
    let later = ClockReading(
      boot: 1, bootMilliseconds: event.clock.bootMilliseconds,
      wallMilliseconds: event.clock.wallMilliseconds + 86_400_000, quality: .networkTime)
    forged[90] = try Event(seq: 150, clock: later, kind: event.kind, fields: event.fields).line()
    let bytes = try kiosk.encoded(60, 200, note: try kiosk.checkpoint(200), lines: forged)
    let write = { (sql: String, value: [UInt8]) in
      _ = try province.pool.withConnection { try $0.change(sql, [.bytes(value)]) }
    }

    try write("UPDATE batch SET bytes = $1 WHERE first = 100", bytes)
    let told = LogFinding(.redated, at: 150, "in the batch's bytes")
    #expect(try Self.finding(province, kiosk) == told)

    // With the row to match there is nothing to compare: only that the signature says otherwise.
    try write("UPDATE event SET line = $1 WHERE seq = 150", forged[90])
    let finding = try #require(try Self.finding(province, kiosk))
    #expect(finding.flaw == .rewritten)
    #expect(finding.first == 100 && finding.last == 199)
  }

  @Test func `every changed byte of rows and batches is found`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed \(seed)")
    var random = SplitMix(state: seed)
    let (province, kiosk) = try Self.filled()
    for _ in 0..<40 {
      let isRow = Bool.random(using: &random)
      let (table, column, key) = isRow ? ("event", "line", "seq") : ("batch", "bytes", "first")
      let seq = Int64.random(in: 0..<300, using: &random)
      let place = isRow ? seq : seq / 100 * 100
      let whole = try #require(
        try province.pool.withConnection {
          try $0.query("SELECT \(column) AS b FROM \(table) WHERE \(key) = $1", [.integer(place)])
            .first?.bytes("b")
        })
      var changed = whole
      let index = Int.random(in: changed.indices, using: &random)
      changed[index] ^= UInt8.random(in: 1...255, using: &random)
      let write = { (bytes: [UInt8]) in
        _ = try province.pool.withConnection {
          try $0.change(
            "UPDATE \(table) SET \(column) = $2 WHERE \(key) = $1",
            [.integer(place), .bytes(bytes)])
        }
      }
      try write(changed)
      let finding = try Self.finding(province, kiosk)
      try write(whole)

      // Bytes 4 to 9 of a gzip member (time, flags of the packer, system) say nothing of what is in it.
      if !isRow, finding == nil {
        #expect((4...9).contains(index), "\(table) \(place) byte \(index)")
      } else {
        let found = try #require(finding, "\(table) \(place) byte \(index)")
        #expect(found.first...found.last ~= max(place, found.first), "\(found)")
        #expect(found.first >= place)
      }
    }
  }

  @Test func `a branch is computed from its parent's events on`() throws {
    let (province, parent) = try Self.filled()
    var child = try province.enrolledKiosk()
    let id = try province.integer("SELECT id::bigint AS n FROM stream ORDER BY id DESC LIMIT 1")
    try child.continue(parent, from: 250)
    try child.fill(400)
    try province.pool.withConnection { connection in
      _ = try connection.change(
        """
        UPDATE stream SET parent = 1, fork = 250, next = 250, range = $2, receipt = 'none'
        WHERE id = $1
        """, [.integer(id), .bytes(child.tree(250).encoded())])
    }
    _ = try province.collector.accept(try child.batch(250, 400), log: child.log, range: nil)

    let report = try #require(try province.application.ledgerAudit.audit(child.log))
    #expect(report.finding == nil)
    #expect(report.size == 400 && report.root == child.tree(400).root)
    for seq in [3, 249, 250, 399] as [Int64] {
      let proof = try province.application.proofs.proof(log: child.log, seq: seq)
      let proven = try proof.verify(province: province.application.keys.verifier)
      #expect(proven.event.seq == seq && proven.log == child.log)
    }
  }

  @Test func `a branch is whole with the personal values that it shares`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(4)
    try kiosk.issue("14464-1-2026-000001")
    try province.take(kiosk)
    var copy = try kiosk.branched(at: 5)
    _ = try province.application.branches.take(
      try copy.announcement(of: kiosk.log, fork: 5), of: kiosk.log)
    try copy.issue("14464-1-2026-000002")
    try province.take(copy, from: 5)

    let report = try #require(try province.application.ledgerAudit.audit(copy.log))

    #expect(report.finding == nil)
    #expect(report.personalValues == 4)
    try province.pool.withConnection { connection in
      _ = try connection.change("UPDATE personal SET value = 'x' WHERE seq = 4 AND field = 'name'")
    }
    #expect(
      try province.application.ledgerAudit.audit(copy.log)?.finding
        == LogFinding(.personal, at: 4, "field name"))
  }

  @Test func `a proof out of the ledger holds, and there is none for what is not here`() throws {
    let (province, kiosk) = try Self.filled()
    let proofs = province.application.proofs
    for seq in [0, 60, 99, 100, 255, 299] as [Int64] {
      let text = try proofs.proof(log: kiosk.log, seq: seq).text
      let proven = try InclusionProof(text: text).verify(
        province: province.application.keys.verifier)
      #expect(proven.event.seq == seq && proven.log == kiosk.log)
      #expect(try proven.event.line() == kiosk.lines[Int(seq)])
    }
    #expect(throws: EventProofs.Absence.notHere(seq: 300, next: 300)) {
      try proofs.proof(log: kiosk.log, seq: 300)
    }
    #expect(throws: EventProofs.Absence.notHere(seq: -1, next: 300)) {
      try proofs.proof(log: kiosk.log, seq: -1)
    }
    #expect(throws: EventProofs.Absence.unknownLog) {
      try proofs.proof(log: LogID.random(), seq: 0)
    }
  }
}

extension TestKiosk {
  /// Goes on under this kiosk's own name after another's first events.
  mutating func `continue`(_ other: TestKiosk, from size: Int64) throws {
    for line in other.lines.prefix(Int(size)) {
      let event = try Event(line: line)
      try add(event.kind, event.fields)
      replace(Int(event.seq), with: line)
    }
  }
}
