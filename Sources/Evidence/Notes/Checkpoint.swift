/// How long a log is and what its root is (C2SP tlog-checkpoint, without extension lines).
package struct Checkpoint: Equatable, Sendable {
  /// Names the log: `<province host>/log/<log hex>`.
  package let origin: String
  /// How many events the tree covers.
  package let size: Int64
  /// The RFC 6962 root over them.
  package let root: Digest

  /// A checkpoint of known parts.
  package init(origin: String, size: Int64, root: Digest) {
    self.origin = origin
    self.size = size
    self.root = root
  }

  /// Reads the three lines of a note's body.
  /// - Throws: `Malformed` for anything else than exactly what `body` writes.
  package init(body: String) throws(Malformed) {
    let lines = body.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count == 4, lines[3].isEmpty, NoteVerifier.isName(String(lines[0])) else {
      throw Checkpoint.refusal("form", "A checkpoint has three lines.")
    }
    guard let size = Int64(lines[1]), size >= 0, String(size) == lines[1] else {
      throw Checkpoint.refusal("size", "The size of a checkpoint is not a plain number.")
    }
    guard let root = Digest(base64: String(lines[2])) else {
      throw Checkpoint.refusal("root", "The root of a checkpoint is not 32 bytes of base64.")
    }
    self.init(origin: String(lines[0]), size: size, root: root)
  }

  /// Origin, size and base64 root, each with a line feed.
  package var body: String {
    "\(origin)\n\(size)\n\(root.base64)\n"
  }

  /// The checkpoint as a signed note with one line of `key`, by custom under the origin's name.
  package func signed(name: String? = nil, by key: SigningKey) throws(Malformed) -> String {
    let verifier = try NoteVerifier(name: name ?? origin, kind: .ed25519, key: key.publicKey)
    let signature = NoteSignature(
      name: verifier.name, keyId: verifier.keyId, payload: try key.sign([UInt8](body.utf8)))
    return SignedNote(body: body, signatures: [signature]).text
  }

  static func refusal(_ code: String, _ message: String) -> Malformed {
    Malformed(operation: "checkpoint", code: code, message: message)
  }
}
