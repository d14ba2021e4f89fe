import Evidence
import HTTP

/// What a kiosk answered, or did not: the round with it ends here and is tried again later.
package struct PullError: Error, CustomStringConvertible {
  /// `checkpoint`, `branch`, `entries`, `personal` or `receipt`; `start`, `line` and `stop` before that.
  package let operation: String
  /// The answer's status; 0 when there was none.
  package let code: Int
  /// What was wrong with it.
  package let message: String

  /// A whole sentence for the log.
  package var description: String {
    "Pull failed at \(operation): \(message)" + (code == 0 ? "" : " (status \(code))")
  }
}

/// The addresses of one kiosk, from the province's side.
struct KioskLine {
  /// The address before every path; empty over a line that the kiosk holds.
  let url: String
  let token: String
  /// The province's time, which the kiosk is told.
  let clock: WallClock
  /// How a request travels.
  let send: (ClientRequest) throws -> ClientResponse

  /// How far the kiosk's log goes now, and its name.
  func checkpoint() throws -> Checkpoint {
    let response = try send(
      "checkpoint",
      ClientRequest(
        url: url + "/v1/log/checkpoint",
        headers: [ProvinceTime.header: String(clock.milliseconds())]))
    guard response.status == .ok, let text = String(validating: response.body, as: UTF8.self),
      let note = try? SignedNote(text: text), let checkpoint = try? Checkpoint(body: note.body)
    else { throw failure("checkpoint", response, "this is not a checkpoint") }
    return checkpoint
  }

  /// The batch from `start` on; nil when there is nothing more.
  func entries(from start: Int64, max: Int) throws -> [UInt8]? {
    let response = try get("entries", "/v1/log/entries?start=\(start)&max=\(max)")
    guard response.status != .noContent else { return nil }
    guard response.status == .ok else {
      throw failure("entries", response, "the kiosk gave no batch")
    }
    return try undamaged("entries", response)
  }

  /// The personal values of a range.
  func personal(_ range: SeqRange) throws -> [UInt8] {
    let response = try get("personal", "/v1/log/personal?start=\(range.start)&end=\(range.end)")
    guard response.status == .ok else {
      throw failure("personal", response, "the kiosk gave no document")
    }
    return try undamaged("personal", response)
  }

  /// Hands a receipt back.
  func send(receipt: String) throws {
    let response = try send(
      "receipt",
      ClientRequest(
        method: "POST", url: url + "/v1/log/receipts",
        headers: ["Content-Type": "text/plain; charset=utf-8"], body: Array(receipt.utf8)))
    guard response.status.isSuccess else {
      throw failure("receipt", response, "the kiosk did not take the receipt")
    }
  }

  /// The body if it is what the kiosk sent: a batch is kept byte for byte, and a bit may flip where
  /// neither gzip nor the signed root would notice, as in the time of gzip's header.
  private func undamaged(
    _ operation: String, _ response: ClientResponse
  ) throws(PullError) -> [UInt8] {
    guard let digest = response.headers["Content-Digest"],
      ContentDigest.matches(digest, content: response.body)
    else { throw failure(operation, response, "the bytes were damaged on the way") }
    return response.body
  }

  func get(_ operation: String, _ path: String) throws -> ClientResponse {
    try send(operation, ClientRequest(url: url + path))
  }

  func send(
    _ operation: String, _ request: ClientRequest
  ) throws -> ClientResponse {
    var request = request
    request.headers["Authorization"] = "Bearer \(token)"
    do {
      return try send(request)
    } catch let error as ClientError {
      throw PullError(operation: operation, code: 0, message: error.message)
    }
  }

  func failure(
    _ operation: String, _ response: ClientResponse, _ message: String
  ) -> PullError {
    PullError(operation: operation, code: response.status.code, message: message)
  }
}
