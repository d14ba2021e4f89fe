import Evidence
import HTTP
import Store
import Testing

@testable import Kiosk

/// Every row of the protocol's table of answers, and everything that is no answer, as raw bytes.
@Suite struct RawAnswerTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let bytes: @Sendable (Bed, SigningKey) throws -> String
    let outcome: String
    /// What the log and the page say of it.
    let looks: String
    var testDescription: String { name }

    init(
      _ name: String, _ outcome: String, looks: String = "",
      _ bytes: @escaping @Sendable (Bed, SigningKey) throws -> String
    ) {
      self.name = name
      self.outcome = outcome
      self.looks = looks
      self.bytes = bytes
    }
  }

  private static func answer(_ first: String, _ fields: [String], _ body: String) -> String {
    let lines = ["HTTP/1.1 \(first)"] + fields + ["Content-Length: \(body.utf8.count)", "", body]
    return lines.joined(separator: "\r\n")
  }

  private static func problem(
    _ first: String, _ code: String, _ more: String = "", fields: [String] = []
  ) -> String {
    answer(
      first, ["Content-Type: application/problem+json"] + fields,
      "{\"type\":\"urn:learning-kiosk:problem:\(code)\",\"title\":\"t\"\(more)}")
  }

  private static func receipt(_ bed: Bed, by key: SigningKey) throws -> String {
    let head = try bed.desk.store.head()
    let origin = logOrigin(provinceHost: ScriptedProvince.host, log: bed.desk.store.log)
    let note = try Checkpoint(origin: origin, size: head.size, root: head.range.root)
      .signed(by: bed.desk.keys.device)
    return try Receipt.issue(
      over: note, provinceName: ScriptedProvince.host, key: key,
      timeSeconds: bed.now.wallMilliseconds / 1_000
    ).text
  }

  private static let root = Digest(sha256: [7]).base64

  static let cases = [
    Case("200 and a receipt", "balanced") { bed, key in
      answer("200 OK", ["Content-Type: text/plain"], try receipt(bed, by: key))
    },
    Case("200 and another's receipt", "failed", looks: "has not signed") { bed, _ in
      answer("200 OK", ["Content-Type: text/plain"], try receipt(bed, by: SigningKey()))
    },
    Case("200 and half a receipt", "failed", looks: "other") { bed, key in
      let text = try receipt(bed, by: key)
      return "HTTP/1.1 200 OK\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text.prefix(40))"
    },
    Case("202 and a position", "failed", looks: "no progress") { _, _ in
      answer("202 Accepted", ["Content-Type: application/json"], "{\"next\":0}")
    },
    Case("409 gap at the beginning", "failed", looks: "no progress") { _, _ in
      problem("409 Conflict", "gap", ",\"next\":0,\"root\":\"\(Merkle.emptyRoot.base64)\"")
    },
    Case("409 gap with another root", "unproven") { _, _ in
      problem("409 Conflict", "gap", ",\"next\":1,\"root\":\"\(root)\"")
    },
    Case("409 fork", "unproven") { _, _ in
      problem("409 Conflict", "fork", ",\"size\":1,\"root\":\"\(root)\"")
    },
    Case("413 of a web server in front", "failed", looks: "too large") { _, _ in
      answer("413 Payload Too Large", ["Content-Type: text/html"], "<h1>413</h1>")
    },
    Case("415", "attention-refused") { _, _ in problem("415 Unsupported", "encoding") },
    Case("422 root", "attention-refused") { _, _ in problem("422 Unprocessable", "root") },
    Case("422 signature", "attention-refused") { _, _ in
      problem("422 Unprocessable", "signature")
    },
    Case("429", "later") { _, _ in problem("429 Later", "later", fields: ["Retry-After: 42"]) },
    Case("503", "later") { _, _ in problem("503 Later", "database", fields: ["Retry-After: 15"]) },
    Case("401", "attention-unknownKiosk") { _, _ in problem("401 Who", "token-unknown") },
    Case("403", "attention-revoked") { _, _ in problem("403 No", "revoked") },
    Case("421", "attention-wrongProvince") { _, _ in problem("421 Other", "wrong-province") },
    Case("500", "failed", looks: "status 500 fault") { _, _ in problem("500 Fault", "fault") },
    Case(
      "a captive portal's page", "stranger",
      looks: "status 200, text/html; charset=utf-8, server portal/2, title Wi-Fi miễn phí"
    ) { _, _ in
      answer(
        "200 OK", ["Server: portal/2", "Content-Type: text/html; charset=utf-8"],
        "<html><head><TITLE lang=vi>\nWi-Fi  miễn phí </TITLE></head></html>")
    },
    Case("a redirect", "stranger", looks: "leads to http://login.example") { _, _ in
      answer("302 Found", ["Location: http://login.example/guest?mac=00:11:22"], "")
    },
    Case("511", "stranger", looks: "status 511") { _, _ in
      answer("511 Network Authentication Required", ["Content-Type: text/html"], "<p>")
    },
    Case("407", "stranger", looks: "status 407") { _, _ in
      answer("407 Proxy", ["Proxy-Authenticate: Basic realm=x"], "")
    },
    Case("401 of a portal", "stranger", looks: "status 401") { _, _ in
      answer("401 Unauthorized", ["WWW-Authenticate: Basic realm=guest"], "")
    },
    Case("403 with another server's JSON", "stranger", looks: "application/json") { _, _ in
      answer("403 Forbidden", ["Content-Type: application/json"], "{\"code\":\"revoked\"}")
    },
    Case("a problem of another kind", "stranger", looks: "status 422") { _, _ in
      answer(
        "422 No", ["Content-Type: application/problem+json"], "{\"type\":\"about:blank\"}")
    },
    Case("no HTTP at all", "failed") { _, _ in "SSH-2.0-OpenSSH_9.2\r\n" },
    Case("a head of a megabyte", "failed") { _, _ in
      "HTTP/1.1 200 OK\r\n" + String(repeating: "X-Line: 1\r\n", count: 100_000) + "\r\n"
    },
    Case("a body larger than any answer", "failed", looks: "tooBig") { _, _ in
      answer("200 OK", ["Content-Type: text/plain"], String(repeating: "x", count: 5 << 20))
    },
  ]

  @Test(arguments: cases)
  func `an answer to a batch means what the table says`(_ given: Case) throws {
    let bed = try Bed()
    let province = try ScriptedProvince(bed)
    let bytes = try given.bytes(bed, province.key)
    let hello =
      "{\"next\":0,\"root\":\"\(Merkle.emptyRoot.base64)\",\"size\":0,\"time\":1,\"admit\":true}"
    let server = try RawServer { head in
      let text =
        head.contains("/hello")
        ? Self.answer("200 OK", ["Content-Type: application/json"], hello)
        : head.contains("/entries/")
          ? bytes : Self.problem("404 Not Found", "notFound")
      return Array(text.utf8)
    }
    defer { server.stop() }
    try province.enrol(port: server.port)

    let outcome = try province.worker().step()

    // What comes after the receipt is refused here and does not count.
    let word = outcome.word == "failed" && given.outcome == "balanced" ? "balanced" : outcome.word
    #expect(word == given.outcome, "\(outcome)")
    #expect(outcome.detail.contains(given.looks), "\(outcome.detail)")
    let balance = try bed.desk.balance()
    #expect((balance.confirmed == balance.recorded) == (given.outcome == "balanced"))
    #expect(balance.recorded == balance.confirmed + balance.waiting + balance.needsAttention)
    let kept = try #require(try bed.desk.lastTransfer())
    #expect(kept.outcome == outcome.word)
    #expect(kept.detail == outcome.detail)
  }

  @Test func `a redirect is never followed, least of all with the token`() throws {
    let bed = try Bed()
    let province = try ScriptedProvince(bed)
    let other = try RawServer { _ in Array("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".utf8) }
    let target = "http://127.0.0.1:\(other.port)/"
    let server = try RawServer { _ in
      Array(Self.answer("307 Temporary Redirect", ["Location: \(target)"], "").utf8)
    }
    defer {
      other.stop()
      server.stop()
    }
    try province.enrol(port: server.port)

    let outcome = try province.worker().step()

    #expect(outcome.word == "stranger")
    #expect(server.requestHeads.first?.contains("Bearer kiosk-token") == true)
    #expect(other.requests.isEmpty)
  }

  @Test func `what a stranger says of itself is made short and harmless`() {
    let response = ClientResponse(
      status: 200, headers: ["Server": "a\u{202E}b\"c\u{7}", "Content-Type": "text/html"],
      body: Array("<title>\(String(repeating: "x", count: 500))</title>".utf8))

    let looks = Stranger(response).looks

    #expect(looks.contains("server a b'c "))
    #expect(looks.count < 250)
  }
}
