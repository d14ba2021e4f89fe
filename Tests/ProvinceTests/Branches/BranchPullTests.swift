import Evidence
import HTTP
import Synchronization
import Testing

@testable import Province

/// The province fetches from a kiosk that keeps another history than is known here.
@Suite struct BranchPullTests {
  /// A played kiosk: what it keeps, and what it knows of the province.
  private final class Played: Sendable {
    struct State {
      /// What goes on under the old name until the kiosk learns of the other history.
      var kiosk: TestKiosk
      /// The same under its new name.
      let branch: TestKiosk
      var hasBranched: Bool
      /// The token that it is asked with.
      var bearer: String
      /// Answers to the announcement that are lost on the way.
      var lost: Int
      var asked: [String] = []
    }

    let state: Mutex<State>

    init(_ state: State) { self.state = Mutex(state) }

    var asked: [String] { state.withLock { $0.asked } }

    func respond(to request: Request, province: PublicKey) throws -> Response {
      try state.withLock { state in
        state.asked.append("\(request.method) \(request.path)")
        guard request.header("Authorization") == "Bearer \(state.bearer)" else {
          throw Refusal(.unauthorized, code: "token", detail: "Show the token.")
        }
        let kiosk = state.hasBranched ? state.branch : state.kiosk
        let number = { (name: String) in Int64(request.query[name] ?? "") ?? 0 }
        switch "\(request.method) \(request.path)" {
        case "GET /v1/log/checkpoint": return .text(try kiosk.checkpoint(kiosk.size))
        case "GET /v1/log/root":
          return .json(Array(#"{"root":"\#(kiosk.tree(number("size")).root.base64)"}"#.utf8))
        case "GET /v1/log/branch":
          return .json(
            try kiosk.announcement(of: state.kiosk.log, fork: number("fork")).json())
        case "POST /v1/log/branch": return try take(request, province, &state)
        case "GET /v1/log/entries": return try entries(kiosk, from: number("start"))
        case "GET /v1/log/personal":
          return gzip(
            try kiosk.personalDocument(number("start"), number("end")), PersonalDocument.mediaType)
        case "POST /v1/log/receipts": return try keep(request, &state)
        default: return .empty(.notFound)
        }
      }
    }

    private func take(
      _ request: Request, _ province: PublicKey, _ state: inout State
    ) throws -> Response {
      guard state.lost == 0 else {
        state.lost -= 1
        return .empty(.serviceUnavailable)
      }
      let answer = try #require(BranchAnswer(json: request.body, province: province))
      #expect(answer.log == state.branch.log)
      #expect(answer.root == state.branch.tree(answer.next).root)
      state.bearer = answer.pullToken
      return .empty(.noContent)
    }

    /// A receipt over another tree than its own shows it that there are two histories.
    private func keep(_ request: Request, _ state: inout State) throws -> Response {
      let note = try SignedNote(text: String(decoding: request.body, as: UTF8.self))
      let checkpoint = try Checkpoint(body: note.body)
      let kiosk = state.hasBranched ? state.branch : state.kiosk
      guard checkpoint.size > kiosk.size || kiosk.tree(checkpoint.size).root != checkpoint.root
      else { return .empty(.noContent) }
      state.hasBranched = true
      throw Refusal(.conflict, code: "fork", detail: "The receipt is about another history.")
    }

    private func entries(_ kiosk: TestKiosk, from start: Int64) throws -> Response {
      guard start < kiosk.size else { return .empty(.noContent) }
      return gzip(try kiosk.batch(start, min(kiosk.size, start + 9)), Batch.mediaType)
    }

    private func gzip(_ bytes: [UInt8], _ type: String) -> Response {
      Response.bytes(bytes, contentType: type).with("Content-Encoding", "gzip")
        .with("Content-Digest", ContentDigest.header(of: bytes))
    }
  }

  /// 40 events that both have, 20 that the province has of the other card, and a card with 15 of its own
  /// that branches at their end or before them.
  private func given(
    _ province: TestProvince, hasBranched: Bool = true, lost: Int = 0
  ) throws -> (other: TestKiosk, played: Played) {
    var other = try province.enrolledKiosk()
    try other.fill(40)
    var card = other
    try other.fill(60)
    try province.take(other)
    for index in 0..<15 {
      try card.add("visit.in", ["r": .text("B\(index)"), "s": .text("S"), "w": .text("wedge")])
    }
    let played = Played(
      Played.State(
        kiosk: card, branch: try card.branched(at: card.size), hasBranched: hasBranched,
        bearer: other.pullToken, lost: lost))
    return (other, played)
  }

  private func serving(
    _ played: Played, _ province: TestProvince, body: (String) throws -> Void
  ) throws {
    let key = province.application.keys.province.publicKey
    let server = Server(
      settings: ServerSettings(), logger: TestProvince.quiet,
      respond: { request in
        do {
          return try played.respond(to: request, province: key)
        } catch let refusal as Refusal {
          return .empty(refusal.status)
        } catch {
          return .empty(.internalServerError)
        }
      }, bodyLimit: { _ in 1 << 20 })
    try server.start()
    defer { server.stop(graceSeconds: 5) }
    try body("http://127.0.0.1:\(server.port)")
  }

  private func check(_ other: TestKiosk, _ played: Played, _ province: TestProvince) throws {
    let branch = played.state.withLock { $0.branch }
    #expect(try province.lines(branch.log) == branch.lines)
    #expect(try province.lines(other.log) == other.lines)
    #expect(try province.stream(branch.log).fork == 40)
    #expect(try province.count("event") == other.size + branch.size - 40)
    #expect(try province.count("stream") == 2)
    #expect(try province.finding(in: branch.log) == nil)
  }

  @Test func `a kiosk that waits to be heard is heard, answered and fetched in one round`() throws {
    let province = try TestProvince()
    let (other, played) = try given(province)
    try serving(played, province) { url in
      let puller = try province.application.puller()
      let outcome = try puller.pull(Puller.Target(log: other.log, url: url))

      #expect(outcome.stored == 16)
      #expect(outcome.next == 56)
      try check(other, played, province)
      let branch = played.state.withLock { $0.branch }
      #expect(try puller.targets() == [Puller.Target(log: branch.log, url: url)])
      // Either name leads there, also the one whose token does not count any more.
      #expect(try puller.pull(Puller.Target(log: other.log, url: url)).next == 56)
      #expect(try puller.pull(Puller.Target(log: branch.log, url: url)).stored == 0)
    }
    #expect(played.asked.filter { $0 == "GET /v1/log/root" }.count < 10)
    #expect(played.asked.filter { $0 == "POST /v1/log/branch" }.count == 1)
  }

  @Test func `an answer that is lost on the way is given again, the same`() throws {
    let province = try TestProvince()
    let (other, played) = try given(province, lost: 2)
    try serving(played, province) { url in
      let target = Puller.Target(log: other.log, url: url)
      for _ in 0..<2 {
        let error = try #require(throws: PullError.self) {
          _ = try province.application.puller().pull(target)
        }
        #expect(error.operation == "branch")
        #expect(try province.count("stream") == 2)
        #expect(
          try province.count("event") == 60, "nothing is fetched under a name that has no token")
      }

      #expect(try province.application.puller().pull(target).stored == 16)
      try check(other, played, province)
    }
  }

  @Test func `a kiosk that knows nothing of the other history learns of it from the receipt`()
    throws
  {
    let province = try TestProvince()
    let (other, played) = try given(province, hasBranched: false)
    try serving(played, province) { url in
      let outcome = try province.application.puller().pull(Puller.Target(log: other.log, url: url))

      #expect(outcome.stored == 16)
      try check(other, played, province)
    }
    #expect(played.asked.filter { $0 == "POST /v1/log/receipts" }.count == 2)
  }
}
