import Testing

@testable import Evidence

@Suite struct CBORTests {
  struct File: Decodable {
    let accepted: [Accepted]
    let refused: [Refused]
  }
  struct Accepted: Decodable {
    let hex: String
    let integer: Int64?
    let bytes: String?
    let text: String?
  }
  struct Refused: Decodable {
    let hex, reason, note: String
    let offset: Int
  }

  @Test func `the examples of RFC 8949, appendix A, are read and written back`() throws {
    let examples = try Vectors.load("cbor", as: File.self).accepted
    #expect(examples.count > 30)

    for example in examples {
      let value = try CBOR.decode(Hex.decode(example.hex))

      #expect(Hex.encode(value.encoded()) == example.hex)
      if let integer = example.integer { #expect(value == .integer(integer)) }
      if let bytes = example.bytes { #expect(value == .bytes(try Hex.decode(bytes))) }
      if let text = example.text { #expect(value.text.map(utf8) == utf8(text)) }
    }
  }

  @Test func `everything that is not deterministic is refused with its reason and offset`() throws {
    let examples = try Vectors.load("cbor", as: File.self).refused
    #expect(examples.count > 40)

    for example in examples {
      let bytes = try Hex.decode(example.hex)
      let error = #expect(throws: CBORError.self, "\(example.hex)") { try CBOR.decode(bytes) }
      #expect(error?.reason.rawValue == example.reason, "\(example.hex): \(example.note)")
      #expect(error?.offset == example.offset, "\(example.hex): \(example.note)")
    }
  }

  @Test func `every reason of refusal has an example, but for the length`() throws {
    let seen = Set(try Vectors.load("cbor", as: File.self).refused.map(\.reason))

    #expect(Set(CBORError.Reason.allCases.map(\.rawValue)).subtracting(seen) == ["too-long"])
  }

  @Test func `a value longer than the limit is refused before it is read`() {
    let bytes = CBOR.bytes([UInt8](repeating: 0, count: 1021)).encoded()
    #expect(bytes.count == 1024)
    #expect(throws: Never.self) { try CBOR.decode(bytes) }

    let error = #expect(throws: CBORError.self) { try CBOR.decode(bytes + [0]) }
    #expect(error == CBORError(.tooLong, offset: 1024))
  }

  @Test func `a map is written with its keys in bytewise order`() {
    let map = CBOR.labelled([
      (-65_537, .integer(1)), (7, .integer(2)), (24, .integer(3)), (-1, .integer(4)),
    ])

    #expect(Hex.encode(map.encoded()) == "a40702181803200" + "43a0001000001")
  }

  @Test func `random values come back, and their bytes do`() throws {
    var generator = SeededGenerator(seed: printedSeed())

    for _ in 0..<rounds(2000) {
      let value = randomValue(&generator, depth: 1)
      let bytes = value.encoded()
      let decoded = try CBOR.decode(bytes, maxBytes: .max)
      #expect(decoded.encoded() == bytes)
    }
  }

  @Test func `random bytes never crash and are never read as two things`() {
    var generator = SeededGenerator(seed: printedSeed())

    for _ in 0..<rounds(20_000) {
      let bytes = generator.bytes(Int(generator.next() % 24))
      if let value = try? CBOR.decode(bytes) { #expect(value.encoded() == bytes) }
    }
  }

  private func randomValue(_ generator: inout SeededGenerator, depth: Int) -> CBOR {
    switch generator.next() % (depth < 6 ? 6 : 3) {
    case 0: return .integer(Int64(bitPattern: generator.next() >> (generator.next() % 64)))
    case 1: return .bytes(generator.bytes(Int(generator.next() % 40)))
    case 2: return .text("Đỗ \(generator.next())")
    case 3: return .tagged(generator.next() % 300, randomValue(&generator, depth: depth + 1))
    case 4: return .array((0..<3).map { _ in randomValue(&generator, depth: depth + 1) })
    default:
      return .map(
        (0..<3).map { CBOR.Entry(.integer($0 * 1000), randomValue(&generator, depth: depth + 1)) })
    }
  }
}
