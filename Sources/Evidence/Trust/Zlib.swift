/// One zlib stream (RFC 1950), as status lists hold their bitmap: the same bytes for the same input.
package enum Zlib {
  /// Compresses at zlib's best level.
  /// - Throws: `Malformed` with the code `library` if zlib has no memory.
  package static func compress(_ bytes: [UInt8]) throws(Malformed) -> [UInt8] {
    try Deflate.zlib.compress(bytes)
  }

  /// Inflates exactly one stream, its checksum verified.
  /// - Throws: `Malformed` with the code `too-big` if more than `maxBytes` would come out, `truncated`,
  ///   `trailing` or `damaged`.
  package static func inflate(_ bytes: [UInt8], maxBytes: Int) throws(Malformed) -> [UInt8] {
    try Deflate.zlib.inflate(bytes, maxBytes: maxBytes)
  }
}
