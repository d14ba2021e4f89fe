import Evidence
import Foundation
import HTTP
import Synchronization
import Testing

@testable import Province

/// The province fetches from a kiosk whose addresses are played by a small server.
@Suite struct PullTests {
  /// What the played kiosk was told.
  final class Heard: Sendable {
    let receipts = Mutex<[String]>([])
    let refused = Mutex(0)
  }

  /// Serves a kiosk's log on a free port while `body` runs.
  /// - Parameters:
  ///   - claim: the length that it says it has; beyond what it has come the first events again.
  ///   - document: personal values to give in place of its own.
  private func playing(
    _ kiosk: TestKiosk, _ heard: Heard, maxEvents: Int64 = 200, flippedBit: (Int, UInt8)? = nil,
    claim: Int64? = nil, document: [UInt8]? = nil,
    body: (String) throws -> Void
  ) throws {
    var router = Router()
    /// The answer as it arrives, which on a bad line is not as it was sent.
    @Sendable func gzip(_ bytes: [UInt8], _ type: String) -> Response {
      var arriving = bytes
      if let (index, bit) = flippedBit { arriving[index] ^= bit }
      return Response.bytes(arriving, contentType: type).with("Content-Encoding", "gzip")
        .with("Content-Digest", ContentDigest.header(of: bytes))
    }
    @Sendable func check(_ request: Request) throws(Refusal) {
      guard request.header("Authorization") == "Bearer \(kiosk.pullToken)" else {
        heard.refused.withLock { $0 += 1 }
        throw Refusal(.unauthorized, code: "token", detail: "Show the token.")
      }
    }
    router.on("GET", "/v1/log/checkpoint") { request in
      try check(request)
      return .text(try kiosk.checkpoint(claim ?? kiosk.size))
    }
    router.on("GET", "/v1/log/entries") { request in
      try check(request)
      var start = Int64(request.query["start"] ?? "") ?? 0
      if claim != nil, start >= kiosk.size { start = 0 }
      let max = min(Int64(request.query["max"] ?? "") ?? 0, maxEvents)
      guard start < kiosk.size else { return .empty(.noContent) }
      return gzip(try kiosk.batch(start, min(kiosk.size, start + max)), Batch.mediaType)
    }
    router.on("GET", "/v1/log/personal") { request in
      try check(request)
      let start = Int64(request.query["start"] ?? "") ?? 0
      let end = Int64(request.query["end"] ?? "") ?? 0
      return gzip(try document ?? kiosk.personalDocument(start, end), PersonalDocument.mediaType)
    }
    router.on("POST", "/v1/log/receipts") { request in
      try check(request)
      heard.receipts.withLock { $0.append(String(decoding: request.body, as: UTF8.self)) }
      return .empty()
    }
    let server = Server(settings: ServerSettings(), logger: TestProvince.quiet, router: router)
    try server.start()
    defer { server.stop(graceSeconds: 5) }
    try body("http://127.0.0.1:\(server.port)")
  }

  @Test func `a pull brings everything, hands the receipt back, and a second brings nothing`()
    throws
  {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(700)
    try kiosk.add(
      "certificate.issue", ["n": .text("14464-1-2026-000001")],
      personal: ["name": "Đỗ Thị Hạnh", "token": "123"])
    let heard = Heard()
    try playing(kiosk, heard) { url in
      let puller = try province.application.puller()
      let target = Puller.Target(log: kiosk.log, url: url + "/")
      let first = try puller.pull(target)
      #expect(first == Puller.Outcome(stored: 701, bytes: first.bytes, personal: 2, next: 701))
      #expect(first.bytes > 1_000)
      #expect(try puller.pull(target) == Puller.Outcome(stored: 0, personal: 0, next: 701))
      #expect(try puller.targets() == [Puller.Target(log: kiosk.log, url: url)])
    }

    let texts = heard.receipts.withLock { $0 }
    #expect(texts.count == 2)
    for text in texts {
      let receipt = try Receipt(text: text, province: province.application.keys.verifier)
      #expect(receipt.checkpoint.size == 701)
      #expect(receipt.checkpoint.root == kiosk.tree(701).root)
    }
    #expect(try province.count("event") == 701)
    #expect(try province.count("personal") == 2)
    #expect(heard.refused.withLock { $0 } == 0)
  }

  @Test func `a kiosk that claims more than it has and repeats itself is left alone`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(50)
    try playing(kiosk, Heard(), claim: 1_000_000_000) { url in
      var batches = 0
      let error = try #require(throws: PullError.self) {
        let target = Puller.Target(log: kiosk.log, url: url)
        _ = try province.application.puller().pull(target) {
          batches += 1
          if batches > 10 { throw CancellationError() }
        }
      }
      #expect(error.operation == "entries")
      #expect(batches == 2)
    }
    #expect(try province.count("event") == 50)
  }

  @Test func `a personal value that is refused does not keep the receipt from the kiosk`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.add("log.start")
    try kiosk.issue("14464-1-2026-000001")
    let wrong = PersonalValue(seq: 1, field: "name", value: "Đỗ Thị Hạnh")
    let heard = Heard()
    try playing(
      kiosk, heard, document: try PersonalDocument(values: [wrong]).encoded()
    ) { url in
      let target = Puller.Target(log: kiosk.log, url: url)
      let puller = try province.application.puller()
      let problem = try #require(throws: Problem.self) { _ = try puller.pull(target) }
      #expect(problem.code == "personal")
      #expect(try puller.targets() == [target])
    }
    let receipts = heard.receipts.withLock { $0 }
    #expect(receipts.count == 1)
    #expect(try province.collector.receipt(log: kiosk.log) == receipts.first)
  }

  @Test func `push and pull together store each event once`() async throws {
    let province = try TestProvince()
    var made = try province.enrolledKiosk()
    try made.fill(2000)
    let kiosk = made
    let collector = province.collector
    let puller = try province.application.puller()
    try playing(kiosk, Heard(), maxEvents: 64) { url in
      let target = Puller.Target(log: kiosk.log, url: url)
      let failures = Mutex<[String]>([])
      let threads = (0..<4).map { index in
        Spawned {
          do {
            if index < 2 {
              _ = try puller.pull(target)
            } else {
              for start in stride(from: 0 as Int64, to: 2000, by: 100) {
                let bytes = try kiosk.batch(start, start + 100)
                _ = try collector.accept(bytes, log: kiosk.log, range: nil)
              }
            }
          } catch {
            failures.withLock { $0.append("\(error)") }
          }
        }
      }
      threads.forEach { $0.join() }
      #expect(failures.withLock { $0 } == [])
    }
    #expect(try province.count("event") == 2000)
    #expect(try province.integer("SELECT count(DISTINCT seq) AS n FROM event") == 2000)
  }

  @Test func `a kiosk whose bytes are not signed leaves the database untouched`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(50)
    kiosk.key = SigningKey()
    let before = try province.fingerprint()
    try playing(kiosk, Heard()) { url in
      let error = try #require(throws: Problem.self) {
        _ = try province.application.puller().pull(Puller.Target(log: kiosk.log, url: url))
      }
      #expect(error.code == "signature")
    }
    #expect(try province.fingerprint() == before)
  }

  @Test func `a bit that flips on the way leaves the database untouched`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(50)
    let before = try province.fingerprint()
    // Byte 4 begins the time in gzip's header, which neither its checksum nor the root covers.
    for index in [4, 200] {
      try playing(kiosk, Heard(), flippedBit: (index, 1)) { url in
        let error = try #require(throws: PullError.self) {
          _ = try province.application.puller().pull(Puller.Target(log: kiosk.log, url: url))
        }
        #expect(error.operation == "entries")
      }
    }
    #expect(try province.fingerprint() == before)
  }

  @Test func `somebody else's page at the kiosk's address confirms nothing`() throws {
    let province = try TestProvince()
    let kiosk = try province.enrolledKiosk()
    var router = Router()
    router.on("GET", "/{path...}") { _ in .html("<p>Wi-Fi</p>") }
    let server = Server(settings: ServerSettings(), logger: TestProvince.quiet, router: router)
    try server.start()
    defer { server.stop(graceSeconds: 5) }

    let error = try #require(throws: PullError.self) {
      let target = Puller.Target(log: kiosk.log, url: "http://127.0.0.1:\(server.port)")
      _ = try province.application.puller().pull(target)
    }
    #expect(error.operation == "checkpoint")
    #expect(try province.application.puller().targets() == [])
  }

  @Test func `without a log only the one kiosk there is can be meant`() throws {
    let province = try TestProvince()
    let puller = try province.application.puller()
    #expect(throws: Refused(.pullNoKiosk)) { _ = try puller.onlyLog() }
    let kiosk = try province.enrolledKiosk()
    #expect(try puller.onlyLog() == kiosk.log)
    _ = try province.enrolledKiosk()
    #expect(throws: Refused(.pullManyKiosks)) { _ = try puller.onlyLog() }
  }

  @Test func `a kiosk that nobody enrolled cannot be pulled`() throws {
    let province = try TestProvince()
    #expect(throws: PullError.self) {
      _ = try province.application.puller().pull(
        Puller.Target(log: LogID.random(), url: "http://127.0.0.1:1"))
    }
  }
}

/// A thread that can be waited for.
final class Spawned: Sendable {
  private let done = DispatchSemaphore(value: 0)

  init(_ body: @escaping @Sendable () -> Void) {
    let done = done
    Thread {
      body()
      done.signal()
    }.start()
  }

  func join() { done.wait() }
}
