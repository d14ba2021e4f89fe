/// One gzip member (RFC 1952), as batches travel: the same bytes for the same input.
package enum Gzip {
  /// Compresses at zlib's best level.
  /// - Throws: `Malformed` with the code `library` if zlib has no memory.
  package static func compress(_ bytes: [UInt8]) throws(Malformed) -> [UInt8] {
    try Deflate.gzip.compress(bytes)
  }

  /// Inflates exactly one member, its checksum and length verified.
  /// - Throws: `Malformed` with the code `too-big` if more than `maxBytes` would come out, `truncated`,
  ///   `trailing` or `damaged`.
  package static func inflate(_ bytes: [UInt8], maxBytes: Int) throws(Malformed) -> [UInt8] {
    try Deflate.gzip.inflate(bytes, maxBytes: maxBytes)
  }
}
