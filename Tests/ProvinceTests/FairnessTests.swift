import Evidence
import Testing

@testable import Province

/// No log holds up the others, whatever stands in it.
@Suite struct FairnessTests {
  /// Makes every visit of the first log fail, as a fault of the database would.
  static func jam(_ province: TestProvince) throws {
    try province.pool.withConnection { connection in
      try connection.execute(
        """
        CREATE FUNCTION jam() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN RAISE EXCEPTION 'jammed'; END $$;
        CREATE TRIGGER jam BEFORE INSERT ON visit FOR EACH ROW WHEN (NEW.stream = 1)
          EXECUTE FUNCTION jam();
        """)
    }
  }

  private func send(_ kiosk: TestKiosk, _ province: TestProvince) throws {
    _ = try province.collector.accept(
      try kiosk.batch(0, kiosk.size), log: kiosk.log, range: nil)
  }

  @Test(arguments: [
    #"\u0000"#, "", #"a\u0000b"#, "visit.in nhé", String(repeating: "x", count: 4000),
  ])
  func `a kind that is none is set aside without it, and the others are counted`(
    _ kind: String
  ) throws {
    let province = try TestProvince()
    var strange = try province.enrolledKiosk()
    try strange.fill(5)
    let line = String(decoding: strange.lines[3], as: UTF8.self)
    strange.replace(
      3, with: Array(line.replacing(#""k":"visit.in""#, with: "\"k\":\"\(kind)\"").utf8))
    var other = try province.enrolledKiosk()
    try other.fill(5)
    try send(strange, province)
    try send(other, province)

    try province.application.projector.catchUp()

    #expect(try province.count("visit") == 3 + 4)
    let entries = try Quarantine(province.pool).entries
    #expect(entries.map(\.seq) == [3])
    #expect(entries.allSatisfy { $0.kind == nil && !$0.reason.isEmpty })
    #expect(try province.application.projector.replay(all: true).after == 1)
  }

  @Test func `a log that cannot be projected stays behind alone`() throws {
    let province = try TestProvince()
    var kiosks = [try province.enrolledKiosk(), try province.enrolledKiosk()]
    for index in kiosks.indices {
      try kiosks[index].fill(5)
      try send(kiosks[index], province)
    }
    try Self.jam(province)

    let caught = try province.application.projector.caughtUp()
    #expect(caught == Projector.CaughtUp(events: 5, behind: [kiosks[0].log]))
    #expect(try province.count("visit WHERE stream = 2") == 4)
    #expect(try province.integer("SELECT next AS n FROM projection WHERE stream = 1") == 0)

    try province.pool.withConnection { try $0.execute("DROP TRIGGER jam ON visit") }
    #expect(try province.application.projector.caughtUp() == .init(events: 5, behind: []))
    #expect(try province.count("quarantine") == 0)
  }

  @Test func `logs take turns, a stretch each`() throws {
    let province = try TestProvince()
    for size in [100, 10, 30] {
      var kiosk = try province.enrolledKiosk()
      try kiosk.fill(size)
      try send(kiosk, province)
    }
    try province.pool.withConnection { connection in
      try connection.execute(
        """
        CREATE TABLE turn (n integer GENERATED ALWAYS AS IDENTITY, stream integer);
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN INSERT INTO turn (stream) VALUES (NEW.stream); RETURN NEW; END $$;
        CREATE TRIGGER note AFTER UPDATE ON projection FOR EACH ROW EXECUTE FUNCTION note();
        """)
    }

    try Projector(pool: province.pool, chunkEvents: 10).catchUp()

    let turns = try province.pool.withConnection { connection in
      try connection.query("SELECT stream FROM turn ORDER BY n").map { try $0.integer("stream") }
    }
    #expect(turns.prefix(7) == [1, 2, 3, 1, 3, 1, 3])
    #expect(turns.count == 14)
  }

  @Test func `a log full of events that the database refuses costs a few tries an event`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(1)
    for _ in 0..<200 { try kiosk.issue("14464-1-2026-000001") }
    try send(kiosk, province)
    // A sequence goes on when its transaction is rolled back.
    try province.pool.withConnection { connection in
      try connection.execute(
        """
        CREATE SEQUENCE tries;
        CREATE FUNCTION try() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN PERFORM nextval('tries'); RETURN NULL; END $$;
        CREATE TRIGGER try BEFORE INSERT ON certificate EXECUTE FUNCTION try();
        """)
    }

    try province.application.projector.catchUp()

    #expect(try province.count("certificate") == 1)
    #expect(try province.count("quarantine") == 199)
    #expect(try province.integer("SELECT last_value AS n FROM tries") < 3 * 200)

    // Read anew in one transaction, it costs no more.
    try province.pool.withConnection { connection in
      try connection.execute(
        """
        SELECT setval('tries', 1); DELETE FROM visit; DELETE FROM certificate;
        INSERT INTO quarantine (stream, seq, reason) VALUES (1, 1, 'older')
        """)
    }
    #expect(try province.application.projector.replay(all: true).accepted == 1)
    #expect(try province.integer("SELECT last_value AS n FROM tries") < 4 * 200)
  }

  @Test(.timeLimit(.minutes(1)))
  func `while a log is read anew after an update, the others are counted`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(3)
    try kiosk.add("visit.fly")
    try send(kiosk, province)
    try province.application.projector.catchUp()
    let blocker = try Connection(try province.settings.target)
    try blocker.execute("UPDATE quarantine SET program = '0.0.9'")
    try blocker.execute("BEGIN; SELECT next FROM projection WHERE stream = 1 FOR UPDATE")
    var other = try province.enrolledKiosk()
    try other.fill(8)
    try send(other, province)

    province.application.startWorkers()
    while try province.count("visit WHERE stream = 2") == 0 {}

    try blocker.execute("ROLLBACK")
    while try province.count("quarantine WHERE program = '0.0.9'") > 0 {}
    province.application.stopWorkers()
  }
}
