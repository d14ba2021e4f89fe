import Testing

@testable import Evidence

@Suite struct PublicKeyTests {
  struct File: Decodable {
    let vectors: [Vector]
  }
  struct Vector: Decodable {
    let name, seed, publicKey, message, signature: String
  }

  @Test func `keys and signatures are those of RFC 8032, section 7·1`() throws {
    let vectors = try Vectors.load("ed25519", as: File.self).vectors
    #expect(vectors.count == 5)

    for vector in vectors {
      let key = try SigningKey(seed: Hex.decode(vector.seed))
      let message = try Hex.decode(vector.message)
      let signature = try Hex.decode(vector.signature)

      #expect(key.publicKey.hex == vector.publicKey)
      #expect(try key.sign(message) == signature)
      #expect(key.publicKey.isValid(signature: signature, for: message))
      #expect(!key.publicKey.isValid(signature: signature, for: message + [0]))
    }
  }

  @Test(arguments: [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
  ])
  func `a point of small order is no key`(_ hex: String) throws {
    let error = #expect(throws: Malformed.self) { try PublicKey(hex: hex) }
    #expect(error?.code == "small-order")
  }

  @Test(arguments: [
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  ])
  func `a key at or beyond the prime is refused`(_ hex: String) throws {
    let error = #expect(throws: Malformed.self) { try PublicKey(hex: hex) }
    #expect(error?.code == "not-canonical")
  }

  @Test func `a key has 32 bytes`() {
    #expect(throws: Malformed.self) { try PublicKey(bytes: [UInt8](repeating: 9, count: 31)) }
    #expect(throws: Malformed.self) { try PublicKey(bytes: []) }
    #expect(throws: Malformed.self) { try SigningKey(seed: [1]) }
  }

  @Test func `the same signature with S plus the group order is refused`() throws {
    let order: [UInt8] = [
      0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58, 0xD6, 0x9C, 0xF7, 0xA2, 0xDE, 0xF9, 0xDE,
      0x14,
      0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ]
    let key = try SigningKey(seed: [UInt8](repeating: 7, count: 32))
    var signature = try key.sign([1, 2, 3])
    var carry = 0
    for index in 0..<32 {
      let sum = Int(signature[32 + index]) + Int(order[index]) + carry
      signature[32 + index] = UInt8(truncatingIfNeeded: sum)
      carry = sum >> 8
    }

    #expect(carry == 0)
    #expect(!key.publicKey.isValid(signature: signature, for: [1, 2, 3]))
  }

  @Test func `a signature of another length is refused`() throws {
    let key = SigningKey()
    let signature = try key.sign([])

    #expect(key.publicKey.isValid(signature: signature, for: []))
    #expect(!key.publicKey.isValid(signature: signature + [0], for: []))
    #expect(!key.publicKey.isValid(signature: signature.dropLast(), for: []))
    #expect(!key.publicKey.isValid(signature: [], for: []))
  }

  @Test func `a thumbprint is the one of RFC 9679, section 5`() throws {
    // The RFC's example is an EC2 key, so its CBOR is built here: {1: 2, -1: 1, -2: x, -3: y}.
    let x = "65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d"
    let y = "1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c"
    let key = CBOR.labelled([
      (1, .integer(2)), (-1, .integer(1)), (-2, .bytes(try Hex.decode(x))),
      (-3, .bytes(try Hex.decode(y))),
    ])

    #expect(key.encoded().count == 75)
    #expect(
      sha256(key.encoded()).hex
        == "496bd8afadf307e5b08c64b0421bf9dc01528a344a43bda88fadd1669da253ec")
  }

  @Test func `our key's thumbprint hashes exactly kty, crv and x`() throws {
    let key = try SigningKey(seed: [UInt8](repeating: 1, count: 32)).publicKey
    let cbor = try Hex.decode("a3010120062158" + "20" + key.hex)

    #expect(key.thumbprint == sha256(cbor))
    #expect(key.keyId == Array(key.thumbprint.bytes.prefix(4)))
    #expect(key.fingerprint.count == 19)
    #expect(key.fingerprint.filter { $0 != " " } == key.thumbprint.hex.prefix(16))
  }
}
