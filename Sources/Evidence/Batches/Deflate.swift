internal import CZlib

/// Compressed data through zlib in one of its framings, the same bytes for the same input.
struct Deflate: Sendable {
  /// One gzip member (RFC 1952) without name and time: 15 bits of window plus 16.
  static let gzip = Deflate(operation: "gzip", windowBits: 15 + 16)
  /// One zlib stream (RFC 1950): 15 bits of window.
  static let zlib = Deflate(operation: "zlib", windowBits: 15)

  let operation: String
  let windowBits: Int32

  /// Compresses at zlib's best level.
  func compress(_ bytes: [UInt8]) throws(Malformed) -> [UInt8] {
    var stream = z_stream()
    let opened = deflateInit2_(
      &stream, Z_BEST_COMPRESSION, Z_DEFLATED, windowBits, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    guard opened == Z_OK else { throw refusal("library", "zlib could not start.") }
    defer { deflateEnd(&stream) }
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
    let status = run(&stream, from: bytes[...], into: &output) { deflate($0, Z_FINISH) }
    guard status == Z_STREAM_END else { throw refusal("library", "zlib could not compress.") }
    output.removeLast(output.count - Int(stream.total_out))
    return output
  }

  /// Inflates exactly one member or stream, its checksum verified.
  func inflate(_ bytes: [UInt8], maxBytes: Int) throws(Malformed) -> [UInt8] {
    var stream = z_stream()
    let opened = inflateInit2_(
      &stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard opened == Z_OK else { throw refusal("library", "zlib could not start.") }
    defer { inflateEnd(&stream) }
    var output: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: min(maxBytes + 1, 256 << 10))
    var status = Z_OK
    while status == Z_OK {
      let consumed = Int(stream.total_in)
      status = run(&stream, from: bytes[consumed...], into: &chunk) {
        CZlib.inflate($0, Z_NO_FLUSH)
      }
      output += chunk[..<(chunk.count - Int(stream.avail_out))]
      guard output.count <= maxBytes else {
        throw refusal("too-big", "More than \(maxBytes) bytes would come out.")
      }
    }
    try check(status, trailing: bytes.count - Int(stream.total_in))
    return output
  }

  private func check(_ status: Int32, trailing: Int) throws(Malformed) {
    switch status {
    case Z_STREAM_END where trailing == 0: return
    case Z_STREAM_END: throw refusal("trailing", "Something follows the compressed data.")
    case Z_BUF_ERROR: throw refusal("truncated", "The compressed data ends too early.")
    default: throw refusal("damaged", "The bytes are not \(operation) or are damaged.")
    }
  }

  /// One call of zlib over the given input and the whole of `output`.
  private func run(
    _ stream: inout z_stream, from input: ArraySlice<UInt8>, into output: inout [UInt8],
    _ step: (UnsafeMutablePointer<z_stream>) -> Int32
  ) -> Int32 {
    input.withUnsafeBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        // zlib's interface is not const-correct; it only reads the input.
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        return step(&stream)
      }
    }
  }

  private func refusal(_ code: String, _ message: String) -> Malformed {
    Malformed(operation: operation, code: code, message: message)
  }
}
