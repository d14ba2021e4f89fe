import Evidence
import Testing

@testable import Province

@Suite struct SchemaTests {
  @Test func `the schema is made once, also by two programs at once`() async throws {
    let target = try Cluster.database()
    let counts = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<4 {
        group.addTask {
          let pool = ConnectionPool(target, size: 1)
          return try Database.migrate(pool, nowMilliseconds: 0).count
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(counts.sorted() == [0, 0, 0, Migration.all.count])
  }

  @Test func `no time limit cuts a step short, and nothing is built over rows that go`() throws {
    var target = try Cluster.database()
    target.statementTimeoutSeconds = 7
    let pool = ConnectionPool(target, size: 1)
    try pool.withConnection {
      try $0.execute(
        """
        CREATE FUNCTION limits() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
          IF current_setting('statement_timeout') <> '0' OR current_setting('lock_timeout') <> '0'
          THEN RAISE EXCEPTION 'a time limit'; END IF; END $$;
        CREATE EVENT TRIGGER limits ON ddl_command_start WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE')
          EXECUTE FUNCTION limits();
        """)
    }

    #expect(try Database.migrate(pool, nowMilliseconds: 0).count == Migration.all.count)

    let limit = try pool.withConnection { try $0.query("SHOW statement_timeout").first }
    #expect(try limit?.text("statement_timeout") == "7s", "for the steps alone")
    let script = Migration.clock.script
    let truncation = try #require(script.firstRange(of: "TRUNCATE"))
    let building = try #require(script.firstRange(of: "CREATE"))
    #expect(truncation.lowerBound < building.lowerBound)
  }

  @Test func `steps are numbered without gaps`() {
    #expect(Migration.all.map(\.number) == Array(1...Migration.all.count))
  }

  @Test func `kiosks of an older database are kept, what their events mean is read again`() throws {
    let pool = ConnectionPool(try Cluster.database(), size: 1)
    try pool.withConnection { connection in
      try connection.execute(
        "CREATE TABLE migration (number integer PRIMARY KEY, name text NOT NULL, "
          + "applied timestamptz NOT NULL)")
      for step in Migration.all.prefix(3) {
        try connection.execute(step.script)
        try connection.execute("INSERT INTO migration VALUES (\(step.number), 'x', now())")
      }
      try connection.execute(
        """
        INSERT INTO stream (log, centre, key, range)
          VALUES (decode(repeat('01', 16), 'hex'), '14464-1', decode(repeat('02', 32), 'hex'), '');
        INSERT INTO enrolment VALUES (decode(repeat('03', 32), 'hex'), '14464-1', 'X', now(), now());
        INSERT INTO kiosk (stream, name, code, token, certificate, enrolled)
          VALUES (1, 'X', decode(repeat('03', 32), 'hex'), decode(repeat('04', 32), 'hex'), 'c', now());
        INSERT INTO certificate (stream, seq, number, resident, course, tenths, day, issued, cancelled)
          VALUES (1, 1, '14464-1-2026-000001', 'L1', 'XMC', 300, 20780, now(), 2);
        INSERT INTO projection (stream, next) VALUES (1, 3);
        INSERT INTO quarantine VALUES (1, 2, 'unknown kind certificate.replace')
        """)
    }

    #expect(try Database.migrate(pool, nowMilliseconds: 0).first?.name == "trust")
    // What the older program did not understand is read again, before any list is made.
    let counts = try pool.withConnection {
      try $0.query(
        """
        SELECT next, published, (SELECT count(*) FROM certificate) AS certificates,
          (SELECT count(*) FROM quarantine) AS refused FROM projection
        """
      ).first
    }
    #expect(try counts?.integer("next") == 0)
    #expect(try counts?.integer("published") == 3)
    #expect(try counts?.integer("certificates") == 0)
    #expect(try counts?.integer("refused") == 0)
    #expect(throws: PublishError.rebuilding) {
      _ = try pool.withConnection { try RegisterReading($0, year: 2026) }
    }
    let row = try pool.withConnection {
      try $0.query("SELECT certificate, requested FROM kiosk").first
    }
    #expect(try row?.bytes("certificate") == [99])
    #expect(try row?.optionalTime("requested") == nil)
  }

  @Test func `a database of a newer program is refused and not touched`() throws {
    let pool = ConnectionPool(try Cluster.database(), size: 1)
    _ = try Database.migrate(pool, nowMilliseconds: 0)
    try pool.withConnection {
      try $0.execute("INSERT INTO migration VALUES (99, 'later', now())")
    }
    let error = try #require(throws: DatabaseTooNew.self) {
      _ = try Database.migrate(pool, nowMilliseconds: 0)
    }
    #expect(error.description.contains("newer"))
  }

  @Test(
    arguments: [
      (0, "1970-01"), (951_782_400_000, "2000-02"), (951_868_800_000, "2000-03"),
      (1_795_395_600_000, "2026-11"), (1_798_761_599_999, "2026-12"),
      (1_798_761_600_000, "2027-01"),
    ] as [(Int64, String)])
  func `a time falls into its month`(_ milliseconds: Int64, _ text: String) {
    #expect(Month(wallMilliseconds: milliseconds).text == text)
  }

  @Test func `the next months are made ahead, so that no batch at midnight makes a table`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(8)
    let partitions = province.collector.partitions
    try partitions.prepareAhead(province.pool, nowMilliseconds: province.clock.milliseconds)
    // From here on nobody may make anything.
    try province.pool.withConnection {
      try $0.execute(
        """
        CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS
          $$ BEGIN RAISE EXCEPTION 'no DDL now'; END $$;
        CREATE EVENT TRIGGER nothing ON ddl_command_start EXECUTE FUNCTION refuse();
        """)
    }

    // 23 November, 1 December, 1 January, 1 February, each at midnight in UTC.
    for (index, day) in [0, 8, 31, 31].enumerated() {
      let midnight = day == 0 ? 0 : Int64(day) * 86_400 - (index == 1 ? 3600 : 0)
      province.clock.advance(seconds: midnight)
      let (from, to) = (Int64(index * 2), Int64(index * 2 + 2))
      _ = try province.collector.accept(try kiosk.batch(from, to), log: kiosk.log, range: nil)
    }

    #expect(try province.count("\"event-2027-02\"") == 2)
    let fresh = EventPartitions()
    try fresh.prepareAhead(province.pool, nowMilliseconds: 1_795_395_600_000)
    #expect(throws: PostgresError.self, "the months after that are not there yet") {
      try fresh.prepareAhead(province.pool, nowMilliseconds: province.clock.milliseconds)
    }
  }

  @Test func `several programs make the same months at once`() async throws {
    let province = try TestProvince()
    let (pool, now) = (province.pool, province.clock.milliseconds)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<6 {
        group.addTask { try EventPartitions().prepareAhead(pool, nowMilliseconds: now) }
      }
      try await group.waitForAll()
    }
    let months = try province.integer(
      "SELECT count(*) AS n FROM pg_inherits WHERE inhparent = 'event'::regclass")
    #expect(months == 1 + Int64(EventPartitions.monthsAhead))
  }

  struct Overlap: Sendable, CustomTestStringConvertible {
    let first, last: Int
    let isAllowed: Bool
    var testDescription: String { "\(first)-\(last)" }
  }

  @Test(arguments: [
    Overlap(first: 4, last: 6, isAllowed: true), Overlap(first: 8, last: 9, isAllowed: true),
    Overlap(first: 3, last: 6, isAllowed: false), Overlap(first: 0, last: 1, isAllowed: false),
    Overlap(first: 1, last: 3, isAllowed: false), Overlap(first: 0, last: 9, isAllowed: false),
    Overlap(first: 5, last: 5, isAllowed: false), Overlap(first: -1, last: 0, isAllowed: false),
  ])
  func `two batches of a log never overlap, whatever the program does`(_ item: Overlap) throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(4)
    _ = try province.collector.accept(try kiosk.batch(0, 4), log: kiosk.log, range: nil)
    let other = try province.enrolledKiosk()
    let sql = """
      INSERT INTO batch SELECT s.id, \(item.first), \(item.last), b.received, b.range, b.receipt,
        b.bytes FROM (SELECT * FROM batch LIMIT 1) b, stream s WHERE s.log = $1
      """
    let insert = { (log: LogID) in
      try province.pool.withConnection { try $0.change(sql, [.bytes(log.bytes)]) }
    }

    if item.isAllowed {
      #expect(try insert(kiosk.log) == 1)
    } else {
      let error = #expect(throws: PostgresError.self) { _ = try insert(kiosk.log) }
      #expect(["23P01", "23505", "23514"].contains(error?.code))
    }
    if item.first >= 0, item.first < item.last {
      #expect(try insert(other.log) == 1, "another log may have any range")
    }
  }

  @Test func `events go on into the next month's partition`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(8)
    _ = try province.collector.accept(try kiosk.batch(0, 4), log: kiosk.log, range: nil)
    province.clock.advance(seconds: 70 * 86_400)
    _ = try province.collector.accept(try kiosk.batch(4, 8), log: kiosk.log, range: nil)

    #expect(try province.count("\"event-2026-11\"") == 4)
    #expect(try province.count("\"event-2027-02\"") == 4)
    #expect(try province.count("event") == 8)
  }
}
