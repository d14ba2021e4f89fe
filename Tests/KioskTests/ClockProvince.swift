import Evidence
import HTTP
import Store
import Synchronization

@testable import Kiosk

/// A province that talks to a `ClockBed` without a socket and knows what time it is, or is wrong.
final class ClockProvince: Sendable {
  struct Ways {
    /// How long a question or an answer travels, milliseconds.
    var travelMilliseconds: Int64 = 150
    /// How far its clock is off.
    var errorMilliseconds: Int64 = 0
    /// Answers every batch with this receipt in place of its own.
    var oldReceipt: String?
    /// Whether answers to batches are lost on the way.
    var losesReceipts = false
  }

  private let bed: ClockBed
  private let key = SigningKey()
  private let ways = Mutex(Ways())
  private let size = Mutex<Int64>(0)
  private let receipts = Mutex<[String]>([])

  init(_ bed: ClockBed) throws {
    self.bed = bed
    let root = SigningKey()
    let keys = try bed.desk.keys
    try Enrolment(
      provinceHost: ScriptedProvince.host, url: "http://127.0.0.1:1/",
      verifier: try NoteVerifier(
        name: ScriptedProvince.host, kind: .cosignature, key: key.publicKey),
      token: "kiosk-token", pullTokenDigest: sha256([1]), deviceCertificate: nil, companion: nil,
      roots: RootList(roots: [RootKey(key: root.publicKey, name: "Ninh Bình", notBeforeDay: 0)])
    ).write(to: keys.directory)
  }

  func change(_ body: (inout Ways) -> Void) { ways.withLock { body(&$0) } }

  /// The receipts that it has signed.
  var signed: [String] { receipts.withLock { $0 } }

  /// One talk.
  @discardableResult
  func sync() throws -> SyncOutcome {
    let desk = try bed.desk
    return try SyncWorker(
      store: desk.store, keys: desk.keys, clock: desk.clock, settings: desk.settings.sync,
      logger: Bed.quiet, timekeeper: try bed.timekeeper, send: { try self.answer($0) }
    ).step(isForced: true)
  }

  private func answer(_ request: ClientRequest) throws -> ClientResponse {
    let ways = ways.withLock { $0 }
    bed.set { $0.pass(milliseconds: ways.travelMilliseconds) }
    defer { bed.set { $0.pass(milliseconds: ways.travelMilliseconds) } }
    let now = bed.truth + ways.errorMilliseconds
    let body = request.body ?? []
    if request.url.hasSuffix("/hello") {
      let next = size.withLock { $0 }
      let root = try bed.desk.store.compactRange(at: next)?.root ?? Merkle.emptyRoot
      return response(
        try CanonicalValue.object([
          "next": .integer(next), "size": .integer(next), "root": .text(root.base64),
          "time": .integer(now), "admit": .boolean(true),
        ]).canonical())
    }
    if request.url.contains("/personal/") {
      let end = request.url.split(separator: "-").last ?? ""
      return response(Array(#"{"declined":0,"kept":2,"next":\#(end)}"#.utf8))
    }
    guard request.url.contains("/entries/") else {
      return ClientResponse(status: .notFound, headers: [:], body: [])
    }
    let batch = try Batch(gzip: body)
    let receipt = try Receipt.issue(
      over: batch.checkpointNote, provinceName: ScriptedProvince.host, key: key,
      timeSeconds: now / 1_000)
    receipts.withLock { $0.append(receipt.text) }
    if ways.losesReceipts { throw Unexpected() }
    size.withLock { $0 = max($0, batch.end) }
    return response(Array((ways.oldReceipt ?? receipt.text).utf8))
  }

  private func response(_ body: [UInt8]) -> ClientResponse {
    ClientResponse(status: .ok, headers: [:], body: body)
  }
}
