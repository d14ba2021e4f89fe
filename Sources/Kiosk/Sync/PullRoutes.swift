import Evidence
package import HTTP
import Store

/// The addresses at which a province fetches this kiosk's log: the same bytes as push, for callers
/// that show the token the province was given at enrolment.
package struct PullRoutes: Sendable {
  let store: Store
  let keys: Keys
  let epochs: Epochs
  private let personalKinds: [String]
  private let clock: ClockExchange

  /// Routes over the desk's store.
  package init(desk: Desk) {
    store = desk.store
    keys = desk.keys
    epochs = Epochs(desk: desk)
    personalKinds = desk.settings.sync.personalKinds
    clock = desk.clockExchange
  }

  /// Adds the routes.
  package func addRoutes(to router: inout Router) {
    router.on("GET", "/.well-known/learning-kiosk") { try describe($0) }
    router.on("GET", "/v1/log/checkpoint") { try checkpoint($0) }
    router.on("GET", "/v1/log/entries") { try entries($0) }
    router.on("GET", "/v1/log/personal") { try personal($0) }
    router.on("POST", "/v1/log/receipts") { try receive($0) }
    addBranchRoutes(to: &router)
  }

  private func describe(_ request: Request) throws -> Response {
    let log = try open(to: request)
    let limits = BatchLimits.standard
    return .json(
      try CanonicalValue.object([
        "version": .text(Program.version), "log": .text(log.log.hex),
        "origin": .text(log.origin), "key": .text(try log.verifier().vkey),
        "size": .integer(try store.logSize()),
        "limits": .object([
          "events": .integer(Int64(limits.maxEvents)),
          "bytes": .integer(Int64(limits.maxCompressedBytes)),
        ]),
      ]).canonical())
  }

  private func checkpoint(_ request: Request) throws -> Response {
    let log = try open(to: request)
    try noteTime(request)
    return .text(try log.checkpoint(over: try store.head().range))
  }

  /// A kiosk that is only fetched from never says hello: the province's time comes with the question, and
  /// is in the log before the answer, so that the receipt covers it and can set the clock.
  private func noteTime(_ request: Request) throws {
    guard let text = request.header(ProvinceTime.header) else {
      return
    }
    guard let time = ProvinceTime.milliseconds(text) else {
      throw Refusal(
        .badRequest, code: "time",
        detail: "\(ProvinceTime.header) is milliseconds since 1970, a whole number.")
    }
    do {
      try clock.note(server: time, arrived: clock.clock.read())
    } catch let error as StoreError where error.isDiskFull || error.isReadOnly {
      // What is there can be fetched all the same, and the receipt is the way to know that it was.
      return
    }
  }

  private func entries(_ request: Request) throws -> Response {
    let log = try open(to: request)
    let start = try number("start", in: request, standard: nil)
    let size = try store.logSize()
    guard start <= size else {
      throw Refusal(
        .rangeNotSatisfiable, code: "range", detail: "start is \(start), the log ends at \(size).")
    }
    let limits = BatchLimits.standard
    let most = try number("max", in: request, standard: Int64(limits.maxEvents))
    let events = Int(min(max(1, most), Int64(limits.maxEvents)))
    guard
      let (batch, bytes) = try log.batch(
        from: start, events: events, mostBytes: limits.maxCompressedBytes)
    else {
      return .empty(.noContent)
    }
    let tag = "\"\(try batch.readCheckpoint().checkpoint.root.hex)\""
    // A range that is not the log's end is the same for ever; the last one grows.
    let lasts = batch.end < size || batch.lines.count == events
    let caching = lasts ? "private, max-age=31536000, immutable" : "private, no-cache"
    guard !EntityTag.isListed(tag, in: request.header("If-None-Match")) else {
      return Response.empty(.notModified).with("ETag", tag).with("Cache-Control", caching)
    }
    return gzip(bytes, type: Batch.mediaType).with("ETag", tag).with("Cache-Control", caching)
  }

  private func personal(_ request: Request) throws -> Response {
    let log = try open(to: request)
    let start = try number("start", in: request, standard: nil)
    let end = try number("end", in: request, standard: nil)
    let size = try store.logSize()
    guard start <= end, end <= size, end - start <= Int64(BatchLimits.standard.maxEvents) else {
      throw Refusal(
        .rangeNotSatisfiable, code: "range", detail: "\(start)-\(end) is not in a log of \(size).")
    }
    let document = try log.personal(from: start, to: end, kinds: personalKinds)
    return gzip(try document.encoded(), type: PersonalDocument.mediaType)
  }

  private func receive(_ request: Request) throws -> Response {
    let log = try open(to: request)
    guard request.contentType == "text/plain" else {
      throw Refusal(
        .unsupportedMediaType, code: "contentType", detail: "A receipt is text/plain.")
    }
    guard let text = String(validating: request.body, as: UTF8.self),
      let receipt = try? Receipt(text: text, province: log.enrolment.verifier)
    else {
      throw Refusal(
        .unprocessableContent, code: "receipt", detail: "This is not a receipt of our province.")
    }
    let arrived = clock.clock.read()
    switch try log.keep(receipt) {
    case .kept:
      try clock.take(receipt, arrived: arrived)
      return .empty(.noContent)
    case .strange:
      throw Refusal(
        .unprocessableContent, code: "log", detail: "The receipt is not about this log.")
    case .fork: throw try branch(.fork)
    case .restored: throw try branch(.restored)
    }
  }

  /// The log for a caller that is the province: by its token, or by a TLS client certificate of the
  /// authority that the settings name.
  func open(to request: Request) throws -> OutgoingLog {
    let bearer = request.header("Authorization") ?? ""
    guard let enrolment = try keys.enrolment(),
      request.isClientCertified
        || bearer.hasPrefix("Bearer ") && enrolment.isProvince(bearer: String(bearer.dropFirst(7)))
    else {
      throw Refusal(
        .unauthorized, code: "token", detail: "Show the token given at enrolment.",
        headers: ["WWW-Authenticate": "Bearer realm=\"log\""])
    }
    return OutgoingLog(store: store, keys: keys, enrolment: enrolment)
  }

  func number(
    _ name: String, in request: Request, standard: Int64?
  ) throws(Refusal) -> Int64 {
    guard let text = request.query[name] else {
      if let standard {
        return standard
      }
      throw Refusal(.badRequest, code: "query", detail: "\(name) is missing.")
    }
    guard text.utf8.count <= 18, text.utf8.allSatisfy({ (48...57).contains($0) }),
      let value = Int64(text)
    else {
      throw Refusal(.badRequest, code: "query", detail: "\(name) is not a whole number.")
    }
    return value
  }

  private func gzip(_ bytes: [UInt8], type: String) -> Response {
    Response.bytes(bytes, contentType: type).with("Content-Encoding", "gzip")
      .with("Content-Digest", ContentDigest.header(of: bytes))
  }
}
