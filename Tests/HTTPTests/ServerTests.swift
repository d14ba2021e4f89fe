import Glibc
import Synchronization
import Testing

@testable import HTTP

@Suite(.serialized)
struct ServerTests {
  private let post = "POST /length HTTP/1.1\r\nHost: x\r\n"

  @Test(arguments: [(1, true), (2, false)] as [(UInt32, Bool)])
  func `only this machine speaks from the address at which it is answered`(
    host: UInt32, isOwn: Bool
  ) throws {
    let kept = Kept()
    try withServer(kept.router) { server in
      let client = try RawClient(port: server.port, host: host)
      client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
      _ = client.readAnswer()

      #expect(kept.request?.remoteAddress == "127.0.0.\(host)")
      #expect(kept.request?.isFromOwnAddress == isOwn)
    }
  }

  @Test func `a request is answered with the security headers`() throws {
    try withServer(.echo) { server in
      let client = try RawClient(port: server.port)

      client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
      let answer = try #require(client.readAnswer())

      #expect(answer.status == 200)
      #expect(answer.text == "hello")
      #expect(answer.headers["content-security-policy"]?.contains("default-src 'none'") == true)
      #expect(answer.headers["x-content-type-options"] == "nosniff")
      #expect(answer.headers["date"] != nil)
    }
  }

  @Test func `a request may arrive byte by byte`() throws {
    try withServer(.echo) { server in
      let client = try RawClient(port: server.port)

      for byte in (post + "Content-Length: 11\r\n\r\nhello world").utf8 {
        client.send([byte])
      }

      #expect(client.readAnswer()?.text == "11")
    }
  }

  @Test func `pipelined requests are answered in order`() throws {
    try withServer(.echo) { server in
      let client = try RawClient(port: server.port)
      let requests = (0..<50).map { "GET /echo/\($0) HTTP/1.1\r\nHost: x\r\n\r\n" }

      client.send(requests.joined())

      for number in 0..<50 {
        #expect(client.readAnswer()?.text == "\(number)")
      }
    }
  }

  @Test func `a connection is kept after a body and after a refusal`() throws {
    try withServer(.echo) { server in
      let client = try RawClient(port: server.port)

      client.send(post + "Content-Length: 3\r\n\r\nabc")
      #expect(client.readAnswer()?.text == "3")
      client.send("GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(client.readAnswer()?.status == 404)
      client.send(post + "Transfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n0\r\n\r\n")
      #expect(client.readAnswer()?.text == "4")
    }
  }

  @Test func `HEAD has the length of GET and no body`() throws {
    try withServer(.echo) { server in
      let client = try RawClient(port: server.port)

      client.send("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\nGET /hello HTTP/1.1\r\nHost: x\r\n\r\n")

      let head = try #require(client.readAnswer(toHead: true))
      #expect(head.headers["content-length"] == "5")
      #expect(client.readAnswer()?.text == "hello")
    }
  }

  @Test func `100-continue is given before a body that fits`() throws {
    try withServer(.echo) { server in
      let client = try RawClient(port: server.port)

      client.send(post + "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n")
      #expect(client.readAnswer()?.status == 100)
      client.send("ab")
      #expect(client.readAnswer()?.text == "2")
    }
  }

  struct Malformed: CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let status: Int
    let contains: String

    init(_ name: String, _ text: String, _ status: Int, _ contains: String = "") {
      (self.name, self.status, self.contains) = (name, status, contains)
      bytes = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    }

    var testDescription: String { name }
  }

  static let malformed: [Malformed] = [
    Malformed("encoded NUL", "GET /a%00b HTTP/1.1\r\nHost: x\r\n\r\n", 400, "NUL byte at byte 2"),
    Malformed("raw NUL", "GET /a\u{0}b HTTP/1.1\r\nHost: x\r\n\r\n", 400, "NUL byte at byte 2"),
    Malformed("encoded bad UTF-8", "GET /%C3%28 HTTP/1.1\r\nHost: x\r\n\r\n", 400, "UTF-8"),
    Malformed("raw bad UTF-8", "GET /\u{ff}\u{fe} HTTP/1.1\r\nHost: x\r\n\r\n", 400, "UTF-8"),
    Malformed("overlong slash", "GET /%C0%AF HTTP/1.1\r\nHost: x\r\n\r\n", 400, "UTF-8 at byte 1"),
    Malformed("broken escape", "GET /a%2 HTTP/1.1\r\nHost: x\r\n\r\n", 400, "hex digits at byte 2"),
    Malformed("query escape", "GET /query?q=%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400, "value of q"),
    Malformed("query NUL", "GET /query?q=%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400, "NUL byte"),
    Malformed("control", "GET /a%0Ab HTTP/1.1\r\nHost: x\r\n\r\n", 400, "control character"),
    Malformed("no slash", "GET hello HTTP/1.1\r\nHost: x\r\n\r\n", 400, "slash"),
    Malformed("no host", "GET /hello HTTP/1.1\r\n\r\n", 400, "Host"),
    Malformed("space in target", "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", 400, "byte 2"),
    Malformed(
      "two lengths",
      "POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc", 400,
      "more than one Content-Length"),
    Malformed(
      "length and chunks",
      "POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "0\r\n\r\n", 400, "both"),
    Malformed(
      "unknown coding",
      "POST /length HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400,
      "transfer coding"),
    Malformed(
      "negative length", "POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400),
    Malformed(
      "length with sign", "POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\nabc", 400),
    Malformed(
      "broken chunk",
      "POST /length HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
    Malformed(
      "wrong method", "DELETE /hello HTTP/1.1\r\nHost: x\r\n\r\n", 405, "only GET, HEAD, OPTIONS"),
    Malformed(
      "form of another type",
      "POST /form HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: 1\r\n\r\na", 415),
  ]

  @Test(arguments: malformed)
  func `a malformed request is refused in words and the server goes on`(_ item: Malformed) throws {
    try withServer(.echo) { server in
      let client = try RawClient(port: server.port)
      client.send(item.bytes)

      let answer = try #require(client.readAnswer())

      #expect(answer.status == item.status)
      #expect(item.contains.isEmpty || answer.text.contains(item.contains), "\(answer.text)")
      let next = try RawClient(port: server.port)
      next.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(next.readAnswer()?.text == "hello")
    }
  }

  @Test func `text that looks like an attack is only text`() throws {
    try withServer(.echo) { server in
      let client = try RawClient(port: server.port)

      client.send("GET /echo/%C4%90%E1%BB%97%2F..%2F%3Cb%3E HTTP/1.1\r\nHost: x\r\n\r\n")

      #expect(client.readAnswer()?.text == "Đỗ/../<b>")
    }
  }
}
