/// One form of a document that is held in memory, under a strong tag: it can be asked for again by its
/// tag alone, and in parts, so that a line which is cut again and again brings it home in the end (RFC
/// 9110, sections 8.8.3, 13.1.5 and 14).
package struct Representation: Sendable {
  /// The entity tag, with its quotes; it changes with the bytes.
  package let tag: String
  private let bytes: [UInt8]
  private let contentType: String
  private let common: Headers

  /// - Parameters:
  ///   - tag: the entity tag, with its quotes.
  ///   - common: fields of every answer, also of one without a body.
  package init(bytes: [UInt8], contentType: String, tag: String, common: Headers) {
    self.bytes = bytes
    self.contentType = contentType
    self.tag = tag
    self.common = Headers(common.all + [Header("ETag", tag)])
  }

  /// Status 200, 206, 304 or 416.
  package func answer(to request: Request) -> Response {
    guard !EntityTag.isListed(tag, in: request.header("If-None-Match")) else {
      return Response(status: .notModified, headers: common)
    }
    switch range(of: request) {
    case .whole: return answer(.ok, bytes)
    case .unsatisfiable:
      return Response(status: .rangeNotSatisfiable, headers: common)
        .with("Content-Range", "bytes */\(bytes.count)")
    case .part(let offset, let length):
      let end = offset + length
      return answer(.partialContent, Array(bytes[offset..<end]))
        .with("Content-Range", "bytes \(offset)-\(end - 1)/\(bytes.count)")
    }
  }

  /// A part of another form, or of an older one, would not fit what the client has.
  private func range(of request: Request) -> ByteRange {
    guard let field = request.header("Range"), request.method == "GET",
      request.header("If-Range").map({ $0 == tag }) ?? true
    else { return .whole }
    return ByteRange(field, size: bytes.count)
  }

  private func answer(_ status: Status, _ bytes: [UInt8]) -> Response {
    Response(status: status, headers: common, body: .bytes(bytes))
      .with("Content-Type", contentType).with("Accept-Ranges", "bytes")
  }
}
