/// A UUID whose free bits come from a digest (RFC 9562, section 5.8), so that the same thing has the
/// same name on every run and nobody must keep a table.
package struct UUIDv8: Hashable, Sendable, CustomStringConvertible {
  private let bytes: [UInt8]

  /// The digest's first 16 bytes, with the version 8 and the variant in their places.
  package init(_ digest: Digest) {
    var bytes = [UInt8](digest.bytes.prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x80
    bytes[8] = bytes[8] & 0x3F | 0x80
    self.bytes = bytes
  }

  /// 36 characters in lower case, e.g. `b02a4b64-3f4f-8fd2-9d14-1d8a5f3a7c11`.
  package var description: String {
    let groups = [bytes[0..<4], bytes[4..<6], bytes[6..<8], bytes[8..<10], bytes[10..<16]]
    return groups.map { Hex.encode([UInt8]($0)) }.joined(separator: "-")
  }
}
