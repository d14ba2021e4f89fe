import Evidence
import HTTP

/// The requests of the protocol to one province, with this kiosk's token.
struct ProvinceLine {
  let enrolment: Enrolment
  /// The address, without a slash at its end.
  let address: String
  let log: LogID
  let send: @Sendable (ClientRequest) throws -> ClientResponse

  /// "Here I stand": asks where the province stands and whether it has time.
  func hello(_ hello: CanonicalValue) throws -> ClientResponse {
    try send(
      request("POST", "hello", ["Content-Type": "application/json"], try hello.canonical()))
  }

  /// Sends a batch, encoded as `bytes`.
  func entries(_ batch: Batch, _ bytes: [UInt8]) throws -> ClientResponse {
    try put("entries/\(batch.start)-\(batch.end)", type: Batch.mediaType, bytes)
  }

  /// Sends the personal values of a range.
  func personal(from start: Int64, to end: Int64, _ bytes: [UInt8]) throws -> ClientResponse {
    try put("personal/\(start)-\(end)", type: PersonalDocument.mediaType, bytes)
  }

  /// Asks for the latest receipt again.
  func receipt() throws -> ClientResponse {
    try send(request("GET", "receipt", [:], nil))
  }

  /// Asks for the bundle of withdrawn certificates, which the province gives to everybody.
  /// - Parameter tag: the entity tag of the one that is held.
  func bundle(tag: String?) throws -> ClientResponse {
    try open("bundle", type: TrustBundle.mediaType, tag: tag)
  }

  /// Asks for the bulletin, which the province gives to everybody too.
  /// - Parameters:
  ///   - tag: the entity tag of the one that is held.
  ///   - part: what is here of one; the rest is asked for, or the whole if it is no more in force.
  func bulletin(tag: String?, after part: PartialFile?) throws -> ClientResponse {
    var headers: Headers = ["Accept-Encoding": "gzip"]
    if let part {
      headers["Range"] = "bytes=\(part.bytes.count)-"
      headers["If-Range"] = part.tag
    }
    return try open("bulletin", type: Bulletin.mediaType, tag: tag, headers)
  }

  private func open(
    _ path: String, type: String, tag: String?, _ more: Headers = [:]
  ) throws -> ClientResponse {
    var headers = more
    headers["Accept"] = type
    headers["If-None-Match"] = tag
    return try send(
      ClientRequest(method: "GET", url: "\(address)/v1/\(path)", headers: headers, body: nil))
  }

  /// Asks for a certificate of this kiosk's key.
  func certificateRequest(_ json: [UInt8]) throws -> ClientResponse {
    try send(
      request("POST", "certificate-request", ["Content-Type": "application/json"], json))
  }

  /// Waits for a request of the province, which may take most of half a minute.
  func hold() throws -> ClientResponse {
    try send(request("POST", "line", [:], []))
  }

  /// Answers a request that came over the held line.
  func answer(_ id: Int64, status: Int, type: String, _ bytes: [UInt8]) throws -> ClientResponse {
    let headers: Headers = [
      "Content-Type": type, "Content-Digest": ContentDigest.header(of: bytes),
    ]
    return try send(request("PUT", "line/\(id)?status=\(status)", headers, bytes))
  }

  private func put(_ path: String, type: String, _ bytes: [UInt8]) throws -> ClientResponse {
    let headers: Headers = [
      "Content-Type": type, "Content-Encoding": "gzip",
      "Content-Digest": ContentDigest.header(of: bytes),
    ]
    return try send(request("PUT", path, headers, bytes))
  }

  func request(
    _ method: String, _ path: String, _ headers: Headers, _ body: [UInt8]?
  ) -> ClientRequest {
    var headers = headers
    headers["Authorization"] = "Bearer \(enrolment.token)"
    headers["Accept"] = "text/plain, application/json, application/problem+json"
    return ClientRequest(
      method: method, url: "\(address)/v1/logs/\(log.hex)/\(path)", headers: headers, body: body)
  }
}
