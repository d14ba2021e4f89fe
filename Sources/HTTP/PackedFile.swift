/// A small text as gzip (RFC 9110, 8.4.1.3) for browsers that take it: its whole answer and its 304.
struct PackedFile {
  /// Another one than the plain file's, for a strong tag names bytes.
  let tag: String
  /// Status 200.
  let whole: Response
  /// Status 304.
  let notModified: Response

  /// Nil for what is no text, or would not become smaller.
  init?(of plain: Response, bytes: [UInt8], tag: String, compress: StaticFiles.Compress) {
    guard Self.isText(plain.headers["Content-Type"] ?? ""), let packed = compress(bytes),
      packed.count < bytes.count
    else { return nil }
    self.tag = String(tag.dropLast()) + "-gz\""
    let common = ["ETag": self.tag, "Vary": "Accept-Encoding", "Content-Encoding": "gzip"]
    var whole = plain
    whole.body = .bytes(packed)
    whole.headers["Accept-Ranges"] = nil
    for (name, value) in common { whole.headers[name] = value }
    self.whole = whole
    notModified = Response(
      status: .notModified,
      headers: [
        "ETag": self.tag, "Vary": "Accept-Encoding",
        "Cache-Control": plain.headers["Cache-Control"] ?? "no-cache",
      ])
  }

  private static func isText(_ type: String) -> Bool {
    type.hasPrefix("text/") || ["javascript", "json", "svg"].contains { type.contains($0) }
  }
}
