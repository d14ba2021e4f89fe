/// Names for things that have no address: `urn:uuid:` of a UUIDv8 made from a digest.
enum BadgeURN {
  /// The name of what `parts` describe; `kind` keeps different things with equal parts apart.
  static func name(_ kind: String, _ parts: [[UInt8]]) -> String {
    var message = [UInt8]("learning-kiosk/\(kind)/v1\n".utf8)
    for part in parts { message += Digest(sha256: part).bytes }
    return "urn:uuid:\(UUIDv8(Digest(sha256: message)))"
  }
}
