/// The `Content-Digest` header field (RFC 9530) with SHA-256.
package enum ContentDigest {
  /// The field's value for `content`, e.g. `sha-256=:base64:`.
  package static func header(of content: [UInt8]) -> String {
    "sha-256=:\(Digest(sha256: content).base64):"
  }

  /// Whether the field's value names the SHA-256 of `content`; other algorithms are ignored, and a
  /// value without `sha-256` does not match.
  package static func matches(_ value: String, content: [UInt8]) -> Bool {
    let expected = header(of: content)
    return value.split(separator: ",").contains { member in
      var member = member[...]
      while member.first == " " { member = member.dropFirst() }
      while member.last == " " { member = member.dropLast() }
      return member == expected
    }
  }
}
