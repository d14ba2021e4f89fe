import Glibc
import Synchronization
import Testing

@testable import HTTP

@Suite(.serialized)
struct ServerLimitTests {
  private static let limit = ServerSettings().maxBodyBytes

  @Test func `a body of exactly the limit is taken`() throws {
    try withServer(.echo) { server in
      let client = try RawClient(port: server.port)
      let body = String(repeating: "a", count: Self.limit)

      client.send(
        "POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: \(Self.limit)\r\n\r\n" + body)

      #expect(client.readAnswer()?.text == "\(Self.limit)")
    }
  }

  @Test(arguments: [limit + 1, 900_000, 20_000_000])
  func `a declared body beyond the limit sees its 413`(_ size: Int) throws {
    try withServer(.echo) { server in
      let client = try RawClient(port: server.port)
      let writer = Background { [descriptor = client.descriptor] in
        sendAll(descriptor, "POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: \(size)\r\n\r\n")
        sendAll(descriptor, String(repeating: "a", count: size))
      }

      #expect(client.readAnswer()?.status == 413)
      _ = writer.join()
    }
  }

  @Test(arguments: [limit + 1, 900_000, 20_000_000])
  func `a chunked body beyond the limit sees its 413`(_ size: Int) throws {
    try withServer(.echo) { server in
      let client = try RawClient(port: server.port)
      let writer = Background { [descriptor = client.descriptor] in
        let head = "POST /length HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        sendAll(descriptor, head + String(size, radix: 16) + "\r\n")
        sendAll(descriptor, String(repeating: "a", count: size) + "\r\n0\r\n\r\n")
      }

      #expect(client.readAnswer()?.status == 413)
      _ = writer.join()
    }
  }

  @Test func `a client that asks first is told 413 before it sends`() throws {
    try withServer(.echo) { server in
      let client = try RawClient(port: server.port)

      client.send(
        "POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 999999\r\nExpect: 100-continue\r\n\r\n"
      )

      #expect(client.readAnswer()?.status == 413)
    }
  }

  @Test func `a route may take more than the others`() throws {
    try withServer(.echo) { server in
      let client = try RawClient(port: server.port)

      client.send("POST /wide HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n")
      client.send(String(repeating: "a", count: 3_000_000))

      #expect(client.readAnswer()?.text == "3000000")
    }
  }

  @Test func `a wide route asks who comes before it reads a body`() throws {
    try withServer(.echo) { server in
      let head =
        "POST /wide-for-guests HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n"
        + "Expect: 100-continue\r\n"
      let stranger = try RawClient(port: server.port)
      let guest = try RawClient(port: server.port)

      stranger.send(head + "\r\n")
      guest.send(head + "Cookie: ticket=7\r\n\r\n")
      guest.send(String(repeating: "a", count: 3_000_000))

      #expect(stranger.readAnswer()?.status == 413)
      #expect(guest.readAnswer()?.status == 100)
      #expect(guest.readAnswer()?.text == "3000000")
    }
  }

  @Test(arguments: [5_000, 14_000, 200_000])
  func `a long target is 414`(_ length: Int) throws {
    try withServer(.echo) { server in
      let client = try RawClient(port: server.port)

      client.send("GET /\(String(repeating: "a", count: length)) HTTP/1.1\r\nHost: x\r\n\r\n")

      #expect(client.readAnswer()?.status == 414)
    }
  }

  @Test func `a large head is 431`() throws {
    try withServer(.echo) { server in
      let client = try RawClient(port: server.port)
      let field = "X-Field: \(String(repeating: "a", count: 1000))\r\n"

      client.send("GET /hello HTTP/1.1\r\nHost: x\r\n")
      client.send(String(repeating: field, count: 60) + "\r\n")

      #expect(client.readAnswer()?.status == 431)
    }
  }

  @Test func `a connection beyond the limit is closed and a free place is given again`() throws {
    var settings = ServerSettings.quick
    settings.maxConnections = 4
    try withServer(.echo, settings: settings) { server in
      var clients = try (0..<4).map { _ in try RawClient(port: server.port) }
      for client in clients {
        client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(client.readAnswer()?.status == 200)
      }

      let fifth = try RawClient(port: server.port)
      #expect(fifth.isClosed())
      clients.removeLast()

      // The place is free once the server has seen the client go; until then we are turned away.
      let answers = (0..<1000).lazy.map { _ in
        let client = try? RawClient(port: server.port)
        client?.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
        return client?.readAnswer()?.text
      }
      #expect(answers.contains("hello"))
    }
  }

  @Test func `one address cannot take every place`() throws {
    var settings = ServerSettings.quick
    settings.maxConnectionsPerAddress = 2
    try withServer(.echo, settings: settings) { server in
      let clients = try (0..<2).map { _ in try RawClient(port: server.port) }
      for client in clients {
        client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(client.readAnswer()?.status == 200)
      }

      let third = try RawClient(port: server.port)

      #expect(third.isClosed())
    }
  }

  @Test func `a head that trickles is cut off with 408 while bytes still come`() throws {
    try withServer(.echo, settings: .hasty) { server in
      let client = try RawClient(port: server.port)
      let start = MonotonicClock.milliseconds

      client.send("GET /hello HTTP/1.1\r\nHost: x\r\nX-Slow: ")
      let sender = Background { [descriptor = client.descriptor] in
        // A byte each 50 ms keeps any timer of inactivity from firing.
        for _ in 0..<200 {
          guard sendAll(descriptor, "a") else { return }
          poll(nil, 0, 50)
        }
      }

      #expect(client.readAnswer()?.status == 408)
      #expect(MonotonicClock.milliseconds - start < 8000)
      shutdown(client.descriptor, Int32(SHUT_RDWR))
      _ = sender.join()
    }
  }

  @Test func `a body that never comes is cut off with 408`() throws {
    try withServer(.echo, settings: .hasty) { server in
      let client = try RawClient(port: server.port)

      client.send("POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab")

      #expect(client.readAnswer()?.status == 408)
      #expect(client.isClosed())
    }
  }

  @Test func `an idle connection is closed without a word`() throws {
    try withServer(.echo, settings: .hasty) { server in
      let client = try RawClient(port: server.port)
      client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(client.readAnswer()?.status == 200)

      #expect(client.readToEnd() == "")
    }
  }

  @Test func `a client that does not read its answer is cut off`() throws {
    var settings = ServerSettings.hasty
    settings.minBytesPerSecond = 1 << 30
    let ended = Gate()
    var router = Router()
    router.on("GET", "/big") { _ in
      let token = Token { ended.open() }
      return .stream(contentType: "text/plain", length: 64 << 20) {
        withExtendedLifetime(token) { [UInt8](repeating: 97, count: 1 << 20) }
      }
    }
    try withServer(router, settings: settings) { server in
      let client = try RawClient(port: server.port, receiveBufferBytes: 4096)
      client.send("GET /big HTTP/1.1\r\nHost: x\r\n\r\n")

      #expect(ended.wait())
      #expect(client.readAnswer() == nil)
    }
  }

  @Test func `a client that goes away mid-way harms nobody`() throws {
    try withServer(.echo) { server in
      for text in [
        "G", "GET /hello HTTP/1.1\r\n",
        "POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab",
      ] {
        let client = try RawClient(port: server.port)
        client.send(text)
      }
      let client = try RawClient(port: server.port)
      client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(client.readAnswer()?.text == "hello")
    }
  }

  @Test func `a handler slower than the idle timeout still answers`() throws {
    var settings = ServerSettings.quick
    settings.idleTimeoutSeconds = 1
    var router = Router()
    router.on("GET", "/slow") { _ in
      // Not a wait for an event: the handler is the slow thing under test.
      poll(nil, 0, 1500)
      return .text("at last")
    }
    try withServer(router, settings: settings) { server in
      let client = try RawClient(port: server.port)

      client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")

      #expect(client.readAnswer()?.text == "at last")
    }
  }
}

/// Sends text on a socket another object owns; whether everything went.
@discardableResult
func sendAll(_ descriptor: Int32, _ text: String) -> Bool {
  let bytes = Array(text.utf8)
  var sent = 0
  while sent < bytes.count {
    let count = bytes.withUnsafeBytes {
      send(descriptor, $0.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
    }
    guard count > 0 else { return false }
    sent += count
  }
  return true
}
