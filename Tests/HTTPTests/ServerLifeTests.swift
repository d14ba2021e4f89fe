import Glibc
import Synchronization
import Testing

@testable import HTTP

@Suite(.serialized)
struct ServerLifeTests {
  @Test func `a taken port is named`() throws {
    try withServer(.echo) { server in
      var settings = ServerSettings.quick
      settings.port = server.port
      let second = Server(settings: settings, logger: .quiet, router: .echo)

      let error = #expect(throws: ServerError.self) { try second.start() }

      #expect(error?.isPortTaken == true)
      #expect(error?.message.contains("127.0.0.1 port \(server.port)") == true)
    }
  }

  @Test func `a host that is not ours is refused`() {
    var settings = ServerSettings.quick
    settings.host = "192.0.2.1"
    let server = Server(settings: settings, logger: .quiet, router: .echo)

    let error = #expect(throws: ServerError.self) { try server.start() }

    #expect(error?.operation == "bind")
    #expect(error?.message.contains("192.0.2.1 port 0") == true)
  }

  @Test func `stopping loses no answer in flight`() throws {
    let entered = Atomic<Int>(0)
    let gate = Gate()
    var router = Router()
    router.on("GET", "/slow") { _ in
      entered.add(1, ordering: .acquiringAndReleasing)
      gate.wait()
      return .text(String(repeating: "x", count: 100_000))
    }
    let server = Server(settings: .quick, logger: .quiet, router: router)
    try server.start()
    let clients = try (0..<16).map { _ in try RawClient(port: server.port) }
    for client in clients { client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n") }
    while entered.load(ordering: .acquiring) < 16 { poll(nil, 0, 1) }

    let stopping = Background { server.stop(graceSeconds: 10) }
    while !server.isStopping { poll(nil, 0, 1) }
    gate.open()

    for client in clients {
      let answer = try #require(client.readAnswer())
      #expect(answer.body.count == 100_000)
      #expect(answer.headers["connection"]?.lowercased() == "close")
    }
    #expect(stopping.join() != nil)
  }

  @Test func `requests sent before the stop are answered, even unaccepted ones`() throws {
    for round in 0..<20 {
      let server = Server(settings: .quick, logger: .quiet, router: .echo)
      try server.start()
      let clients = try (0..<8).map { _ in try RawClient(port: server.port) }
      for client in clients { client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n") }

      server.stop(graceSeconds: 10)

      for client in clients {
        #expect(client.readAnswer()?.text == "hello", "round \(round)")
      }
    }
  }

  @Test func `a stopped server refuses connections`() throws {
    let server = Server(settings: .quick, logger: .quiet, router: .echo)
    try server.start()
    let port = server.port
    server.stop(graceSeconds: 1)

    #expect(throws: RawClient.Failure.self) { try RawClient(port: port) }
  }

  @Test func `stopping ends streams and does not wait for idle connections`() throws {
    var router = Router.echo
    let streaming = Gate()
    router.on("GET", "/events") { _ in
      .stream(contentType: "text/event-stream") {
        streaming.open()
        poll(nil, 0, 1)
        return []
      }
    }
    let server = Server(settings: .quick, logger: .quiet, router: router)
    try server.start()
    let idle = try RawClient(port: server.port)
    idle.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
    _ = idle.readAnswer()
    let listener = try RawClient(port: server.port)
    listener.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n")
    streaming.wait()
    let start = MonotonicClock.milliseconds

    server.stop(graceSeconds: 10)

    #expect(MonotonicClock.milliseconds - start < 5000)
    #expect(listener.readAnswer()?.status == 200)
    #expect(idle.isClosed())
  }

  @Test func `a stream is delivered piece by piece and ends when its client leaves`() throws {
    let pieces = Atomic<Int>(0)
    let ended = Gate()
    var router = Router()
    router.on("GET", "/count") { _ in
      let left = Atomic5()
      return .stream(contentType: "text/plain") { left.next() }
    }
    router.on("GET", "/endless") { _ in
      let token = Token { ended.open() }
      return .stream(contentType: "text/event-stream") {
        _ = token
        pieces.add(1, ordering: .relaxed)
        poll(nil, 0, 1)
        return []
      }
    }
    try withServer(router) { server in
      let client = try RawClient(port: server.port)
      client.send("GET /count HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(client.readAnswer()?.text == "1\n2\n3\n4\n5\n")

      do {
        let leaving = try RawClient(port: server.port)
        leaving.send("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n")
        while pieces.load(ordering: .relaxed) == 0 { poll(nil, 0, 1) }
      }
      #expect(ended.wait())
    }
  }

  @Test func `a thousand servers leave no descriptor, thread or memory behind`() throws {
    let cycle = {
      let server = Server(settings: .quick, logger: .quiet, router: .echo)
      try server.start()
      let client = try RawClient(port: server.port)
      client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(client.readAnswer()?.status == 200)
      server.stop(graceSeconds: 1)
    }
    for _ in 0..<50 { try cycle() }
    let descriptors = ProcessState.descriptorCount
    let threads = ProcessState.threadCount
    let kilobytes = ProcessState.residentKilobytes

    for _ in 0..<1000 { try cycle() }

    // Other suites run at the same time: what leaks would show a thousand times over.
    #expect(ProcessState.descriptorCount < descriptors + 100)
    #expect(ProcessState.threadCount < threads + 100)
    #expect(ProcessState.residentKilobytes < kilobytes + 20_000)
  }
}

/// Gives "1\n" to "5\n", then nil.
private final class Atomic5: Sendable {
  private let count = Atomic<Int>(0)

  func next() -> [UInt8]? {
    let number = count.add(1, ordering: .relaxed).newValue
    return number <= 5 ? Array("\(number)\n".utf8) : nil
  }
}
