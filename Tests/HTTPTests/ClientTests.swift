import Glibc
import Synchronization
import Testing

@testable import HTTP

@Suite(.serialized)
struct ClientTests {
  private static let router: Router = {
    var router = Router.echo
    router.on("GET", "/move") { _ in .redirect(to: "/hello") }
    router.on("GET", "/large") { _ in .bytes([UInt8](repeating: 1, count: 5000), contentType: "a/b")
    }
    router.on("PUT", "/echo", maxBodyBytes: 4 << 20) { request in
      Response(
        status: .created,
        headers: ["X-Type": request.contentType, "X-Own": request.header("X-Own") ?? ""],
        body: .bytes(request.body))
    }
    return router
  }()

  private func url(_ server: Server, _ path: String) -> String {
    "http://127.0.0.1:\(server.port)\(path)"
  }

  @Test func `a body goes and comes back`() throws {
    try withServer(Self.router) { server in
      let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      let client = Client()

      let response = try client.send(
        ClientRequest(
          method: "PUT", url: url(server, "/echo"),
          headers: ["Content-Type": "application/gzip", "X-Own": "yes"], body: body))

      #expect(response.status == .created)
      #expect(response.headers["x-type"] == "application/gzip")
      #expect(response.headers["x-own"] == "yes")
      #expect(response.body == body)
    }
  }

  @Test func `no body and an empty body are both fine`() throws {
    try withServer(Self.router) { server in
      let client = Client()

      let hello = try client.send(ClientRequest(url: url(server, "/hello")))
      #expect(hello.body == Array("hello".utf8))
      let empty = try client.send(
        ClientRequest(method: "POST", url: url(server, "/length"), body: []))
      #expect(empty.body == Array("0".utf8))
      let head = try client.send(ClientRequest(method: "HEAD", url: url(server, "/hello")))
      #expect(head.headers["Content-Length"] == "5")
    }
  }

  @Test func `a redirect is an answer, not followed`() throws {
    try withServer(Self.router) { server in
      let response = try Client().send(ClientRequest(url: url(server, "/move")))

      #expect(response.status == .seeOther)
      #expect(response.headers["Location"] == "/hello")
    }
  }

  @Test func `error statuses are answers too`() throws {
    try withServer(Self.router) { server in
      let response = try Client().send(ClientRequest(url: url(server, "/nowhere")))

      #expect(response.status == .notFound)
    }
  }

  @Test func `an answer that is too big is an error`() throws {
    try withServer(Self.router) { server in
      var settings = ClientSettings()
      settings.maxResponseBytes = 4999

      let error = #expect(throws: ClientError.self) {
        try Client(settings: settings).send(ClientRequest(url: url(server, "/large")))
      }

      #expect(error?.reason == .tooBig)
      settings.maxResponseBytes = 5000
      let whole = try Client(settings: settings).send(ClientRequest(url: url(server, "/large")))
      #expect(whole.body.count == 5000)
    }
  }

  @Test func `a server that is silent is given up`() throws {
    let gate = Gate()
    var router = Router()
    router.on("GET", "/slow") { _ in
      gate.wait()
      return .text("")
    }
    try withServer(router) { server in
      var settings = ClientSettings()
      settings.timeoutSeconds = 0.2

      let error = #expect(throws: ClientError.self) {
        try Client(settings: settings).send(ClientRequest(url: url(server, "/slow")))
      }

      #expect(error?.reason == .timeout)
      gate.open()
    }
  }

  @Test func `a closed port is refused, and named`() throws {
    let port = try withServer(.echo) { $0.port }

    let error = #expect(throws: ClientError.self) {
      try Client().send(ClientRequest(url: "http://127.0.0.1:\(port)/"))
    }

    #expect(error?.reason == .connect)
    #expect(error?.message.contains(":\(port)/") == true)
  }

  @Test(arguments: ["file:///etc/passwd", "ftp://127.0.0.1/", "no url", "gopher://127.0.0.1"])
  func `only web addresses are asked`(_ url: String) {
    let error = #expect(throws: ClientError.self) { try Client().send(ClientRequest(url: url)) }

    #expect(error?.reason == .address)
  }

  @Test func `a header cannot smuggle another`() {
    let request = ClientRequest(url: "http://127.0.0.1:1/", headers: ["X-A": "b\r\nX-C: d"])

    let error = #expect(throws: ClientError.self) { try Client().send(request) }

    #expect(error?.operation == "prepare")
  }

  @Test func `interrupting ends a wait`() throws {
    let entered = Gate()
    let gate = Gate()
    var router = Router()
    router.on("GET", "/slow") { _ in
      entered.open()
      gate.wait()
      return .text("")
    }
    try withServer(router) { server in
      let client = Client()
      let address = url(server, "/slow")
      let waiting = Background {
        do throws(ClientError) {
          _ = try client.send(ClientRequest(url: address))
          return ClientError.Reason.other
        } catch {
          return error.reason
        }
      }
      entered.wait()

      client.interrupt()

      #expect(waiting.join() == .interrupted)
      gate.open()
    }
  }

  @Test func `one client serves many threads and keeps its connections`() throws {
    try withServer(Self.router) { server in
      let client = Client()
      let address = url(server, "/hello")
      let workers = (0..<4).map { _ in
        Background {
          (0..<50).count { _ in (try? client.send(ClientRequest(url: address)))?.status == .ok }
        }
      }

      #expect(workers.map { $0.join() } == [50, 50, 50, 50])
    }
  }
}
