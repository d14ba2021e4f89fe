import Testing

@testable import Evidence

@Suite struct MLDSA65KeyTests {
  @Test func `a key comes back from its seed and signs anew each time`() throws {
    let key = try MLDSA65Key()
    let again = try MLDSA65Key(seed: key.seed)
    let message = utf8("Ninh Bình")

    let first = try key.sign(message)
    let second = try again.sign(message)

    #expect(again.publicKey == key.publicKey)
    #expect(first.count == MLDSA65PublicKey.signatureByteCount)
    #expect(first != second)
    #expect(key.publicKey.isValid(signature: first, for: message))
    #expect(key.publicKey.isValid(signature: second, for: message))
    #expect(!key.publicKey.isValid(signature: first, for: message + [0]))
    #expect(!key.publicKey.isValid(signature: first.dropLast(), for: message))
    #expect(!key.publicKey.isValid(signature: [], for: message))
  }

  @Test func `keys and seeds of another length are refused`() {
    #expect(throws: Malformed.self) { try MLDSA65Key(seed: [1, 2, 3]) }
    #expect(throws: Malformed.self) {
      try MLDSA65PublicKey(bytes: [UInt8](repeating: 0, count: 32))
    }
  }
}
