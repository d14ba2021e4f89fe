import Evidence
import Testing

@testable import Province

/// The whole table of answers, from raw bytes on a socket.
@Suite struct CollectorAnswersTests {
  typealias Headers = [(String, String)]

  /// One refused request: what is sent and what must come back.
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let status: Int
    let code: String
    let send: @Sendable (Wire, TestKiosk, TestKiosk) throws -> Wire.Answer

    init(
      _ name: String, _ status: Int, _ code: String,
      _ send: @escaping @Sendable (Wire, TestKiosk, TestKiosk) throws -> Wire.Answer
    ) {
      self.name = name
      self.status = status
      self.code = code
      self.send = send
    }

    var testDescription: String { name }
  }

  private static func put(
    _ wire: Wire, _ kiosk: TestKiosk, _ start: Int64, _ end: Int64, _ body: [UInt8],
    change: (inout Headers) -> Void = { _ in }
  ) throws -> Wire.Answer {
    var headers = kiosk.headers(body)
    change(&headers)
    return try wire.send("PUT", kiosk.path(start, end), headers, body)
  }

  private static func set(_ name: String, _ value: String?) -> (inout Headers) -> Void {
    { headers in
      headers.removeAll { $0.0 == name }
      if let value { headers.append((name, value)) }
    }
  }

  static let cases: [Case] = [
    Case("range that is none", 400, "range") { wire, kiosk, _ in
      let body = try kiosk.batch(4, 8)
      return try wire.send(
        "PUT", "/v1/logs/\(kiosk.log.hex)/entries/8-4", kiosk.headers(body), body)
    },
    Case("range with a leading zero", 400, "range") { wire, kiosk, _ in
      let body = try kiosk.batch(4, 8)
      return try wire.send(
        "PUT", "/v1/logs/\(kiosk.log.hex)/entries/04-8", kiosk.headers(body), body)
    },
    Case("log that is none", 400, "log-id") { wire, kiosk, _ in
      let body = try kiosk.batch(4, 8)
      return try wire.send("PUT", "/v1/logs/XYZ/entries/4-8", kiosk.headers(body), body)
    },
    Case("no token", 401, "token-missing") { wire, kiosk, _ in
      try put(wire, kiosk, 4, 8, try kiosk.batch(4, 8), change: set("Authorization", nil))
    },
    Case("unknown token", 401, "token-unknown") { wire, kiosk, _ in
      try put(
        wire, kiosk, 4, 8, try kiosk.batch(4, 8), change: set("Authorization", "Bearer nobody"))
    },
    Case("another log's token", 403, "other-log") { wire, kiosk, other in
      try put(
        wire, kiosk, 4, 8, try kiosk.batch(4, 8),
        change: set("Authorization", "Bearer \(other.token)"))
    },
    Case("other media type", 415, "media-type") { wire, kiosk, _ in
      try put(wire, kiosk, 4, 8, try kiosk.batch(4, 8), change: set("Content-Type", "text/plain"))
    },
    Case("later version of the format", 415, "media-type") { wire, kiosk, _ in
      try put(
        wire, kiosk, 4, 8, try kiosk.batch(4, 8),
        change: set("Content-Type", "application/vnd.learning-kiosk.entries+ndjson;v=2"))
    },
    Case("no encoding", 415, "encoding") { wire, kiosk, _ in
      try put(wire, kiosk, 4, 8, try kiosk.batch(4, 8), change: set("Content-Encoding", nil))
    },
    Case("no digest", 400, "digest-missing") { wire, kiosk, _ in
      try put(wire, kiosk, 4, 8, try kiosk.batch(4, 8), change: set("Content-Digest", nil))
    },
    Case("one bit flipped on the way", 422, "digest") { wire, kiosk, _ in
      var body = try kiosk.batch(4, 8)
      let headers = kiosk.headers(body)
      body[body.count / 2] ^= 1
      return try wire.send("PUT", kiosk.path(4, 8), headers, body)
    },
    Case("gzip cut short", 422, "encoding") { wire, kiosk, _ in
      try put(wire, kiosk, 4, 8, Array(try kiosk.batch(4, 8).dropLast(9)))
    },
    Case("no gzip at all", 422, "encoding") { wire, kiosk, _ in
      try put(wire, kiosk, 4, 8, Array("{}\n".utf8))
    },
    Case("gzip bomb", 413, "too-big") { wire, kiosk, _ in
      try put(
        wire, kiosk, 4, 8, try Gzip.compress([UInt8](repeating: 0x20, count: 9 << 20)))
    },
    Case("more than a mebibyte", 413, "") { wire, kiosk, _ in
      try put(wire, kiosk, 4, 8, [UInt8](repeating: 7, count: (1 << 20) + 1))
    },
    Case("header that is no header", 422, "header") { wire, kiosk, _ in
      try put(wire, kiosk, 4, 8, try Gzip.compress(Array("{\"v\":1}\n".utf8)))
    },
    Case("path and batch differ", 422, "range") { wire, kiosk, _ in
      try put(wire, kiosk, 4, 7, try kiosk.batch(4, 8))
    },
    Case("another log's batch", 422, "log") { wire, kiosk, other in
      try put(wire, kiosk, 4, 8, try other.batch(4, 8))
    },
    Case("another log's checkpoint", 422, "log") { wire, kiosk, other in
      try put(wire, kiosk, 4, 8, try kiosk.encoded(4, 8, note: try other.checkpoint(8)))
    },
    Case("another log's lines", 422, "root") { wire, kiosk, other in
      try put(
        wire, kiosk, 4, 8,
        try kiosk.encoded(
          4, 8, note: try kiosk.checkpoint(8), lines: Array(other.lines[4..<8])))
    },
    Case("another province's checkpoint", 421, "wrong-province") { wire, kiosk, _ in
      let note = try kiosk.checkpoint(8, origin: "elsewhere.test/log/\(kiosk.log.hex)")
      return try put(wire, kiosk, 4, 8, try kiosk.encoded(4, 8, note: note))
    },
    Case("checkpoint of another size", 422, "checkpoint") { wire, kiosk, _ in
      try put(wire, kiosk, 4, 8, try kiosk.encoded(4, 8, note: try kiosk.checkpoint(9)))
    },
    Case("another key's signature", 422, "signature") { wire, kiosk, _ in
      var forger = kiosk
      forger.key = SigningKey()
      return try put(wire, kiosk, 4, 8, try forger.batch(4, 8))
    },
    Case("wrong root", 422, "root") { wire, kiosk, _ in
      let note = try kiosk.checkpoint(8, root: Merkle.emptyRoot)
      return try put(wire, kiosk, 4, 8, try kiosk.encoded(4, 8, note: note))
    },
    Case("one line changed", 422, "root") { wire, kiosk, _ in
      var lines = Array(kiosk.lines[4..<8])
      lines[2] = try Event(
        seq: 6, clock: Event(line: lines[2]).clock, kind: "visit.in", fields: ["r": .text("L9")]
      ).line()
      return try put(
        wire, kiosk, 4, 8, try kiosk.encoded(4, 8, note: try kiosk.checkpoint(8), lines: lines))
    },
    Case("gap", 409, "gap") { wire, kiosk, _ in
      try put(wire, kiosk, 6, 8, try kiosk.batch(6, 8))
    },
    Case("fork", 409, "fork") { wire, kiosk, _ in
      var twin = kiosk
      twin.replace(2, with: twin.lines[2].replacing(Array("L2".utf8), with: Array("L8".utf8)))
      return try put(wire, kiosk, 0, 4, try twin.batch(0, 4))
    },
    Case("fork that goes further", 409, "fork") { wire, kiosk, _ in
      var twin = kiosk
      twin.replace(2, with: twin.lines[2].replacing(Array("L2".utf8), with: Array("L8".utf8)))
      return try put(wire, kiosk, 0, 8, try twin.batch(0, 8))
    },
    Case("known lines damaged, checkpoint good", 422, "root") { wire, kiosk, _ in
      var twin = kiosk
      twin.replace(2, with: twin.lines[2].replacing(Array("L2".utf8), with: Array("L8".utf8)))
      let note = try kiosk.checkpoint(4)
      return try put(
        wire, kiosk, 0, 4, try kiosk.encoded(0, 4, note: note, lines: Array(twin.lines[0..<4])))
    },
    Case("wrong method", 405, "methodNotAllowed") { wire, kiosk, _ in
      try wire.send("DELETE", kiosk.path(4, 8))
    },
    Case("unknown path", 404, "notFound") { wire, _, _ in try wire.send("GET", "/v1/nothing") },
  ]

  @Test(arguments: cases)
  func `a refused batch gets its problem and leaves the database untouched`(_ given: Case) throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    var other = try province.enrolledKiosk()
    try kiosk.fill(12)
    try other.fill(12)
    _ = try province.collector.accept(try kiosk.batch(0, 4), log: kiosk.log, range: nil)
    let before = try province.fingerprint()

    try province.serving { wire in
      let answer = try given.send(wire, kiosk, other)

      #expect(answer.status == given.status)
      #expect(answer.header("Content-Type") == "application/problem+json")
      if !given.code.isEmpty { #expect(answer.code == given.code) }
      for member in ["type", "title", "detail"] {
        #expect(answer.member(member)?.text?.isEmpty == false)
      }
    }

    #expect(try province.fingerprint() == before)
  }

  @Test func `a revoked kiosk is told so and stores nothing`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(4)
    try province.pool.withConnection { try $0.execute("UPDATE kiosk SET revoked = now()") }
    let before = try province.fingerprint()

    try province.serving { wire in
      let answer = try Self.put(wire, kiosk, 0, 4, try kiosk.batch(0, 4))
      #expect(answer.status == 403)
      #expect(answer.code == "revoked")
    }

    #expect(try province.fingerprint() == before)
  }

  @Test func `a gap says where to go on and with which root`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(12)
    _ = try province.collector.accept(try kiosk.batch(0, 4), log: kiosk.log, range: nil)

    try province.serving { wire in
      let answer = try Self.put(wire, kiosk, 8, 12, try kiosk.batch(8, 12))
      #expect(answer.member("next") == .integer(4))
      #expect(answer.member("size") == .integer(4))
      #expect(answer.member("root") == .text(kiosk.tree(4).root.base64))
    }
  }

  @Test func `a good batch gets a receipt that verifies, and GET gives it again`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(600)

    try province.serving { wire in
      let path = "/v1/logs/\(kiosk.log.hex)/receipt"
      let token = [("Authorization", "Bearer \(kiosk.token)")]
      #expect(try wire.send("GET", path, token).code == "no-receipt")
      let answer = try Self.put(wire, kiosk, 0, 600, try kiosk.batch(0, 600))
      #expect(answer.status == 200)
      let receipt = try Receipt(
        text: answer.text, province: province.application.keys.verifier)
      #expect(receipt.checkpoint.size == 600)
      #expect(receipt.checkpoint.root == kiosk.tree(600).root)
      #expect(receipt.timeSeconds == province.clock.milliseconds / 1000)
      #expect(try wire.send("GET", path, token).body == answer.body)
    }

    #expect(try province.count("event") == 600)
  }
}
