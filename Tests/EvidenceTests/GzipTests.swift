import Testing

@testable import Evidence

@Suite struct GzipTests {
  // Python's gzip.GzipFile(filename="", mtime=0) over b"visit.in".
  private static let foreign = "1f8b08000000000002ff2bcb2cce2cd1cbcc03008be41cc008000000"

  @Test func `a member made by another program is read`() throws {
    #expect(try Gzip.inflate(Hex.decode(Self.foreign), maxBytes: 8) == utf8("visit.in"))
  }

  @Test func `bytes come back, and the same bytes give the same member`() throws {
    var generator = SeededGenerator(seed: printedSeed())

    for count in [0, 1, 100, 70_000, 600_000] {
      let bytes = (0..<count).map { _ in UInt8(generator.next() % 7) }
      let member = try Gzip.compress(bytes)
      #expect(try Gzip.compress(bytes) == member)
      #expect(Array(member[4..<8]) == [0, 0, 0, 0])
      #expect(try Gzip.inflate(member, maxBytes: count) == bytes)
    }
  }

  @Test func `a bomb is stopped at the limit`() throws {
    let bomb = try Gzip.compress([UInt8](repeating: 0, count: 20 << 20))
    #expect(bomb.count < 32 << 10)

    let error = #expect(throws: Malformed.self) { try Gzip.inflate(bomb, maxBytes: 8 << 20) }
    #expect(error?.code == "too-big")
  }

  @Test func `one byte beyond the limit is too much`() throws {
    let member = try Gzip.compress([UInt8](repeating: 1, count: 1000))

    #expect(try Gzip.inflate(member, maxBytes: 1000).count == 1000)
    let error = #expect(throws: Malformed.self) { try Gzip.inflate(member, maxBytes: 999) }
    #expect(error?.code == "too-big")
  }

  @Test func `a cut, damaged or followed member is refused`() throws {
    let member = try Gzip.compress(utf8("visit.in visit.out"))
    func code(_ bytes: [UInt8]) -> String? {
      #expect(throws: Malformed.self) { try Gzip.inflate(bytes, maxBytes: 100) }?.code
    }

    for count in member.indices { #expect(code(Array(member[..<count])) == "truncated") }
    #expect(code(member + [0]) == "trailing")
    #expect(code(member + member) == "trailing")
    #expect(code(utf8("not gzip at all")) == "damaged")
    var wrongChecksum = member
    wrongChecksum[member.count - 5] ^= 1
    #expect(code(wrongChecksum) == "damaged")
    var wrongLength = member
    wrongLength[member.count - 1] ^= 1
    #expect(code(wrongLength) == "damaged")
  }

  @Test func `a zlib stream is another framing, and neither is taken for the other`() throws {
    let bytes = utf8("visit.in visit.out")
    let stream = try Zlib.compress(bytes)
    let member = try Gzip.compress(bytes)
    func code(_ inflate: () throws -> [UInt8]) -> String? {
      #expect(throws: Malformed.self) { try inflate() }?.code
    }

    // Python's zlib.compress(b"visit.in", 9).
    #expect(
      try Zlib.inflate(Hex.decode("78da2bcb2cce2cd1cbcc03000ef00335"), maxBytes: 8)
        == utf8("visit.in"))
    #expect(try Zlib.inflate(stream, maxBytes: 100) == bytes)
    #expect(try Zlib.compress(bytes) == stream)
    #expect(code { try Zlib.inflate(member, maxBytes: 100) } == "damaged")
    #expect(code { try Gzip.inflate(stream, maxBytes: 100) } == "damaged")
    #expect(code { try Zlib.inflate(stream, maxBytes: 17) } == "too-big")
    #expect(code { try Zlib.inflate(stream + [0], maxBytes: 100) } == "trailing")
    #expect(code { try Zlib.inflate(stream.dropLast(), maxBytes: 100) } == "truncated")
  }
}
