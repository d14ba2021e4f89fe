/// What a note's signature line means, and its type byte in key ids and vkeys (C2SP signed-note).
package enum NoteSignatureKind: UInt8, Sendable {
  /// Ed25519 over the note's body: a log's own checkpoint.
  case ed25519 = 0x01
  /// Ed25519 over `cosignature/v1`, the time and the body: a receipt (C2SP tlog-cosignature).
  case cosignature = 0x04
}

/// A named public key that checks one kind of line on a signed note.
package struct NoteVerifier: Equatable, Sendable {
  /// The key's name: the log's origin, or the province's host.
  package let name: String
  /// The kind of line it checks.
  package let kind: NoteSignatureKind
  /// The key.
  package let key: PublicKey

  /// A verifier of known parts.
  /// - Throws: `Malformed` for a name that is empty or holds blanks or `+`.
  package init(name: String, kind: NoteSignatureKind, key: PublicKey) throws(Malformed) {
    guard NoteVerifier.isName(name) else {
      throw NoteVerifier.refusal("name", "A key name is empty or holds a blank or a plus sign.")
    }
    self.name = name
    self.kind = kind
    self.key = key
  }

  /// Reads `name+hex key id+base64(type byte || key)`.
  /// - Throws: `Malformed`, also when the key id is not the one of this name and key.
  package init(vkey: String) throws(Malformed) {
    let parts = vkey.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else {
      throw NoteVerifier.refusal("form", "A vkey has three parts joined by plus signs.")
    }
    let payload = try Base64.decode(String(parts[2]))
    guard let kind = payload.first.flatMap(NoteSignatureKind.init(rawValue:)) else {
      throw NoteVerifier.refusal("type", "The signature type of a vkey is not known.")
    }
    let key = try PublicKey(bytes: [UInt8](payload.dropFirst()))
    try self.init(name: String(parts[0]), kind: kind, key: key)
    guard try Hex.decode(String(parts[1])) == keyId else {
      throw NoteVerifier.refusal("key-id", "The key id of a vkey does not fit its key.")
    }
  }

  /// The text form that programs exchange and settings hold.
  package var vkey: String {
    "\(name)+\(Hex.encode(keyId))+\(Base64.encode([kind.rawValue] + key.bytes))"
  }

  /// SHA-256(name || 0x0A || type byte || key), first 4 bytes.
  package var keyId: [UInt8] {
    let input = [UInt8](name.utf8) + [0x0A, kind.rawValue] + key.bytes
    return [UInt8](Digest(sha256: input).bytes.prefix(4))
  }

  /// Key names hold no blank, no control character and no plus sign.
  static func isName(_ name: String) -> Bool {
    1...255 ~= name.utf8.count
      && name.unicodeScalars.allSatisfy {
        $0.value > 0x20 && $0.value != 0x7F && $0 != "+" && !$0.properties.isWhitespace
      }
  }

  private static func refusal(_ code: String, _ message: String) -> Malformed {
    Malformed(operation: "vkey", code: code, message: message)
  }
}
