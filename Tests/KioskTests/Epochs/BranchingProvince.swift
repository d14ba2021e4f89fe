import Evidence
import HTTP
import Synchronization

@testable import Kiosk

/// A small province that holds whole logs and their branches, over a real socket.
final class BranchingProvince: Sendable {
  static let host = "ninhbinh.example"

  /// One log as it stands here.
  struct Held {
    var leaves: [Digest]
    var token: String
    var receipt: String?
    var parent: LogID?
  }

  private struct State {
    var held: [LogID: Held] = [:]
    var requests: [String] = []
    var numbers: [String: Int64] = [:]
    var erased: [String] = []
  }

  let key = SigningKey()
  private let root = SigningKey()
  private let server: Server
  private let state: Box

  init() throws {
    let state = Box()
    let key = key
    self.state = state
    server = Server(
      settings: ServerSettings(), logger: Bed.quiet,
      respond: { request in
        (try? Self.answer(request, state, key)) ?? .empty(.internalServerError)
      }, bodyLimit: { _ in 1 << 20 })
    try server.start()
  }

  /// Every request, as "POST branches".
  var requests: [String] { state.mutex.withLock { $0.requests } }

  /// A log as it is held here.
  func held(_ log: LogID) -> Held? { state.mutex.withLock { $0.held[log] } }

  /// How many logs there are.
  var count: Int { state.mutex.withLock { $0.held.count } }

  /// What every branch is told.
  func remember(numbers: [String: Int64], erased: [String]) {
    state.mutex.withLock { state in
      state.numbers = numbers
      state.erased = erased
    }
  }

  /// The enrolment of a kiosk's log, written beside its keys.
  func enrol(_ keys: Keys, now: Int64) throws {
    let certificate = try DeviceCertificate.issue(
      device: "14464-1-a", notBefore: now - 86_400, expires: now + 86_400 * 400,
      publicKey: keys.device.publicKey, root: root)
    let roots = RootList(
      roots: [RootKey(key: root.publicKey, name: "Ninh Bình", notBeforeDay: 0)])
    try Enrolment(
      provinceHost: Self.host, url: "http://127.0.0.1:\(server.port)",
      verifier: try NoteVerifier(name: Self.host, kind: .cosignature, key: key.publicKey),
      token: "token", pullTokenDigest: sha256(Array("pull".utf8)),
      deviceCertificate: certificate, companion: nil, roots: roots
    ).write(to: keys.directory)
    state.mutex.withLock { $0.held[keys.log] = Held(leaves: [], token: "token") }
  }

  /// The enrolment of a kiosk that goes on with a log that is held here, under a new key.
  func replace(_ keys: Keys, now: Int64) throws {
    let log = try keys.enrolmentLog
    let held = held(log)
    try enrol(keys, now: now)
    state.mutex.withLock { state in
      state.held[keys.log] = nil
      state.held[log] = held
      state.held[log]?.token = "token"
    }
    var enrolment = try Enrolment(directory: keys.directory)
    enrolment?.log = log
    try enrolment?.writeTokens(to: keys.directory)
  }

  private static func answer(
    _ request: Request, _ state: Box, _ key: SigningKey
  ) throws -> Response {
    let parts = request.path.split(separator: "/").map(String.init)
    guard parts.count >= 4, parts[1] == "logs", let log = try? LogID(hex: parts[2]) else {
      return .empty(.notFound)
    }
    return try state.mutex.withLock { state in
      state.requests.append("\(request.method) \(parts[3])")
      guard var held = state.held[log],
        request.header("Authorization") == "Bearer \(held.token)"
      else { return .empty(.unauthorized) }
      defer { state.held[log] = held }
      switch parts[3] {
      case "hello": return try hello(request, held)
      case "root": return try root(request, held)
      case "receipt": return held.receipt.map { .text($0) } ?? .empty(.notFound)
      case "personal": return try ScriptedProvince.valuesTaken(request)
      case "entries": return try entries(request, &held, key)
      case "branches": return try branch(request, log, held, &state, key)
      default: return .empty(.notFound)
      }
    }
  }

  private static func tree(_ leaves: some Sequence<Digest>) -> CompactRange {
    var tree = CompactRange()
    for leaf in leaves { tree.append(leaf) }
    return tree
  }

  private static func problem(_ code: String, _ held: Held) throws -> Response {
    let (next, root) = (Int64(held.leaves.count), tree(held.leaves).root)
    return .problem(
      try CanonicalValue.object([
        "type": .text("urn:learning-kiosk:problem:\(code)"), "code": .text(code),
        "next": .integer(next), "size": .integer(next),
        "root": .text(root.base64),
      ]).canonical(), status: .conflict)
  }

  private static func hello(_ request: Request, _ held: Held) throws -> Response {
    let members = try CanonicalValue(json: request.body).object ?? [:]
    let size = Int(members["size"]?.integer ?? 0)
    if size <= held.leaves.count,
      members["root"]?.text != tree(held.leaves.prefix(size)).root.base64
    {
      return try problem("fork", held)
    }
    return .json(
      try CanonicalValue.object([
        "next": .integer(Int64(held.leaves.count)),
        "root": .text(tree(held.leaves).root.base64), "time": .integer(1), "admit": .boolean(true),
      ]).canonical())
  }

  private static func root(_ request: Request, _ held: Held) throws -> Response {
    let size = Int(request.query["size"] ?? "") ?? -1
    guard size <= held.leaves.count else { return try problem("gap", held) }
    return .json(
      try CanonicalValue.object([
        "size": .integer(Int64(size)), "root": .text(tree(held.leaves.prefix(size)).root.base64),
      ]).canonical())
  }

  private static func entries(
    _ request: Request, _ held: inout Held, _ key: SigningKey
  ) throws -> Response {
    let batch = try Batch(gzip: request.body)
    guard batch.start <= held.leaves.count else { return try problem("gap", held) }
    let leaves = held.leaves.prefix(Int(batch.start)) + batch.lines.map { Merkle.leafHash($0) }
    guard zip(leaves, held.leaves).allSatisfy({ $0 == $1 }) else {
      return try problem("fork", held)
    }
    let receipt = try Receipt.issue(
      over: batch.checkpointNote, provinceName: host, key: key, timeSeconds: 1_793_600_000)
    if leaves.count > held.leaves.count {
      held.leaves = Array(leaves)
      held.receipt = receipt.text
    }
    return .text(receipt.text)
  }

  private static func branch(
    _ request: Request, _ log: LogID, _ held: Held, _ state: inout State, _ key: SigningKey
  ) throws -> Response {
    let wish = try BranchRequest(json: request.body)
    let leaves = Array(held.leaves.prefix(Int(wish.fork)))
    guard tree(leaves).root == wish.root else { return .empty(.unprocessableContent) }
    var branch = state.held[wish.log] ?? Held(leaves: leaves, token: "t-\(wish.log)", parent: log)
    if let checkpoint = wish.checkpoint, branch.receipt == nil {
      branch.receipt = try Receipt.issue(
        over: checkpoint, provinceName: host, key: key, timeSeconds: 1_793_600_000
      ).text
    }
    state.held[wish.log] = branch
    return .json(
      try BranchAnswer(
        log: wish.log, next: wish.fork, root: wish.root, token: branch.token,
        pullToken: "p-\(wish.log)", numbers: state.numbers, erased: state.erased,
        receipt: branch.receipt
      ).json(signedBy: key))
  }

  private final class Box: Sendable {
    let mutex = Mutex(State())
  }
}
