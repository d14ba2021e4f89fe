import Evidence
import HTTP
import Store
import Synchronization
import Testing

@testable import Kiosk

/// The line that a kiosk holds for the province's pulls.
@Suite struct LineWorkerTests {
  /// What the kiosk sent as answers.
  final class Answers: Sendable {
    let all = Mutex<[(target: String, body: [UInt8])]>([])
  }

  private func worker(
    _ bed: Bed, order: String, status: Status = .ok, type: String = "application/json",
    _ answers: Answers
  ) -> LineWorker {
    var router = Router()
    PullRoutes(desk: bed.desk).addRoutes(to: &router)
    return LineWorker(desk: bed.desk, router: router, logger: Bed.quiet) { request in
      guard request.method == "POST" else {
        let target = String(request.url.split(separator: "/").suffix(2).joined(separator: "/"))
        answers.all.withLock { $0.append((target, request.body ?? [])) }
        return ClientResponse(status: .noContent, headers: [:], body: [])
      }
      #expect(request.url.hasSuffix("/v1/logs/\(bed.desk.store.log.hex)/line"))
      #expect(request.headers["Authorization"] == "Bearer kiosk-token")
      return ClientResponse(
        status: status, headers: ["Content-Type": type], body: Array(order.utf8))
    }
  }

  @Test func `the province fetches over the line what it would fetch at the port`() throws {
    let bed = try Bed()
    try ScriptedProvince(bed).enrol()
    let answers = Answers()
    let order =
      #"{"bearer":"pull-token","id":7,"method":"GET","path":"/v1/log/entries?start=0&max=5"}"#

    #expect(worker(bed, order: order, answers).step() == 0)

    let answer = try #require(answers.all.withLock { $0.first })
    #expect(answer.target == "line/7?status=200")
    #expect(try Batch(gzip: answer.body).start == 0)
  }

  /// By these a province compares roots and hears of a branch, as it would at the port.
  @Test(arguments: [
    ("GET", "/v1/log/root?size=0", 200), ("GET", "/v1/log/branch?fork=0", 204),
    ("POST", "/v1/log/branch", 204), ("POST", "/v1/log/receipts", 422),
  ])
  func `whatever the province asks at the port it asks over the line`(
    _ method: String, _ path: String, _ status: Int
  ) throws {
    let bed = try Bed()
    try ScriptedProvince(bed).enrol()
    let answers = Answers()
    let order =
      #"{"bearer":"pull-token","body":"{}","id":7,"method":"\#(method)","path":"\#(path)"}"#

    _ = worker(bed, order: order, answers).step()

    #expect(answers.all.withLock { $0.first?.target } == "line/7?status=\(status)")
  }

  /// The line is held under the name that the tokens belong to, until the answer has come over it.
  @Test func `a kiosk with a new name is heard over the line of the old one`() throws {
    let card = try Card()
    let province = try BranchingProvince()
    try province.enrol(card.desk.keys, now: Bed.start / 1_000)
    try card.sync()
    let old = card.store.log
    #expect(try Epochs(desk: card.desk).open(.restored))
    let fork = try #require(try card.store.epochs().first?.size)
    let range = try #require(try card.store.compactRange(at: fork))
    let taken = BranchAnswer(
      log: card.store.log, next: fork, root: range.root, token: "new", pullToken: "newer",
      numbers: [:], erased: [], receipt: nil)
    let body = String(decoding: try taken.json(signedBy: province.key), as: UTF8.self)
    var router = Router()
    PullRoutes(desk: card.desk).addRoutes(to: &router)
    let heard = Mutex<[String]>([])
    let answers = Answers()
    let orders = Mutex<[(String, String, String, [String: CanonicalValue])]>([
      ("pull", "GET", "/v1/log/checkpoint", [:]),
      ("pull", "GET", "/v1/log/branch?fork=\(fork)", [:]),
      ("pull", "POST", "/v1/log/branch", ["body": .text(body)]),
      ("newer", "GET", "/v1/log/checkpoint", [:]),
    ])
    let worker = LineWorker(desk: card.desk, router: router, logger: Bed.quiet) { request in
      guard request.method == "POST", request.url.hasSuffix("/line") else {
        let target = String(request.url.split(separator: "/").suffix(2).joined(separator: "/"))
        answers.all.withLock { $0.append((target, request.body ?? [])) }
        return ClientResponse(status: .noContent, headers: [:], body: [])
      }
      let parts = request.url.split(separator: "/").map(String.init)
      heard.withLock {
        $0.append("\(parts[parts.count - 2]) \(request.headers["Authorization"] ?? "")")
      }
      let (bearer, method, path, more) = orders.withLock { $0.removeFirst() }
      let order: [String: CanonicalValue] = [
        "id": .integer(7), "bearer": .text(bearer), "method": .text(method), "path": .text(path),
      ]
      return ClientResponse(
        status: .ok, headers: ["Content-Type": "application/json"],
        body: try CanonicalValue.object(order.merging(more) { $1 }).canonical())
    }

    for _ in 0..<4 { #expect(worker.step() == 0) }

    let log = card.store.log
    #expect(
      heard.withLock { $0 } == Array(repeating: "\(old) Bearer token", count: 3)
        + ["\(log) Bearer new"])
    let all = answers.all.withLock { $0 }
    #expect(all.map(\.target) == [200, 200, 204, 200].map { "line/7?status=\($0)" })
    let request = try BranchRequest(json: all[1].body)
    #expect(request.previous == old && request.log == log && request.fork == fork)
    #expect(try card.store.epochs().last?.announcedMilliseconds != nil)
    let note = try SignedNote(text: String(decoding: all[3].body, as: UTF8.self))
    #expect(try Checkpoint(body: note.body).origin.hasSuffix(log.hex))
  }

  @Test func `an order carries the type of its document`() throws {
    func type(_ path: String) -> String? {
      let json = #"{"bearer":"t","body":"{}","id":7,"method":"POST","path":"\#(path)"}"#
      let response = ClientResponse(
        status: .ok, headers: ["Content-Type": "application/json"], body: Array(json.utf8))
      return LineOrder(response)?.request.contentType
    }

    #expect(type("/v1/log/branch") == "application/json")
    #expect(type("/v1/log/receipts") == "text/plain")
  }

  @Test(arguments: [
    (#"{"bearer":"pull-token","id":7,"method":"GET","path":"/desk"}"#),
    (#"{"bearer":"pull-token","id":7,"method":"GET","path":"/v1/log/../../desk"}"#),
    (#"{"bearer":"pull-token","id":7,"method":"POST","path":"/api/check-ins"}"#),
    (#"{"bearer":"pull-token","id":7,"method":"DELETE","path":"/v1/log/entries"}"#),
    (#"{"id":7,"method":"GET","path":"/v1/log/checkpoint"}"#), "<html>portal</html>", "",
  ])
  func `nothing but the log is given over the line`(_ order: String) throws {
    let bed = try Bed()
    try ScriptedProvince(bed).enrol()
    let answers = Answers()

    _ = worker(bed, order: order, answers).step()

    #expect(answers.all.withLock { $0.isEmpty })
  }

  @Test func `whoever does not show the province's token learns nothing`() throws {
    let bed = try Bed()
    try ScriptedProvince(bed).enrol()
    let answers = Answers()
    let order = #"{"bearer":"guess","id":7,"method":"GET","path":"/v1/log/entries?start=0"}"#

    _ = worker(bed, order: order, answers).step()

    #expect(answers.all.withLock { $0.first?.target } == "line/7?status=401")
  }

  @Test func `the time at which an order was handed out is noted, from the province only`() throws {
    let bed = try Bed()
    try ScriptedProvince(bed).enrol()
    let size = try bed.desk.store.logSize()
    let order = { (bearer: String) in
      #"{"bearer":"\#(bearer)","id":7,"method":"GET","path":"/v1/log/checkpoint","time":\#(Bed.start)}"#
    }

    _ = worker(bed, order: order("guess"), Answers()).step()
    #expect(try bed.desk.store.logSize() == size)
    _ = worker(bed, order: order("pull-token"), Answers()).step()

    let lines = try bed.desk.store.lines(from: size, to: size + 1)
    let event = try Event(line: try #require(lines.first))
    #expect(event.kind == "clock.sync")
    #expect(event.fields["st"] == .integer(Bed.start))
  }

  @Test func `without an order the line is held again, but no faster than once a second`() throws {
    let bed = try Bed()
    try ScriptedProvince(bed).enrol()
    let worker = worker(bed, order: "", status: .noContent, Answers())

    #expect(worker.step() == 1)
  }

  @Test func `a kiosk that is not enrolled holds no line`() throws {
    let bed = try Bed()
    let worker = worker(bed, order: "", Answers())

    #expect(worker.step() == 60)
  }
}
