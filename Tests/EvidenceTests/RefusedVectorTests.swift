import Testing

@testable import Evidence

@Suite struct RefusedVectorTests {
  struct File: Decodable {
    let good: String
    let roots: [Root]
    let tokens: [RefusedToken]
    let texts: [RefusedText]

    var verifier: CertificateVerifier {
      get throws { CertificateVerifier(roots: RootList(roots: try roots.map { try $0.value })) }
    }
  }
  struct Root: Decodable {
    let key, name: String
    let notBefore: Int64
    let demonstration: Bool

    var value: RootKey {
      get throws {
        RootKey(
          key: try PublicKey(hex: key), name: name, notBeforeDay: notBefore,
          isDemonstration: demonstration)
      }
    }
  }
  struct RefusedToken: Decodable {
    let name, token, verdict, reason: String
  }
  struct RefusedText: Decodable {
    let name, text, verdict, reason: String
  }

  @Test func `each refused token is refused for its one fault`() throws {
    let file: File = try Vectors.load("refused")
    let verifier = try file.verifier

    #expect(verifier.verify(token: try Hex.decode(file.good)).verdict == .genuine)
    #expect(file.tokens.count > 120)
    for golden in file.tokens {
      let verdict = verifier.verify(token: try Hex.decode(golden.token)).verdict
      let expected: Verdict =
        golden.verdict == "unreadable"
        ? .unreadable(reason: golden.reason) : .notGenuine(reason: golden.reason)
      #expect(verdict == expected, "\(golden.name)")
    }
  }

  @Test func `each refused text is refused for its one fault`() throws {
    let file: File = try Vectors.load("refused")
    let verifier = try file.verifier

    for golden in file.texts {
      #expect(golden.verdict == "unreadable")
      let verdict = verifier.verify(text: golden.text).verdict
      #expect(verdict == .unreadable(reason: golden.reason), "\(golden.name)")
    }
  }
}
