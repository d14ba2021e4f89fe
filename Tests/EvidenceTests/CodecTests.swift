import Testing

@testable import Evidence

@Suite struct CodecTests {
  struct Case: Sendable {
    let plain: String
    let base64: String
  }

  @Test(arguments: [
    Case(plain: "", base64: ""), Case(plain: "f", base64: "Zg=="),
    Case(plain: "fo", base64: "Zm8="),
    Case(plain: "foo", base64: "Zm9v"), Case(plain: "foob", base64: "Zm9vYg=="),
    Case(plain: "fooba", base64: "Zm9vYmE="), Case(plain: "foobar", base64: "Zm9vYmFy"),
  ])
  func `base64 gives the vectors of RFC 4648, section 10`(_ test: Case) throws {
    #expect(Base64.encode(utf8(test.plain)) == test.base64)
    #expect(try Base64.decode(test.base64) == utf8(test.plain))

    let unpadded = String(test.base64.prefix { $0 != "=" })
    #expect(Base64URL.encode(utf8(test.plain)) == unpadded)
    #expect(try Base64URL.decode(unpadded) == utf8(test.plain))
  }

  @Test(arguments: [
    "Zg", "Zg=", "Z===", "====", "=", "Zh==", "Zm9=", "Zm9v\n", " Zm9v", "Zm9-", "Zg==Zg==",
    "Zm9vé",
  ])
  func `base64 has one spelling for a value`(_ text: String) {
    #expect(throws: Malformed.self) { try Base64.decode(text) }
  }

  @Test(arguments: ["Zg==", "Z", "Zh", "Zm9+", "Zm9/", "Zm 9v"])
  func `base64url has one spelling for a value`(_ text: String) {
    #expect(throws: Malformed.self) { try Base64URL.decode(text) }
  }

  @Test(arguments: ["0", "0g", "AB", " 00", "0x00", "é"])
  func `hexadecimal text is lower-case digits in pairs`(_ text: String) {
    #expect(throws: Malformed.self) { try Hex.decode(text) }
  }

  @Test func `any bytes come back from every codec`() throws {
    var generator = SeededGenerator(seed: printedSeed())

    for count in 0..<200 {
      let bytes = generator.bytes(count)
      #expect(try Hex.decode(Hex.encode(bytes)) == bytes)
      #expect(try Base64.decode(Base64.encode(bytes)) == bytes)
      #expect(try Base64URL.decode(Base64URL.encode(bytes)) == bytes)
    }
  }

  @Test func `a digest is the one of FIPS 180-4`() {
    let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    #expect(sha256(utf8("abc")).hex == expected)
    #expect(Digest(hex: expected) == sha256(utf8("abc")))
    #expect(Digest(base64: sha256(utf8("abc")).base64)?.hex == expected)
    #expect(Digest(bytes: [1, 2, 3]) == nil)
    #expect(Digest(hex: expected.uppercased()) == nil)
  }

  @Test func `secrets are equal only when every byte is`() {
    let secret = [UInt8](0..<32)

    #expect(constantTimeEqual(secret, secret))
    #expect(!constantTimeEqual(secret, Array(secret.dropLast())))
    for index in secret.indices {
      var other = secret
      other[index] ^= 0x80
      #expect(!constantTimeEqual(secret, other))
    }
    #expect(constantTimeEqual("token", "token"))
    #expect(!constantTimeEqual("token", "tokeN"))
  }

  @Test func `a log id is 32 lower-case hex digits`() throws {
    let id = try LogID(hex: "00112233445566778899aabbccddeeff")

    #expect(id.hex == "00112233445566778899aabbccddeeff")
    #expect(logOrigin(provinceHost: "hoc.example", log: id) == "hoc.example/log/\(id.hex)")
    #expect(LogID.random() != LogID.random())
    #expect(throws: Malformed.self) { try LogID(hex: "0011") }
    #expect(throws: Malformed.self) { try LogID(hex: "00112233445566778899AABBCCDDEEFF") }
    #expect(throws: Malformed.self) { try LogID(bytes: []) }
  }
}
