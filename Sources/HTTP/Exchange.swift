import CMicroHTTPD
import Glibc
import Synchronization

/// One request and its answer on one connection, driven by libmicrohttpd's callbacks.
///
/// It lives in `con_cls` from the request's first line until NOTIFY_COMPLETED, and only that
/// connection's thread touches it.
final class Exchange {
  private enum Phase {
    /// The head is not complete.
    case head
    /// The body is collected, up to `limit` bytes.
    case body(limit: Int)
    /// The request is wrong: its body is thrown away, then the refusal answers it.
    case discarding(Refusal)
    case answered
  }

  /// Bodies are read to their end for the sake of an answer the client sees, up to so many bytes.
  private static let maxDiscardedBytes = 1 << 20

  private let core: ServerCore
  private let connection: Connection
  private let targetStart: UnsafePointer<CChar>?
  private let targetLength: Int
  private let rawTarget: String?
  private var target: Target?
  private var method = ""
  private var phase = Phase.head
  private var body: [UInt8] = []
  private var receivedBytes = 0
  private var lingers = false
  private var isClientCertified = false

  /// `target` points into the connection's own memory, which stays until the request ends.
  init(core: ServerCore, connection: Connection, target: UnsafePointer<CChar>?) {
    self.core = core
    self.connection = connection
    targetStart = target
    targetLength = target.map { strlen($0) } ?? 0
    rawTarget = target.map { String(validatingCString: $0) } ?? ""
    core.requestsInFlight.add(1, ordering: .acquiringAndReleasing)
  }

  /// One call of the access handler; false closes the connection.
  func proceed(
    _ pointer: OpaquePointer, method: UnsafePointer<CChar>, version: UnsafePointer<CChar>?,
    data: UnsafePointer<CChar>?, size: UnsafeMutablePointer<Int>
  ) -> Bool {
    switch phase {
    case .head:
      self.method = String(cString: method)
      return takeHead(pointer, version: version)
    case .body, .discarding:
      guard size.pointee > 0 else { return finish(pointer) }
      defer { size.pointee = 0 }
      return takeBody(UnsafeRawBufferPointer(start: data, count: size.pointee))
    case .answered:
      return true
    }
  }

  /// The answer is sent or the connection lost.
  func end(isClean: Bool) {
    if lingers || !isClean, !core.stopping {
      connection.drain(milliseconds: 1000, maxBytes: 8 << 20)
    }
    core.expectRequest(on: connection)
    core.requestsInFlight.subtract(1, ordering: .acquiringAndReleasing)
  }

  private func takeHead(_ pointer: OpaquePointer, version: UnsafePointer<CChar>?) -> Bool {
    let head = RequestHead(pointer, version: version)
    if core.tls?.clientAuthorities != nil {
      isClientCertified = MHD_connection_is_certified(pointer) != 0
    }
    do {
      let limit = try accept(pointer, head, version: version)
      phase = .body(limit: limit)
      if case .length(let count) = head.framing { body.reserveCapacity(count) }
    } catch {
      phase = .discarding(error)
      guard head.framing.isShort(Self.maxDiscardedBytes), !head.awaitsContinue else {
        lingers = true
        return finish(pointer)
      }
    }
    if head.framing == .none {
      connection.expectNothing()
    } else {
      connection.expect(.reading, withinSeconds: core.settings.requestTimeoutSeconds)
    }
    return true
  }

  /// The body limit of an acceptable head; throws what is wrong with another.
  private func accept(
    _ pointer: OpaquePointer, _ head: RequestHead, version: UnsafePointer<CChar>?
  ) throws(Refusal) -> Int {
    guard targetLength <= core.settings.maxTargetBytes else {
      throw Refusal(
        .uriTooLong, code: "target.length",
        detail: "The address is longer than \(core.settings.maxTargetBytes) bytes.")
    }
    // The version follows the target and one space; a NUL inside the target hides the rest of it.
    if let targetStart, let version, version.pointee != 0,
      version != targetStart + targetLength + 1
    {
      throw Refusal(
        .badRequest, code: "target.nul",
        detail: "The path has a NUL byte at byte \(targetLength).")
    }
    guard let rawTarget else {
      throw Refusal(
        .badRequest, code: "target.utf8", detail: "The path has bytes that are not UTF-8.")
    }
    let target = try Target(rawTarget)
    self.target = target
    try head.checkFraming()
    let limit = bodyLimit(pointer, head)
    if case .length(let count) = head.framing, count > limit {
      throw Self.tooLarge(limit)
    }
    return limit
  }

  /// How long the body may be; nobody is asked where there is none.
  private func bodyLimit(_ pointer: OpaquePointer, _ head: RequestHead) -> Int {
    let own = core.settings.maxBodyBytes
    return head.framing == .none ? own : withHeaders(pointer) { core.bodyLimit(request($0)) } ?? own
  }

  private func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
    receivedBytes += bytes.count
    switch phase {
    case .body(let limit):
      guard receivedBytes <= limit else {
        body = []
        phase = .discarding(Self.tooLarge(limit))
        return true
      }
      body.append(contentsOf: bytes)
      return true
    case .discarding(let refusal):
      guard receivedBytes > max(Self.maxDiscardedBytes, core.settings.maxBodyBytes) * 2 else {
        return true
      }
      // libmicrohttpd accepts no answer in the middle of a body, so this one goes past it.
      if refusal.status == .contentTooLarge { connection.sendNow(RawAnswer.contentTooLarge) }
      lingers = true
      return false
    case .head, .answered:
      return true
    }
  }

  /// The request is whole: makes the answer and hands it over.
  private func finish(_ pointer: OpaquePointer) -> Bool {
    connection.expectNothing()
    let start = MonotonicClock.milliseconds
    let response = makeResponse(pointer)
    phase = .answered
    if MonotonicClock.milliseconds - start > 500 {
      MHD_connection_restart_timeout(pointer, UInt32(core.settings.idleTimeoutSeconds))
    }
    return Reply(core: core, connection: connection).queue(response, on: pointer)
  }

  private func makeResponse(_ pointer: OpaquePointer) -> Response {
    withHeaders(pointer, answer)
  }

  /// Runs `body` with the request's headers, which outlive it only as copies.
  private func withHeaders<Result>(
    _ pointer: OpaquePointer, _ body: (Headers) -> Result
  ) -> Result {
    var live = LiveHeaders(connection: pointer)
    let result = body(Headers(live: live))
    live.detach(keepingValues: !isKnownUniquelyReferenced(&live))
    return result
  }

  private func request(_ headers: Headers) -> Request {
    var request = Request(
      method: method, target: target ?? Target(unparsed: rawTarget ?? ""), headers: headers,
      body: body, remoteAddress: connection.remoteAddress)
    request.isClientCertified = isClientCertified
    request.isFromOwnAddress = connection.isFromOwnAddress
    return request
  }

  private func answer(headers: Headers) -> Response {
    let request = request(headers)
    body = []
    switch phase {
    case .discarding(let refusal): return core.refuse(request, refusal)
    case .head, .body, .answered: return core.respond(request)
    }
  }

  private static func tooLarge(_ limit: Int) -> Refusal {
    Refusal(
      .contentTooLarge, code: "body.length", detail: "The body is longer than \(limit) bytes.")
  }
}
