/// One signature line of a note: `— name base64(key id || signature)`.
package struct NoteSignature: Equatable, Sendable {
  /// The dash (U+2014) and blank that open every line.
  static let opening = "\u{2014} "

  /// The name of the key that signed.
  package let name: String
  /// The first 4 bytes of the key's hash, a hint at which key it is.
  package let keyId: [UInt8]
  /// What follows the key id: 64 bytes of Ed25519, or 8 of time and 64 of cosignature.
  package let payload: [UInt8]

  /// A line made by us.
  package init(name: String, keyId: [UInt8], payload: [UInt8]) {
    self.name = name
    self.keyId = keyId
    self.payload = payload
  }

  /// Reads a line without its line feed.
  init(line: some StringProtocol) throws(Malformed) {
    let parts = line.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "\u{2014}", NoteVerifier.isName(String(parts[1])) else {
      throw SignedNote.refusal("signature-line", "A signature line is not well formed.")
    }
    let bytes = try Base64.decode(String(parts[2]))
    guard bytes.count >= 5 else {
      throw SignedNote.refusal("signature-line", "A signature is too short.")
    }
    self.init(
      name: String(parts[1]), keyId: [UInt8](bytes[..<4]), payload: [UInt8](bytes[4...]))
  }

  /// The line with its line feed.
  package var line: String {
    "\(NoteSignature.opening)\(name) \(Base64.encode(keyId + payload))\n"
  }
}
