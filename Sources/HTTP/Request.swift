/// One request, whole: its head and its body are complete before a handler sees it.
package struct Request: Sendable {
  /// In upper case, e.g. "GET". A HEAD request reaches handlers registered for GET unchanged.
  package let method: String
  /// The target as sent, e.g. "/search?q=do%20thi".
  package let rawTarget: String
  /// The path, percent-decoded, beginning with "/".
  package let path: String
  /// The fields after "?", in order.
  package let query: Form
  package let headers: Headers
  /// At most the route's body limit.
  package let body: [UInt8]
  /// What the pattern's braces matched, decoded; set by the router.
  package var parameters: [String: String] = [:]
  /// Whether the client has shown a TLS certificate of the authority that the server was given.
  package var isClientCertified = false
  /// Whether the peer speaks from the address at which it is answered, as only this machine can.
  package var isFromOwnAddress = false
  /// The peer's numeric address, e.g. "127.0.0.1" or "::1".
  package let remoteAddress: String

  /// A request made by hand, as tests of handlers do. Throws `Refusal` 400 for a flawed target.
  package init(
    method: String, target: String, headers: Headers = [:], body: [UInt8] = [],
    remoteAddress: String = "127.0.0.1"
  ) throws(Refusal) {
    let parsed = try Target(target)
    self.init(
      method: method, target: parsed, headers: headers, body: body, remoteAddress: remoteAddress)
  }

  init(method: String, target: Target, headers: Headers, body: [UInt8], remoteAddress: String) {
    self.method = method
    self.rawTarget = target.raw
    self.path = target.path
    self.query = target.query
    self.headers = headers
    self.body = body
    self.remoteAddress = remoteAddress
  }

  /// The first value of a header, or nil.
  package func header(_ name: String) -> String? {
    headers[name]
  }

  /// True if the peer is this machine itself.
  package var isLoopback: Bool {
    isFromOwnAddress || remoteAddress.hasPrefix("127.") || remoteAddress == "::1"
      || remoteAddress.hasPrefix("::ffff:127.")
  }

  /// The cookies sent, by name.
  package var cookies: [String: String] {
    headers["Cookie"].map(Cookie.parse) ?? [:]
  }

  /// The decoded parts of the path; an encoded slash stays inside its part.
  var segments: [String] {
    let raw = rawTarget.utf8.prefix { $0 != UInt8(ascii: "?") }
    guard raw.first == UInt8(ascii: "/"), raw.contains(UInt8(ascii: "%")) else {
      return RoutePattern.split(path)
    }
    return raw.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst()
      .map { (try? Percent.decode($0, plusIsSpace: false, allowsControls: false)) ?? "" }
  }

  /// The media type of the body in lower case and without parameters, or "".
  package var contentType: String {
    guard let value = headers["Content-Type"] else { return "" }
    return MediaType(value).name
  }

  /// The submitted form, urlencoded or multipart.
  ///
  /// Throws `Refusal`: 415 for another content type, 400 with the place of a flaw, 413 beyond `limits`.
  package func form(limits: FormLimits = .standard) throws(Refusal) -> Form {
    let type = MediaType(headers["Content-Type"] ?? "")
    switch type.name {
    case "application/x-www-form-urlencoded":
      return try URLEncodedForm.parse(body, limits: limits, place: "form")
    case "multipart/form-data":
      return try MultipartForm.parse(body, boundary: type.parameters["boundary"], limits: limits)
    default:
      throw Refusal(
        .unsupportedMediaType, code: "form.contentType",
        detail: "The body is \(type.name.isEmpty ? "of no stated type" : type.name), not a form.",
        headers: ["Accept": "application/x-www-form-urlencoded, multipart/form-data"])
    }
  }
}
