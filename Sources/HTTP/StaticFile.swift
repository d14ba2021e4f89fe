/// One file ready to be answered with: its whole answer, its 304, and parts on request.
final class StaticFile: Sendable {
  let tag: String
  let size: Int
  /// Status 200.
  let whole: Response
  /// Status 304.
  let notModified: Response
  /// The same text in fewer bytes; nil for what is no text or is not in memory.
  let packed: PackedFile?
  private let file: OpenFile?
  private let identity: [Int64]

  init(_ file: OpenFile, name: String, cacheControl: String) {
    self.file = file
    size = file.size
    identity = Self.identity(file)
    packed = nil
    tag = Self.tag(identity)
    let common: Headers = ["ETag": tag, "Cache-Control": cacheControl]
    notModified = Response(status: .notModified, headers: common)
    whole = Response(
      headers: Headers(
        common.all + [
          Header("Content-Type", ContentType.of(name)), Header("Accept-Ranges", "bytes"),
        ]),
      body: .file(file, offset: 0, length: size))
  }

  /// The same with its bytes read and the descriptor given up, or nil if it is too big.
  func inMemory(maxBytes: Int, compress: StaticFiles.Compress?) -> StaticFile? {
    guard size <= maxBytes, let file, let bytes = try? file.readAll() else { return nil }
    return StaticFile(self, bytes: bytes, compress: compress)
  }

  private init(_ other: StaticFile, bytes: [UInt8], compress: StaticFiles.Compress?) {
    tag = other.tag
    size = other.size
    identity = other.identity
    file = nil
    notModified = other.notModified
    var whole = other.whole
    whole.body = .bytes(bytes)
    packed = compress.flatMap { PackedFile(of: whole, bytes: bytes, tag: other.tag, compress: $0) }
    if packed != nil { whole.headers["Vary"] = "Accept-Encoding" }
    self.whole = whole
  }

  /// True if the file on disk is still the one these bytes came from.
  func isSame(as file: OpenFile) -> Bool {
    identity == Self.identity(file)
  }

  /// Status 206, or 416 with the size, or the whole.
  func part(_ range: ByteRange) -> Response {
    switch range {
    case .whole:
      return whole
    case .unsatisfiable:
      return Response(
        status: .rangeNotSatisfiable, headers: ["Content-Range": "bytes */\(size)", "ETag": tag])
    case .part(let offset, let length):
      var response = whole
      response.status = .partialContent
      response.headers["Content-Range"] = "bytes \(offset)-\(offset + length - 1)/\(size)"
      response.body = slice(offset, length)
      return response
    }
  }

  private func slice(_ offset: Int, _ length: Int) -> Body {
    switch whole.body {
    case .bytes(let bytes): .bytes(Array(bytes[offset..<offset + length]))
    case .file(let file, _, _): .file(file, offset: offset, length: length)
    case .stream: .empty
    }
  }

  private static func identity(_ file: OpenFile) -> [Int64] {
    [file.changedNanoseconds, Int64(file.size), Int64(truncatingIfNeeded: file.inode)]
  }

  private static func tag(_ identity: [Int64]) -> String {
    "\"" + identity.map { String(UInt64(bitPattern: $0), radix: 36) }.joined(separator: "-") + "\""
  }
}
