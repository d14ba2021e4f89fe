/// A text with signature lines below it (C2SP signed-note), which outside tools verify as well.
package struct SignedNote: Equatable, Sendable {
  /// The longest note that is read, in bytes.
  package static let byteLimit = 16 << 10
  /// The most signature lines that are read.
  package static let signatureLimit = 32

  /// What is signed, with its final line feed.
  package let body: String
  /// The lines below, of which unknown ones are ignored.
  package let signatures: [NoteSignature]

  /// A note made by us; `body` ends with a line feed.
  package init(body: String, signatures: [NoteSignature]) {
    self.body = body
    self.signatures = signatures
  }

  /// Reads a note: body, empty line, signature lines.
  /// - Throws: `Malformed` for control characters, a missing part or more than the limits allow.
  package init(text: String) throws(Malformed) {
    guard text.utf8.count <= SignedNote.byteLimit else {
      throw SignedNote.refusal("too-long", "A note is longer than 16 KiB.")
    }
    guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x0A }) else {
      throw SignedNote.refusal("control", "A note holds a control character.")
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.last == "", let gap = lines.dropLast().lastIndex(of: ""), gap > 0 else {
      throw SignedNote.refusal("form", "A note has no empty line before its signatures.")
    }
    let signed = lines[(gap + 1)..<(lines.count - 1)]
    guard 1...SignedNote.signatureLimit ~= signed.count else {
      throw SignedNote.refusal("signatures", "A note has no signature or too many.")
    }
    var signatures: [NoteSignature] = []
    for line in signed { signatures.append(try NoteSignature(line: line)) }
    body = lines[..<gap].joined(separator: "\n") + "\n"
    self.signatures = signatures
  }

  /// The note as it travels.
  package var text: String {
    body + "\n" + signatures.map(\.line).joined()
  }

  /// Whether a line of this note is a valid signature of `verifier`.
  package func isSigned(by verifier: NoteVerifier) -> Bool {
    validSignature(of: verifier) != nil
  }

  /// The seconds since 1970 that `verifier` put its cosignature to, if a valid one is here.
  package func cosignatureTime(by verifier: NoteVerifier) -> Int64? {
    guard verifier.kind == .cosignature else { return nil }
    return validSignature(of: verifier).flatMap { Cosignature.time(of: $0.payload) }
  }

  private func validSignature(of verifier: NoteVerifier) -> NoteSignature? {
    let keyId = verifier.keyId
    return signatures.first { signature in
      guard signature.name == verifier.name, signature.keyId == keyId else { return false }
      switch verifier.kind {
      case .ed25519:
        return verifier.key.isValid(signature: signature.payload, for: [UInt8](body.utf8))
      case .cosignature:
        return Cosignature.isValid(payload: signature.payload, body: body, key: verifier.key)
      }
    }
  }

  static func refusal(_ code: String, _ message: String) -> Malformed {
    Malformed(operation: "signed note", code: code, message: message)
  }
}
