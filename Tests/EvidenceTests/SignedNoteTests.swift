import Testing

@testable import Evidence

@Suite struct SignedNoteTests {
  // The example of golang.org/x/mod/sumdb/note, the format's reference implementation.
  private static let vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
  private static let seed = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
  private static let body =
    "If you think cryptography is the answer to your problem,\n"
    + "then you don't know what your problem is.\n"
  private static let line =
    "\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpR"
    + "Zb6KE6RyyBwJnAM=\n"

  @Test func `the reference note is verified`() throws {
    let verifier = try NoteVerifier(vkey: Self.vkey)
    let note = try SignedNote(text: Self.body + "\n" + Self.line)

    #expect(verifier.vkey == Self.vkey)
    #expect(note.body == Self.body)
    #expect(note.isSigned(by: verifier))
    #expect(note.cosignatureTime(by: verifier) == nil)
  }

  @Test func `the reference note is written byte for byte`() throws {
    let key = try SigningKey(seed: Array(Base64.decode(Self.seed).dropFirst()))
    let verifier = try NoteVerifier(name: "PeterNeumann", kind: .ed25519, key: key.publicKey)
    let signature = NoteSignature(
      name: verifier.name, keyId: verifier.keyId, payload: try key.sign(utf8(Self.body)))

    #expect(signature.line == Self.line)
    #expect(
      SignedNote(body: Self.body, signatures: [signature]).text == Self.body + "\n" + Self.line)
  }

  @Test func `unknown lines are ignored, and one valid line is enough`() throws {
    let verifier = try NoteVerifier(vkey: Self.vkey)
    let stranger = "\u{2014} someone.else x08go/ZJkuBS\n"
    let wrong = "\u{2014} PeterNeumann x08go/ZJkuBS\n"

    let note = try SignedNote(text: Self.body + "\n" + stranger + wrong + Self.line)

    #expect(note.signatures.count == 3)
    #expect(note.isSigned(by: verifier))
    #expect(!(try SignedNote(text: Self.body + "\n" + stranger + wrong)).isSigned(by: verifier))
  }

  @Test func `a changed body or another key is not signed`() throws {
    let verifier = try NoteVerifier(vkey: Self.vkey)
    let other = try NoteVerifier(
      name: "PeterNeumann", kind: .ed25519, key: SigningKey().publicKey)
    let renamed = try NoteVerifier(name: "Peter", kind: .ed25519, key: verifier.key)
    let note = try SignedNote(text: Self.body + "\n" + Self.line)

    #expect(!(try SignedNote(text: "x" + Self.body + "\n" + Self.line)).isSigned(by: verifier))
    #expect(!note.isSigned(by: other))
    #expect(!note.isSigned(by: renamed))
  }

  @Test(arguments: [
    "", "\n", "\n\n", "body\n", "body\n\n", "body\n\u{2014} a AAAAAAAA\n",
    "body\n\n\u{2014} a AAAAAAAA",
    "body\n\n- a AAAAAAAA\n", "body\n\n\u{2014} a b AAAAAAAA\n",
    "body\n\n\u{2014} a+b AAAAAAAA\n", "body\n\n\u{2014}  AAAAAAAA\n", "body\n\n\u{2014} a AAAA\n",
    "body\n\n\u{2014} a A\n", "body\r\n\n\u{2014} a AAAAAAAA\n", "body\t\n\n\u{2014} a AAAAAAAA\n",
    "body\n\n\u{2014} a AAAAAAAA\nrest\n", "<html><body>200 OK</body></html>\n",
  ])
  func `a text that is no note is refused`(_ text: String) {
    #expect(throws: Malformed.self) { try SignedNote(text: text) }
  }

  @Test func `a note has limits`() {
    let line = "\u{2014} a AAAAAAAA\n"
    let body = String(repeating: "x", count: SignedNote.byteLimit) + "\n\n"
    let lines = String(repeating: line, count: SignedNote.signatureLimit)

    #expect(throws: Never.self) { try SignedNote(text: "body\n\n" + lines) }
    #expect(throws: Malformed.self) { try SignedNote(text: "body\n\n" + lines + line) }
    #expect(throws: Malformed.self) { try SignedNote(text: body + line) }
  }

  @Test func `every change of a vkey is refused`() {
    var bytes = utf8(Self.vkey)

    for index in bytes.indices {
      bytes[index] += 1
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(throws: Malformed.self, "\(text)") { try NoteVerifier(vkey: text) }
      bytes[index] -= 1
    }
    #expect(throws: Malformed.self) { try NoteVerifier(vkey: "") }
    #expect(throws: Malformed.self) { try NoteVerifier(vkey: Self.vkey + "=") }
    #expect(throws: Malformed.self) { try NoteVerifier(vkey: "a+b") }
  }
}
