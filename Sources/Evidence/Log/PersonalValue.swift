/// A value about a person, kept beside the log and never in it: the event carries only its digest,
/// so that the value can be erased on a lawful request and the tree still verifies.
package struct PersonalValue: Equatable, Sendable {
  /// Length of a salt in bytes.
  package static let saltByteCount = 16

  /// The event that carries the digest.
  package let seq: Int64
  /// The key in the event's member `p`, e.g. `name`.
  package let field: String
  /// 16 random bytes, without which a digest of a name could be guessed.
  package let salt: [UInt8]
  /// The value, in NFC.
  package let value: String

  /// A value with its salt, by default a new random one; the text is brought to NFC.
  package init(seq: Int64, field: String, salt: [UInt8]? = nil, value: String) {
    self.seq = seq
    self.field = field
    self.salt = salt ?? randomBytes(PersonalValue.saltByteCount)
    self.value = nfc(value)
  }

  /// SHA-256(salt || value in UTF-8): what the leaf carries, in base64.
  package var digest: Digest {
    Digest(sha256: salt, [UInt8](value.utf8))
  }

  /// Whether `event` is the one this value belongs to and carries exactly its digest.
  package func matches(_ event: Event) -> Bool {
    event.seq == seq && event.fields["p"]?.object?[field]?.text == digest.base64
  }

  /// The member `p` of an event with these values.
  package static func leafMember(_ values: [PersonalValue]) -> CanonicalValue {
    var members: [String: CanonicalValue] = [:]
    for value in values { members[value.field] = .text(value.digest.base64) }
    return .object(members)
  }

  /// The value's line in a personal document, without a line feed.
  package func line() throws(Malformed) -> [UInt8] {
    let members: [String: CanonicalValue] = [
      "f": .text(field), "n": .text(Base64.encode(salt)), "q": .integer(seq), "v": .text(value),
    ]
    return try CanonicalValue.object(members).canonical()
  }

  /// Reads `line()` back, strictly.
  package init(line: [UInt8]) throws(Malformed) {
    let members = try CanonicalValue(canonical: line).object ?? [:]
    guard members.count == 4, let field = members["f"]?.text, let salt = members["n"]?.text,
      let seq = members["q"]?.integer, seq >= 0, let value = members["v"]?.text,
      JSONWriter.isKey(field)
    else {
      throw Malformed(
        operation: "personal value", code: "member", message: "A member is missing or wrong.")
    }
    let bytes = try Base64.decode(salt)
    guard bytes.count == PersonalValue.saltByteCount else {
      throw Malformed(operation: "personal value", code: "salt", message: "A salt has 16 bytes.")
    }
    self.init(seq: seq, field: field, salt: bytes, value: value)
  }
}
