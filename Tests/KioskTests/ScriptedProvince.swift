import Evidence
import HTTP
import Store
import Synchronization

@testable import Kiosk

/// A province that answers what a test has written down, over a real socket. Without a script it
/// takes every batch and signs a receipt.
final class ScriptedProvince: Sendable {
  static let host = "ninhbinh.example"

  let key = SigningKey()
  let root = SigningKey()
  private let bed: Bed
  private let server: Server
  private let script: Script

  var roots: RootList {
    RootList(roots: [RootKey(key: root.publicKey, name: "Ninh Bình", notBeforeDay: 0)])
  }

  init(_ bed: Bed) throws {
    self.bed = bed
    let script = Script()
    self.script = script
    server = Server(
      settings: ServerSettings(), logger: Bed.quiet, respond: { script.answer($0) },
      bodyLimit: { _ in 1 << 20 })
    try server.start()
    let (key, bed) = (self.key, bed)
    script.set { request in try Self.standard(request, key: key, bed: bed, script: script) }
  }

  /// Every request so far, as "PUT entries".
  var requests: [String] { script.requests }

  /// Answers requests whose path has `word` in it by `answer`; others as a good province does.
  func on(_ word: String, _ answer: @escaping @Sendable (Request) throws -> Response) {
    on([word], answer)
  }

  /// The same for several words.
  func on(_ words: [String], _ answer: @escaping @Sendable (Request) throws -> Response) {
    let (key, bed, script) = (self.key, bed, script)
    script.set { request in
      words.contains { request.path.contains("/\($0)") }
        ? try answer(request)
        : try Self.standard(request, key: key, bed: bed, script: script)
    }
  }

  /// Writes the files of an enrolment with this province.
  func enrol(notBefore: Int64? = nil, expires: Int64? = nil, port: Int? = nil) throws {
    let now = bed.now.wallMilliseconds / 1_000
    let certificate = try DeviceCertificate.issue(
      device: "14464-1-a", notBefore: notBefore ?? now - 86_400, expires: expires ?? now + 86_400,
      publicKey: bed.desk.keys.device.publicKey, root: root)
    try enrol(certificate: certificate, roots: roots, port: port)
  }

  /// The same with this certificate, or none yet, under these roots.
  func enrol(certificate: DeviceCertificate?, roots: RootList, port: Int? = nil) throws {
    let enrolment = Enrolment(
      provinceHost: Self.host, url: "http://127.0.0.1:\(port ?? server.port)/",
      verifier: try NoteVerifier(name: Self.host, kind: .cosignature, key: key.publicKey),
      token: "kiosk-token", pullTokenDigest: sha256(Array("pull-token".utf8)),
      deviceCertificate: certificate, companion: nil, roots: roots)
    try enrolment.write(to: bed.desk.keys.directory)
  }

  /// A worker that talks to this province.
  func worker() -> SyncWorker {
    let client = Client(settings: ClientSettings(bed.desk.settings.sync))
    return SyncWorker(
      store: bed.desk.store, keys: bed.desk.keys, clock: bed.desk.clock,
      settings: bed.desk.settings.sync, logger: Bed.quiet, certification: bed.desk.certification,
      send: { try client.send($0) })
  }

  /// What a province says that has taken everything up to `size`.
  static func hello(next: Int64, root: Digest) throws -> Response {
    .json(
      try CanonicalValue.object([
        "next": .integer(next), "size": .integer(next), "root": .text(root.base64),
        "time": .integer(1), "admit": .boolean(true),
      ]).canonical())
  }

  /// What a province says to a document of personal values that leaves no gap.
  static func valuesTaken(_ request: Request) throws -> Response {
    try valuesTaken(next: try documentRange(request).upperBound)
  }

  /// The same of one that has the documents of [0, next).
  static func valuesTaken(next: Int64) throws -> Response {
    .json(
      try CanonicalValue.object([
        "declined": .integer(0), "kept": .integer(2), "next": .integer(next),
      ]).canonical())
  }

  /// The events that a document of personal values is about, by its address.
  static func documentRange(_ request: Request) throws -> Range<Int64> {
    let ends = request.path.split(separator: "/").last?.split(separator: "-").compactMap {
      Int64($0)
    }
    guard let ends, ends.count == 2, ends[0] < ends[1] else { throw Unexpected() }
    return ends[0]..<ends[1]
  }

  static func problem(_ status: Status, _ members: [String: CanonicalValue]) throws -> Response {
    var members = members
    let code = members["code"]?.text ?? "code"
    members["type"] = .text("urn:learning-kiosk:problem:\(code)")
    return .problem(try CanonicalValue.object(members).canonical(), status: status)
  }

  /// "Come back after so long", as the province itself says it.
  static func busy(seconds: Int) throws -> Response {
    try problem(.serviceUnavailable, ["code": .text("database")])
      .with("Retry-After", "\(seconds)")
  }

  private static func standard(
    _ request: Request, key: SigningKey, bed: Bed, script: Script
  ) throws -> Response {
    if request.path.hasSuffix("/hello") {
      let size = script.size
      let root = try bed.desk.store.compactRange(at: size)?.root ?? Merkle.emptyRoot
      return try hello(next: size, root: root)
    }
    // A province of the release before knows no branches.
    if request.path.hasSuffix("/root") || request.path.hasSuffix("/branches") {
      return .empty(.notFound)
    }
    if ["/v1/bundle", "/v1/bulletin"].contains(request.path)
      || request.path.hasSuffix("/certificate-request")
    {
      return .empty(.notFound)
    }
    if request.method == "GET", request.path.hasSuffix("/receipt") {
      return try problem(.notFound, ["code": .text("no-receipt")])
    }
    if request.path.contains("/personal/") {
      return try valuesTaken(request)
    }
    let batch = try Batch(gzip: request.body)
    let receipt = try Receipt.issue(
      over: batch.checkpointNote, provinceName: host, key: key,
      timeSeconds: bed.now.wallMilliseconds / 1_000)
    script.advance(to: batch.end)
    return .text(receipt.text)
  }
}

/// What the province answers, and how far it has come.
private final class Script: Sendable {
  private struct State {
    var requests: [String] = []
    var size: Int64 = 0
    var answer: @Sendable (Request) throws -> Response = { _ in .empty(.notFound) }
  }

  private let state = Mutex(State())

  var requests: [String] { state.withLock { $0.requests } }
  var size: Int64 { state.withLock { $0.size } }

  func set(_ answer: @escaping @Sendable (Request) throws -> Response) {
    state.withLock { $0.answer = answer }
  }

  func advance(to size: Int64) {
    state.withLock { $0.size = max($0.size, size) }
  }

  func answer(_ request: Request) -> Response {
    let isOfLog = request.path.hasPrefix("/v1/logs/")
    let parts = request.path.split(separator: "/").dropFirst(isOfLog ? 3 : 1)
    let answer = state.withLock { state in
      state.requests.append("\(request.method) \(parts.joined(separator: " "))")
      return state.answer
    }
    do {
      return try answer(request)
    } catch {
      return .text("\(error)", status: .internalServerError)
    }
  }
}
