/// Names for things that have no address: `urn:uuid:` of a UUIDv8 (RFC 9562, section 5.8) made from
/// a digest, so that the same thing has the same name on every run and nobody must keep a table.
enum BadgeURN {
  /// The name of what `parts` describe; `kind` keeps different things with equal parts apart.
  static func name(_ kind: String, _ parts: [[UInt8]]) -> String {
    var message = [UInt8]("learning-kiosk/\(kind)/v1\n".utf8)
    for part in parts { message += Digest(sha256: part).bytes }
    var bytes = [UInt8](Digest(sha256: message).bytes.prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x80
    bytes[8] = bytes[8] & 0x3F | 0x80
    let groups = [bytes[0..<4], bytes[4..<6], bytes[6..<8], bytes[8..<10], bytes[10..<16]]
    return "urn:uuid:" + groups.map { Hex.encode([UInt8]($0)) }.joined(separator: "-")
  }
}
