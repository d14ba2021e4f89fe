import Evidence
import Foundation
import HTTP
import Synchronization

@testable import Province

/// A learning record store in memory that keeps to the rules: no two statements under one id, a void
/// statement answers only to its own question, a request is taken whole or not at all.
final class FakeStore: Sendable {
  /// What the line or the store does with a request instead of the usual.
  enum Trouble {
    case none
    /// The store works; its answer is lost.
    case loseAnswer
    /// Nothing reaches the store.
    case loseRequest
    case answer(Int, [String: String], String)
  }

  private struct State {
    var statements: [String: Data] = [:]
    var order: [String] = []
    var voided: Set<String> = []
    var requests: [ClientRequest] = []
    var refused: Set<String> = []
    var trouble: @Sendable (ClientRequest) -> Trouble = { _ in .none }
  }

  private let state = Mutex(State())

  /// The ids in the order in which they came; one for each statement.
  var order: [String] { state.withLock { $0.order } }
  var voided: Set<String> { state.withLock { $0.voided } }
  var requests: [ClientRequest] { state.withLock { $0.requests } }
  var posts: [ClientRequest] { requests.filter { $0.method == "POST" } }

  /// A statement as it came.
  func text(_ id: String) -> String? {
    state.withLock { $0.statements[id] }.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Statements that the store will not take.
  func refuse(_ ids: Set<String>) { state.withLock { $0.refused = ids } }

  func trouble(_ trouble: @escaping @Sendable (ClientRequest) -> Trouble) {
    state.withLock { $0.trouble = trouble }
  }

  /// Puts something else under an id.
  func occupy(_ id: String) {
    let other = #"{"id":"\#(id)","actor":{},"verb":{"id":"x:y"},"object":{"id":"x:z"}}"#
    state.withLock { $0.statements[id] = Data(other.utf8) }
  }

  var store: RecordStore {
    RecordStore(
      endpoint: "https://lrs.test/xapi", version: "1.0.3", user: "u", password: "p"
    ) { request throws(ClientError) in try self.send(request) }
  }

  private func send(_ request: ClientRequest) throws(ClientError) -> ClientResponse {
    let trouble = state.withLock { state in
      state.requests.append(request)
      return state.trouble
    }
    switch trouble(request) {
    case .none: return answer(request)
    case .loseRequest:
      throw ClientError(operation: "send", reason: .connect, code: 7, message: "No connection.")
    case .loseAnswer:
      _ = answer(request)
      throw ClientError(operation: "send", reason: .timeout, code: 28, message: "No answer.")
    case .answer(let code, let headers, let body):
      return ClientResponse(
        status: Status(code), headers: Headers(headers.map { Header($0, $1) }),
        body: Array(body.utf8))
    }
  }

  private func answer(_ request: ClientRequest) -> ClientResponse {
    if request.method == "POST" { return take(request.body ?? []) }
    let query = request.url.split(separator: "?").last ?? ""
    let parts = query.split(separator: "=").map(String.init)
    return state.withLock { state in
      guard let found = state.statements[parts[1]],
        state.voided.contains(parts[1]) == (parts[0] == "voidedStatementId")
      else { return response(404, "{}") }
      return ClientResponse(status: 200, headers: [:], body: Array(found))
    }
  }

  private func take(_ body: [UInt8]) -> ClientResponse {
    let all = (try? JSONSerialization.jsonObject(with: Data(body))) as? [[String: Any]] ?? []
    let ids = all.map { $0["id"] as? String ?? "" }
    return state.withLock { state in
      guard !ids.contains(where: { state.refused.contains($0) }) else {
        return response(400, "one of them\nis bad")
      }
      var new: [(String, Data, String?)] = []
      for (id, statement) in zip(ids, all) {
        let data = (try? JSONSerialization.data(withJSONObject: statement, options: .sortedKeys))
        if let known = state.statements[id] {
          guard known == data else { return response(409, "conflict") }
          continue
        }
        let object = statement["object"] as? [String: Any] ?? [:]
        let isVoiding = object["objectType"] as? String == "StatementRef"
        let target = isVoiding ? object["id"] as? String : nil
        // Stores look for what is made void among what they have.
        if let target, state.statements[target] == nil || state.voided.contains(target) {
          return response(400, "nothing to make void")
        }
        new.append((id, data ?? Data(), target))
      }
      for (id, data, target) in new {
        state.statements[id] = data
        state.order.append(id)
        if let target { state.voided.insert(target) }
      }
      return response(200, "[" + ids.map { "\"\($0)\"" }.joined(separator: ",") + "]")
    }
  }

  private func response(_ code: Int, _ text: String) -> ClientResponse {
    ClientResponse(status: Status(code), headers: [:], body: Array(text.utf8))
  }
}

extension TestProvince {
  /// A forwarder of this province to a store.
  func forwarder(
    to store: FakeStore, change: (inout Settings.ForwardSettings) -> Void = { _ in }
  ) throws -> Forwarder {
    var forward = settings.forward
    change(&forward)
    return Forwarder(
      target: try settings.target, projector: application.projector, settings: forward,
      maker: StatementMaker(
        base: "https://province.test", words: try StatementWords(assets: TestProvince.assets)),
      store: store.store, clock: clock.wall)
  }

  /// Forwards what there is, by a forwarder of its own.
  @discardableResult
  func forward(
    to store: FakeStore, change: (inout Settings.ForwardSettings) -> Void = { _ in }
  ) throws -> Forwarder.Outcome? {
    let forwarder = try forwarder(to: store, change: change)
    guard let session = try forwarder.begin() else { return nil }
    return try forwarder.round(session, isHurried: true)
  }
}
