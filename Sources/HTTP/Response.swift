/// An answer: a status, header fields and a body.
///
/// `Date`, `Content-Length`, `Connection` and the server's common fields are added when it is sent.
package struct Response: Sendable {
  package var status: Status
  package var headers: Headers
  package var body: Body

  package init(status: Status = .ok, headers: Headers = [:], body: Body = .empty) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// A page in UTF-8.
  package static func html(_ text: String, status: Status = .ok) -> Response {
    bytes(Array(text.utf8), contentType: "text/html; charset=utf-8", status: status)
  }

  /// A JSON document that is already encoded.
  package static func json(_ bytes: [UInt8], status: Status = .ok) -> Response {
    .bytes(bytes, contentType: "application/json", status: status)
  }

  /// A problem document (RFC 9457) that is already encoded.
  package static func problem(_ bytes: [UInt8], status: Status) -> Response {
    .bytes(bytes, contentType: "application/problem+json", status: status)
  }

  /// Plain text in UTF-8.
  package static func text(_ text: String, status: Status = .ok) -> Response {
    bytes(Array(text.utf8), contentType: "text/plain; charset=utf-8", status: status)
  }

  /// Bytes of any type.
  package static func bytes(
    _ bytes: [UInt8], contentType: String, status: Status = .ok
  ) -> Response {
    Response(status: status, headers: ["Content-Type": contentType], body: .bytes(bytes))
  }

  /// "Look over there": after a form, 303 makes the browser GET `location`.
  ///
  /// `location` must already be a valid URL reference; see `Percent` rules of RFC 3986.
  package static func redirect(to location: String, status: Status = .seeOther) -> Response {
    Response(status: status, headers: ["Location": location])
  }

  /// A status without a body.
  package static func empty(_ status: Status = .noContent) -> Response {
    Response(status: status)
  }

  /// A whole file of any size; throws `FileError` if it is not a readable regular file.
  package static func file(_ path: String, contentType: String) throws -> Response {
    let file = try OpenFile(path: path)
    return Response(
      headers: ["Content-Type": contentType], body: .file(file, offset: 0, length: file.size))
  }

  /// A body made while it is sent.
  package static func stream(
    contentType: String, length: Int? = nil, next: @escaping @Sendable () throws -> [UInt8]?
  ) -> Response {
    Response(
      headers: ["Content-Type": contentType],
      body: .stream(BodyStream(length: length, next: next)))
  }

  /// A copy with the field set, replacing any of the same name.
  package func with(_ name: String, _ value: String) -> Response {
    var copy = self
    copy.headers[name] = value
    return copy
  }

  /// A copy that sets one more cookie.
  package func setting(_ cookie: Cookie) -> Response {
    var copy = self
    copy.headers.add("Set-Cookie", cookie.headerValue)
    return copy
  }

  /// A copy that also carries these fields.
  package func adding(_ fields: Headers) -> Response {
    guard !fields.all.isEmpty else { return self }
    var copy = self
    for field in fields.all {
      copy.headers.add(field.name, field.value)
    }
    return copy
  }
}

extension Response {
  /// The body as text when it is held in memory: for tests of handlers.
  package var text: String {
    switch body {
    case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
    case .file, .stream: ""
    }
  }
}
