import Evidence
import HTTP
import Testing

@testable import Province

@Suite struct QuarantineTests {
  /// Every row of every counted table, in an order of its own.
  private static func tables(_ province: TestProvince) throws -> [String: String] {
    try province.pool.withConnection { connection in
      var digests: [String: String] = [:]
      for table in Projector.tables + ["projection"] {
        let row = try connection.query(
          "SELECT coalesce(string_agg(t::text, ';' ORDER BY t::text), '') AS rows FROM \(table) t"
        ).first
        digests[table] = try row?.text("rows")
      }
      return digests
    }
  }

  private static func strange(_ province: TestProvince) throws -> TestKiosk {
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(3)
    try kiosk.add("visit.fly", ["r": .text("L1")])
    try kiosk.add("weather.rain", ["mm": .integer(12)])
    try kiosk.add("visit.in", ["r": .integer(7), "s": .text("S")])
    try kiosk.fill(8)
    let line = String(decoding: kiosk.lines[6], as: UTF8.self)
    kiosk.replace(6, with: Array(line.replacing("\"v\":1", with: "\"v\":9").utf8))
    try province.take(kiosk)
    return kiosk
  }

  @Test func `what is not understood is listed with kind, reason, time and version`() throws {
    let province = try TestProvince()
    let kiosk = try Self.strange(province)

    let quarantine = try Quarantine(province.pool)

    #expect(quarantine.total == 4)
    #expect(quarantine.entries.map(\.seq) == [3, 4, 5, 6])
    let kinds = ["visit.fly", "weather.rain", "visit.in", "visit.in"]
    #expect(quarantine.entries.map(\.kind) == kinds)
    #expect(
      quarantine.entries.map(\.reason) == [
        "unknown kind visit.fly", "unknown kind weather.rain", "field r is not a text",
        "unknown version 9",
      ])
    for entry in quarantine.entries {
      #expect(entry.log == kiosk.log && entry.centre == "14464-1")
      #expect(entry.sinceMilliseconds == province.clock.milliseconds)
      #expect(entry.program == Province.version)
    }
    #expect(quarantine.groups.count == 4)
    let json = try CanonicalValue(json: try quarantine.json()).object
    #expect(json?["total"]?.integer == 4)
    #expect(json?["entries"]?.list?.first?.object?["kind"]?.text == "visit.fly")
    #expect(try province.count("visit") == 8 - 1 - 4)
  }

  @Test func `a program that knows no more changes only reason and version, not the time`() throws {
    let province = try TestProvince()
    _ = try Self.strange(province)
    let before = try Quarantine(province.pool).entries
    province.clock.advance(seconds: 3600)
    let newer = Projector(pool: province.pool, clock: province.clock.wall, program: "9.0.0")

    #expect(try newer.replay(all: false) == Projector.Replayed(before: 4, after: 4))

    let after = try Quarantine(province.pool).entries
    #expect(after.map(\.program) == ["9.0.0", "9.0.0", "9.0.0", "9.0.0"])
    #expect(after.map(\.sinceMilliseconds) == before.map(\.sinceMilliseconds))
    #expect(after.map(\.reason) == before.map(\.reason))
    #expect(try newer.replay(all: false).before == 0, "one try a version is enough")
    #expect(try newer.replay(all: true).before == 4, "unless somebody asks")
  }

  @Test func `a stop while a log is read anew leaves everything as it was`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(200)
    try province.take(kiosk)
    try Self.forget([190], province)
    let before = try Self.tables(province)

    let outcome = try Projector.stopping(province.pool, chunkEvents: 50).replay(all: true)

    #expect(outcome.failed == 1)
    #expect(try Self.tables(province) == before)
    #expect(try province.count("quarantine") == 1)
    let again = try Projector(pool: province.pool, chunkEvents: 50).replay(all: true)
    #expect(again == Projector.Replayed(before: 1, after: 0))
  }

  /// Plays an older program: some events are in quarantine and in no table.
  private static func forget(_ seqs: [Int64], _ province: TestProvince) throws {
    try province.pool.transaction { connection in
      for (table, column) in [("visit", "seq"), ("certificate", "seq"), ("session", "seq")] {
        try connection.change(
          "DELETE FROM \(table) WHERE \(column) = ANY ($1)", [.integers(seqs)])
      }
      try connection.change(
        """
        INSERT INTO quarantine (stream, seq, reason, kind, program)
        SELECT 1, t.seq, 'unknown kind', 'x', '0.0.9' FROM unnest($1::bigint[]) AS t (seq)
        """, [.integers(seqs)])
    }
  }

  @Test func `after an update the tables are those of a rebuild, whatever was set aside`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed \(seed)")
    var random = SplitMix(state: seed)
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.beBusy(events: 500, &random)
    try province.take(kiosk)
    let right = try Self.tables(province)
    let seqs = try kiosk.lines.compactMap { line -> Int64? in
      let event = try Event(line: line)
      let isChosen = Int.random(in: 0..<4, using: &random) == 0
      return isChosen && ["visit.in", "certificate.issue", "session.add"].contains(event.kind)
        ? event.seq : nil
    }
    try Self.forget(seqs, province)
    #expect(try Self.tables(province) != right)

    let outcome = try Projector(
      pool: province.pool, chunkEvents: 64, clock: province.clock.wall
    ).replay(all: false)

    #expect(outcome == Projector.Replayed(before: Int64(seqs.count), after: 0))
    #expect(try Self.tables(province) == right)
  }

  @Test func `a log of which one event is understood keeps the others set aside`() throws {
    let province = try TestProvince()
    _ = try Self.strange(province)
    let since = try Quarantine(province.pool).entries.first?.sinceMilliseconds
    try Self.forget([1], province)
    province.clock.advance(seconds: 60)

    let outcome = try province.application.projector.replay(all: true)

    #expect(outcome == Projector.Replayed(before: 5, after: 4))
    #expect(try province.count("visit") == 3)
    let times = try Quarantine(province.pool).entries.map(\.sinceMilliseconds)
    #expect(times == [since, since, since, since])
  }

  @Test func `a row that the database refuses goes to quarantine again when its log is read anew`()
    throws
  {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(3)
    try kiosk.add("resident.add", ["r": .text("L1")])
    try kiosk.add("resident.add", ["r": .text("L1")])
    try kiosk.fill(20)
    try province.take(kiosk)
    let right = try Self.tables(province)
    #expect(try province.integer("SELECT seq AS n FROM quarantine") == 4)
    try Self.forget([2], province)

    #expect(try province.application.projector.replay(all: true).after == 1)
    #expect(try Self.tables(province) == right)
  }

  @Test func `the service tries again by itself, once after a start`() throws {
    let province = try TestProvince()
    _ = try Self.strange(province)
    try Self.forget([1], province)
    let retry = QuarantineRetry(
      projector: province.application.projector, logger: TestProvince.quiet)

    try retry.once()
    #expect(try province.count("quarantine") == 4)
    try Self.forget([2], province)
    try retry.once()
    #expect(try province.count("quarantine") == 5)
  }

  @Test func `a rebuild gives the same tables, row for row`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed \(seed)")
    var random = SplitMix(state: seed)
    let province = try TestProvince()
    for _ in 0..<3 {
      var kiosk = try province.enrolledKiosk()
      try kiosk.beBusy(events: 300, &random)
      try kiosk.add("weather.rain")
      try kiosk.add("visit.in", ["r": .integer(1)])
      try province.take(kiosk)
    }
    let before = try Self.tables(province)

    let projector = Projector(
      pool: province.pool, chunkEvents: Int64.random(in: 1...100, using: &random),
      clock: province.clock.wall)
    try projector.reset()
    #expect(try province.count("visit") == 0)
    try projector.catchUp()

    #expect(try Self.tables(province) == before)
    #expect(before.values.allSatisfy { !$0.isEmpty } || before["course"] == "")
  }

  @Test func `what a branch has in common with its log is listed once`() throws {
    let province = try TestProvince()
    let kiosk = try Self.strange(province)
    var copy = try kiosk.branched(at: 6)
    _ = try province.application.branches.take(
      try copy.announcement(of: kiosk.log, fork: 6), of: kiosk.log)
    try copy.add("visit.fly")
    try province.take(copy, from: 6)
    #expect(try province.count("quarantine") == 4 + 3 + 1)

    let quarantine = try Quarantine(province.pool)

    #expect(quarantine.total == 5)
    #expect(quarantine.entries.map(\.seq) == [6, 3, 4, 5, 7])
    #expect(quarantine.groups.map(\.count).reduce(0, +) == 5)
  }

  @Test func `the page says what is set aside in both languages and only on this machine`() throws {
    let province = try TestProvince()
    let router = try province.router()
    let page = { (target: String, address: String) in
      router.respond(
        to: try Request(method: "GET", target: target, headers: [:], remoteAddress: address))
    }
    #expect(try page("/quarantine", "127.0.0.1").text.contains("Mọi bản ghi đều hiểu được"))
    _ = try Self.strange(province)

    let vi = try page("/quarantine", "127.0.0.1")
    let en = try page("/quarantine?lang=en", "127.0.0.1")

    #expect(vi.status == .ok)
    for text in ["weather.rain", "unknown version 9", "Bản ghi chưa hiểu được: 4."] {
      #expect(vi.text.contains(text))
    }
    #expect(en.text.contains("Records not understood: 4.") && !en.text.contains("{{"))
    #expect(try page("/", "127.0.0.1").text.contains("href=\"/quarantine\""))
    #expect(try page("/quarantine", "192.0.2.1").status == .forbidden)
  }
}
