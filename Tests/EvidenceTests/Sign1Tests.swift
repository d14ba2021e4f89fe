import Testing

@testable import Evidence

@Suite struct Sign1Tests {
  @Test func `what is signed is the Sig_structure of RFC 9052, section 4·4`() throws {
    // COSE working group example eddsa-sig-01: alg EdDSA, content type 0, the key of RFC 8032 TEST 1.
    let key = try SigningKey(
      seed: Hex.decode("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
    let expected =
      "846a5369676e61747572653145a2012703004054546869732069732074686520636f6e74656e742e"
    let signature =
      "7142fd2ff96d56db85bee905a76ba1d0b7321a95c8c4d3607c5781932b7afb87"
      + "11497dfa751bf40b58b3bcc32300b1487f3db34085eef013bf08f4a44d6fef0d"

    let bytes = Sign1.toBeSigned(
      protected: try Hex.decode("a201270300"), payload: utf8("This is the content."))

    #expect(Hex.encode(bytes) == expected)
    #expect(Hex.encode(try key.sign(bytes)) == signature)
  }

  @Test func `a message comes back and its signature holds`() throws {
    let key = SigningKey()
    let message = try Sign1.sign(header: [(4, .bytes([1, 2]))], payload: .text("Hoà"), key: key)

    let read = try Sign1(array: CBOR.decode(message.array.encoded()))

    #expect(read == message)
    #expect(read.isSigned(by: key.publicKey))
    #expect(!read.isSigned(by: SigningKey().publicKey))
    #expect(try read.header(labels: [1, 4])[4] == .bytes([1, 2]))
    #expect(try read.claims() == .text("Hoà"))
  }

  @Test func `another shape is refused`() throws {
    let part = CBOR.bytes([0])
    let signature = CBOR.bytes([UInt8](repeating: 0, count: 64))
    let shapes: [CBOR] = [
      .integer(1), .array([]), .array([part, .map([]), part]),
      .array([part, .map([]), part, part]), .array([part, part, part, signature]),
      .array([part, .map([.init(.integer(4), part)]), part, signature]),
      .array([.text(""), .map([]), part, signature]),
      .array([part, .map([]), .text(""), signature]),
      .array([part, .map([]), part, signature, part]),
    ]

    for shape in shapes {
      let error = #expect(throws: TokenError.self) { try Sign1(array: shape) }
      #expect(error?.reason == .structure)
    }
  }

  @Test func `a header holds exactly what is known`() throws {
    let key = SigningKey()
    func reason(
      _ header: [(label: Int64, value: CBOR)], _ labels: [Int64]
    ) throws -> TokenError.Reason? {
      let message = try Sign1.sign(header: header, payload: .integer(1), key: key)
      return #expect(throws: TokenError.self) { try message.header(labels: labels) }?.reason
    }

    #expect(try reason([], [1, 4]) == .header)
    #expect(try reason([(4, .bytes([])), (2, .array([.integer(4)]))], [1, 4]) == .header)
    #expect(try reason([(5, .bytes([]))], [1, 4]) == .header)
  }
}
