import Evidence
import Testing

@testable import Province

@Suite struct ProjectorTests {
  /// What a careful reader counts out of the lines, one after the other.
  struct Recount: Equatable {
    var turns: Int64 = 0
    var people: Int64 = 0
    var left: Int64 = 0
    var sessions: Int64 = 0
    var open: Int64 = 0
    var certificates: Int64 = 0
    var copies: Int64 = 0

    init() {}

    init(lines: [[UInt8]]) throws {
      struct Visit {
        let resident: String
        let session: String
        var departure: Int64?
      }
      var visits: [Int64: Visit] = [:]
      var certificates: [Int64: String] = [:]
      var copies: [String: Int64] = [:]
      var sessions: [String: Bool] = [:]
      for line in lines {
        let event = try Event(line: line)
        let text = { (key: String) in event.fields[key]?.text ?? "" }
        switch event.kind {
        case "visit.in": visits[event.seq] = Visit(resident: text("r"), session: text("s"))
        case "visit.out":
          let match = visits.filter {
            $0.value.resident == text("r") && $0.value.session == text("s")
          }
          if let last = match.keys.max() { visits[last]?.departure = event.seq }
        case "visit.undo":
          let target = event.fields["i"]?.integer ?? -1
          visits[target] = nil
          for (seq, visit) in visits where visit.departure == target {
            visits[seq]?.departure = nil
          }
        case "session.add": sessions[text("s")] = false
        case "session.open": sessions[text("s")] = true
        case "session.close": sessions[text("s")] = false
        case "certificate.issue": certificates[event.seq] = text("n")
        case "certificate.cancel":
          if let target = event.fields["i"]?.integer { certificates[target] = nil }
        case "certificate.print": copies[text("n")] = event.fields["j"]?.integer ?? 1
        default: break
        }
      }
      turns = Int64(Set(visits.values.map { $0.resident + "|" + $0.session }).count)
      people = Int64(Set(visits.values.map(\.resident)).count)
      left = Int64(visits.values.filter { $0.departure != nil }.count)
      self.sessions = Int64(sessions.count)
      open = Int64(sessions.values.filter { $0 }.count)
      self.certificates = Int64(certificates.count)
      self.copies = copies.values.reduce(0, +)
    }
  }

  private func counted(_ province: TestProvince) throws -> Recount {
    let fleet = try Fleet(
      province.pool, nowMilliseconds: province.clock.milliseconds, silentMilliseconds: 0)
    var recount = Recount()
    let centre = try #require(fleet.centres.first)
    recount.turns = centre.turns
    recount.people = centre.people
    recount.sessions = centre.sessions
    recount.certificates = centre.certificates
    recount.left = try province.integer(
      "SELECT count(*) AS n FROM visit WHERE departure IS NOT NULL AND undone IS NULL")
    recount.open = try province.integer(
      "SELECT count(*) AS n FROM session WHERE coalesce(opened, -1) > coalesce(closed, -1)")
    recount.copies = try province.integer("SELECT sum(copies)::bigint AS n FROM certificate")
    return recount
  }

  @Test(arguments: [7, 64, 8192] as [Int64])
  func `the tables equal a recount of the lines, however they are cut`(_ chunk: Int64) throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed \(seed)")
    var random = SplitMix(state: seed)
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.beBusy(events: 600, &random)
    let projector = Projector(pool: province.pool, chunkEvents: chunk)
    var next: Int64 = 0
    while next < kiosk.size {
      let end = min(kiosk.size, next + Int64.random(in: 1...150, using: &random))
      _ = try province.collector.accept(try kiosk.batch(next, end), log: kiosk.log, range: nil)
      if Bool.random(using: &random) { try projector.catchUp() }
      next = end
    }
    try projector.catchUp()
    let expected = try Recount(lines: kiosk.lines)

    #expect(try counted(province) == expected)
    #expect(expected.turns > 0 && expected.left > 0 && expected.certificates > 0)
    #expect(try province.count("quarantine") == 0)

    try projector.reset()
    #expect(try province.count("visit") == 0)
    #expect(try projector.catchUp() == kiosk.size)
    #expect(try counted(province) == expected)
    #expect(try projector.catchUp() == 0)
  }

  @Test func `a stop ends the work after the stretch at hand, and nothing is lost`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(200)
    _ = try province.collector.accept(try kiosk.batch(0, 200), log: kiosk.log, range: nil)
    let stopped = Projector.stopping(province.pool, chunkEvents: 50)

    #expect(try stopped.catchUp() == 50, "it came while the first stretch was written")
    #expect(try stopped.catchUp() == 0)
    #expect(try Projector(pool: province.pool, chunkEvents: 50).catchUp() == 150)
  }

  @Test func `whoever stores events does not wait for whoever projects them`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(20)
    _ = try province.collector.accept(try kiosk.batch(0, 10), log: kiosk.log, range: nil)
    let stream = try province.stream(kiosk.log).id
    try province.pool.transaction { connection in
      // What a projector's row takes of the log's, until its transaction ends.
      try connection.query("SELECT 1 FROM stream WHERE id = $1 FOR KEY SHARE", [.integer(stream)])
      try province.pool.transaction { other in
        try other.execute("SET LOCAL lock_timeout = '2s'")
        _ = try Stream.lock(kiosk.log, other)
        _ = try Stream.lockWithKin(kiosk.log, other)
      }
    }
  }

  @Test func `two projectors at once count nothing twice`() async throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(2000)
    _ = try province.collector.accept(try kiosk.batch(0, 2000), log: kiosk.log, range: nil)
    let projector = Projector(pool: province.pool, chunkEvents: 50)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<4 { group.addTask { _ = try projector.catchUp() } }
      try await group.waitForAll()
    }
    try projector.catchUp()
    #expect(try province.count("visit") == 1999)
  }

  @Test func `an event that the database refuses stands alone in quarantine`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(20)
    // The same resident added twice: the second breaks a key.
    try kiosk.add("resident.add", ["r": .text("L1")])
    try kiosk.add("resident.add", ["r": .text("L1")])
    try kiosk.fill(40)
    // A field of another type, and a text with a zero character.
    try kiosk.add("visit.in", ["r": .integer(1), "s": .text("S")])
    try kiosk.add("visit.in", ["r": .text("a\0b"), "s": .text("S")])
    try kiosk.fill(50)
    _ = try province.collector.accept(try kiosk.batch(0, 50), log: kiosk.log, range: nil)
    try province.application.projector.catchUp()

    #expect(try province.count("quarantine") == 3)
    #expect(try province.integer("SELECT min(seq) AS n FROM quarantine") == 21)
    #expect(try province.count("visit") == 50 - 1 - 4)
    #expect(try province.count("resident") == 1)
  }

  @Test func `the clock of the last event is shown`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(5)
    _ = try province.collector.accept(try kiosk.batch(0, 5), log: kiosk.log, range: nil)
    try province.application.projector.catchUp()
    #expect(try province.integer("SELECT quality::bigint AS n FROM projection") == 3)
  }
}
