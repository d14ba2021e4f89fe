import Evidence
import Foundation
import HTTP

/// A learning record store behind its xAPI address: what we ask it, and what its answers mean.
///
/// What follows from them is decided in `Delivery`.
struct RecordStore: Sendable {
  /// The address of the statements, without a query.
  let url: String
  let headers: Headers
  /// How a request travels; `Client.send` in the daemon.
  let send: @Sendable (ClientRequest) throws(ClientError) -> ClientResponse

  /// `endpoint` as in `https://lrs.example/xapi`; `user` empty sends no credentials.
  init(
    endpoint: String, version: String, user: String, password: String,
    send: @escaping @Sendable (ClientRequest) throws(ClientError) -> ClientResponse
  ) {
    url = endpoint + (endpoint.hasSuffix("/") ? "" : "/") + "statements"
    var headers: Headers = ["X-Experience-API-Version": version, "Accept": "application/json"]
    if !user.isEmpty {
      headers["Authorization"] = "Basic " + Base64.encode(Array("\(user):\(password)".utf8))
    }
    self.headers = headers
    self.send = send
  }

  /// Sends statements in one request.
  func post(_ statements: [Statement]) throws(StoreFailure) -> PostAnswer {
    var headers = headers
    headers["Content-Type"] = "application/json"
    return try PostAnswer(
      exchange(ClientRequest(method: "POST", url: url, headers: headers, body: statements.body)))
  }

  /// The statement that the store has under an id, or nil; one that was made void answers to another
  /// question than the others (xAPI 1.0.3, part 3, section 2.1.3).
  func find(_ id: UUIDv8, isVoid: Bool) throws(StoreFailure) -> Statement.Core? {
    let name = isVoid ? "voidedStatementId" : "statementId"
    let response = try exchange(
      ClientRequest(url: "\(url)?\(name)=\(id)", headers: headers))
    return try StoredStatement.find(id, in: response)
  }

  private func exchange(_ request: ClientRequest) throws(StoreFailure) -> ClientResponse {
    do throws(ClientError) {
      return try send(request)
    } catch {
      throw StoreFailure(error)
    }
  }
}

/// Why statements could not be brought to the store now; never the fault of one statement.
struct StoreFailure: Error, Equatable {
  /// One sentence for the log and the status.
  let reason: String
  /// How long the store asked us to stay away.
  var waitSeconds: Int64?
  /// Whether the store may have taken statements all the same.
  var isDoubtful = false

  init(_ reason: String, waitSeconds: Int64? = nil, isDoubtful: Bool = false) {
    self.reason = reason
    self.waitSeconds = waitSeconds
    self.isDoubtful = isDoubtful
  }

  /// No answer came. Only where no request can have left is there no doubt.
  init(_ error: ClientError) {
    let neverLeft: [ClientError.Reason] = [
      .address, .resolve, .connect, .secure, .untrusted, .proxy,
    ]
    self.init(error.message, isDoubtful: !neverLeft.contains(error.reason))
  }

  /// An answer that takes nothing in.
  init(_ response: ClientResponse) {
    let code = response.status.code
    let wait = [429, 503].contains(code) ? RetryAfter.seconds(response.headers) : nil
    let words =
      switch code {
      case 401, 403: "it refuses forward.user with the password of forward.passwordFile"
      case 300..<400, 404, 405: "forward.url is not the address of a learning record store"
      case 429: "it is asked too often"
      default: "it cannot answer now"
      }
    self.init(
      "The learning record store answered \(code): \(words).", waitSeconds: wait,
      isDoubtful: code >= 500 && wait == nil)
  }
}

/// What the store said to a batch of statements.
enum PostAnswer: Equatable {
  /// It has those that it names.
  case accepted(Set<String>)
  /// It has another statement under one of the ids.
  case conflict
  /// It refuses the request for what stands in it, or for its size.
  case refused(String)

  /// Reads an answer; whatever is not one of a learning record store is a failure.
  init(_ response: ClientResponse) throws(StoreFailure) {
    switch response.status.code {
    // Of a request in which nothing was new some stores name nothing.
    case 204: self = .accepted([])
    case 200:
      guard let ids = try? JSONDecoder().decode([String].self, from: Data(response.body)) else {
        throw StoreFailure(
          "The answer 200 is no list of statement ids: something else than a learning record store "
            + "answered.", isDoubtful: true)
      }
      self = .accepted(Set(ids.map { $0.lowercased() }))
    case 409: self = .conflict
    case 400, 413, 422:
      self = .refused("\(response.status.code) \(PostAnswer.words(response.body))")
    default: throw StoreFailure(response)
    }
  }

  /// The beginning of what the store said, in one line.
  private static func words(_ body: [UInt8]) -> String {
    String(
      String(decoding: body.prefix(300), as: UTF8.self)
        .map { $0.isNewline || $0 == "\0" ? " " : $0 })
  }
}

/// As much of a statement in the store as tells whether it is ours.
private struct StoredStatement: Decodable {
  struct Named: Decodable { let id: String? }
  struct Account: Decodable { let name: String? }
  struct Actor: Decodable { let account: Account? }

  let id: String?
  let actor: Actor?
  let verb: Named?
  let object: Named?
  /// Some stores answer with a list, empty where they have none.
  let statements: [StoredStatement]?

  static func find(
    _ id: UUIDv8, in response: ClientResponse
  ) throws(StoreFailure) -> Statement.Core? {
    // 400: a store that does not know `voidedStatementId`.
    guard ![400, 404].contains(response.status.code) else { return nil }
    guard response.status == .ok else { throw StoreFailure(response) }
    guard let answer = try? JSONDecoder().decode(Self.self, from: Data(response.body)) else {
      throw StoreFailure(
        "The answer to a question for a statement is none: something else than a learning record "
          + "store answered.")
    }
    let found = (answer.statements ?? [answer]).first { $0.id?.lowercased() == "\(id)" }
    return found.map {
      Statement.Core(
        actor: $0.actor?.account?.name ?? "", verb: $0.verb?.id ?? "", object: $0.object?.id ?? "")
    }
  }
}
