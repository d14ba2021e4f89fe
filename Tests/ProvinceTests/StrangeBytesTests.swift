import Evidence
import HTTP
import Testing

@testable import Province

/// What nobody well-meaning sends, as raw bytes: each gets its named answer, and what may be stored is
/// stored and passed on.
@Suite struct StrangeBytesTests {
  private func put(
    _ wire: Wire, _ kiosk: TestKiosk, _ start: Int64, _ end: Int64, _ body: [UInt8]
  ) throws -> Wire.Answer {
    try wire.send("PUT", kiosk.path(start, end), kiosk.headers(body), body)
  }

  @Test func `a request head of a million lines is cut off, and the next request served`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(4)
    try province.serving { wire in
      let head = "PUT \(kiosk.path(0, 4)) HTTP/1.1\r\nHost: a\r\n"
      let lines = String(repeating: "X: y\r\n", count: 1_000_000)

      let answer = try? wire.exchange(Array((head + lines + "\r\n").utf8))

      #expect(answer.map { $0.status == 431 } ?? true)
      let next = try put(wire, kiosk, 0, 4, try kiosk.batch(0, 4))
      #expect(next.status == 200)
    }
  }

  @Test func `a batch of a million lines is too big before it is read`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(4)
    let before = try province.fingerprint()
    try province.serving { wire in
      let lines = String(repeating: "{\"q\":0}\n", count: 1_000_000)
      let header =
        "{\"v\":1,\"log\":\"\(kiosk.log.hex)\",\"start\":0,\"end\":1000000,\"cp\":\"x\"}\n"

      let many = try put(wire, kiosk, 0, 4, try Gzip.compress(Array((header + lines).utf8)))
      #expect(many.status == 413 || many.status == 422, "\(many.status) \(many.text)")
      #expect(many.code == "too-big" || many.code == "header", "\(many.text)")

      let breaks = String(repeating: "\n", count: 1_000_000)
      let empty = try put(wire, kiosk, 0, 4, try Gzip.compress(Array(breaks.utf8)))
      #expect(empty.status == 413 || empty.status == 422)
      #expect(empty.code != nil)
    }
    #expect(try province.fingerprint() == before)
  }

  @Test func `a batch header of a later version is refused by name`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(4)
    let note = try kiosk.checkpoint(4).replacing("\n", with: "\\n")
    let header =
      "{\"cp\":\"\(note)\",\"end\":4,\"log\":\"\(kiosk.log.hex)\",\"start\":0,\"v\":2}\n"
    let body = Array(header.utf8) + kiosk.lines.flatMap { $0 + [10] }
    try province.serving { wire in
      let answer = try put(wire, kiosk, 0, 4, try Gzip.compress(body))
      #expect(answer.status == 422)
      #expect(answer.code == "header")
      #expect(answer.member("detail")?.text?.contains("version") == true, "\(answer.text)")
    }
  }

  @Test func `events of a later version and of unknown kinds are stored, passed on and set aside`()
    throws
  {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(3)
    try kiosk.add("robot.dance", ["x": .integer(1)])
    try kiosk.fill(5)
    let later = Array(
      String(decoding: kiosk.lines[4], as: UTF8.self).replacing("\"v\":1,", with: "\"v\":2,").utf8)
    kiosk.replace(4, with: later)

    try province.serving { wire in
      let answer = try put(wire, kiosk, 0, 5, try kiosk.batch(0, 5))
      #expect(answer.status == 200)
    }
    try province.application.projector.catchUp()

    let kinds = try province.pool.withConnection { connection in
      try connection.query("SELECT kind FROM event ORDER BY seq").map {
        try $0.optionalText("kind")
      }
    }
    #expect(kinds == ["log.start", "visit.in", "visit.in", "robot.dance", "visit.in"])
    let rows = try province.pool.withConnection { connection in
      try connection.query("SELECT seq, line FROM event ORDER BY seq").map {
        try $0.bytes("line")
      }
    }
    #expect(rows == kiosk.lines)
    let quarantined = try province.pool.withConnection { connection in
      try connection.query("SELECT seq FROM quarantine ORDER BY seq").map {
        try $0.integer("seq")
      }
    }
    #expect(quarantined == [3, 4])
  }

  @Test func `a repeat gets its first receipt again`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(8)
    try province.serving { wire in
      let first = try put(wire, kiosk, 0, 4, try kiosk.batch(0, 4))
      _ = try put(wire, kiosk, 4, 8, try kiosk.batch(4, 8))
      province.clock.advance(seconds: 60)

      let again = try put(wire, kiosk, 0, 4, try kiosk.batch(0, 4))

      #expect(again.status == 200)
      #expect(again.body == first.body)
    }
    #expect(try province.count("event") == 8)
  }

  @Test func `who sends much without a place is told when it has one`() throws {
    let province = try TestProvince {
      $0.collector.lanes = 1
      $0.collector.unreservedEvents = 4
    }
    var first = try province.enrolledKiosk()
    var second = try province.enrolledKiosk()
    try first.fill(30)
    try second.fill(30)
    try province.serving { wire in
      #expect(try put(wire, first, 0, 20, try first.batch(0, 20)).status == 200)
      let hello = [
        ("Authorization", "Bearer \(first.token)"), ("Content-Type", "application/json"),
      ]
      let path = "/v1/logs/\(first.log.hex)/hello"
      #expect(try wire.send("POST", path, hello, try first.hello()).status == 200)

      let answer = try put(wire, second, 0, 20, try second.batch(0, 20))
      #expect(answer.status == 429)
      #expect(answer.code == "later")
      #expect(answer.header("Retry-After") == "1")
      #expect(try put(wire, second, 0, 4, try second.batch(0, 4)).status == 429)

      // The first has sent all it had: its place is free, the second's is kept for its time.
      #expect(try put(wire, first, 20, 30, try first.batch(20, 30)).status == 200)
      province.clock.advance(seconds: 1)
      #expect(try put(wire, second, 0, 20, try second.batch(0, 20)).status == 200)
    }
  }

  @Test func `while the database is away the answer is 503, and then 200`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(8)
    try province.serving { wire in
      #expect(try put(wire, kiosk, 0, 4, try kiosk.batch(0, 4)).status == 200)
      let name = province.settings.database.url.split(separator: "=").last.map(String.init) ?? ""
      let admin = try Connection(
        DatabaseTarget(
          url: province.settings.database.url.replacing("dbname=\(name)", with: "dbname=postgres")))
      try admin.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(name)'")

      let answer = try put(wire, kiosk, 4, 8, try kiosk.batch(4, 8))
      #expect(answer.status == 503)
      #expect(answer.code == "database")
      #expect(answer.header("Retry-After") == "15")
      #expect(try put(wire, kiosk, 4, 8, try kiosk.batch(4, 8)).status == 200)
    }
  }
}
