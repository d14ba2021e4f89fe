import Testing

@testable import Kiosk

@Suite struct ScanLineTests {
  /// What comes of pieces that arrive at these moments, and of the silence after them.
  private func codes(
    _ pieces: [(text: String, at: Int64)], prefixes: [String] = [], thenSilence: Bool = true
  ) -> (codes: [String], dropped: Int) {
    var line = ScanLine(prefixes: prefixes)
    var codes = pieces.flatMap { line.take(Array($0.text.utf8), atMilliseconds: $0.at) }
    if thenSilence, let end = line.silentMilliseconds {
      line.silence(atMilliseconds: end).map { codes.append($0) }
    }
    return (codes, line.droppedCount)
  }

  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let text: String
    var prefixes: [String] = []
    let codes: [String]
    var dropped = 0
  }

  private static let card = "0000000019"
  private static let identity = "037085001234||Nguyễn Thị Hoà|05031985|Nữ|Xóm 3, Gia Viễn|12082021"

  @Test(arguments: [
    Case(testDescription: "CR", text: "\(card)\r", codes: [card]),
    Case(testDescription: "LF", text: "\(card)\n", codes: [card]),
    Case(testDescription: "CR and LF", text: "\(card)\u{D}\u{A}", codes: [card]),
    Case(testDescription: "Tab", text: "\(card)\t", codes: [card]),
    Case(testDescription: "silence", text: card, codes: [card]),
    Case(
      testDescription: "two in a row", text: "\(card)\r1234567890\r", codes: [card, "1234567890"]),
    Case(testDescription: "endings alone", text: "\r\n\t\r\r", codes: []),
    Case(testDescription: "half a code and silence", text: "00000", codes: [], dropped: 1),
    Case(testDescription: "a short code with its ending", text: "00000\r", codes: ["00000"]),
    Case(
      testDescription: "STX and ETX round it", text: "\u{2}\(card)\u{3}\r", codes: [card]),
    Case(
      testDescription: "an AIM prefix", text: "]Q1\(card)\r]C1\(card)\r", prefixes: ["]Q1", "]C1"],
      codes: [card, card]),
    Case(
      testDescription: "a prefix that is not set up", text: "~\(card)\r", prefixes: ["]Q1"],
      codes: ["~\(card)"]),
    Case(
      testDescription: "a prefix and nothing else", text: "~\r", prefixes: ["~"], codes: []),
    Case(testDescription: "an identity card with marks", text: "\(identity)\r", codes: [identity]),
  ])
  func `each ending ends a code, and only whole codes count`(example: Case) {
    let result = codes([(example.text, 0)], prefixes: example.prefixes)

    #expect(result.codes == example.codes)
    #expect(result.dropped == example.dropped)
  }

  @Test func `pieces belong together however late they are read`() {
    // A service that was busy finds the second half long after the first.
    let result = codes([("03708", 0), ("5001234", 5_000), ("\r", 9_000)])

    #expect(result.codes == ["037085001234"])
    #expect(result.dropped == 0)
  }

  @Test func `a gap of 80 ms is no silence, one of 100 ms is`() {
    var line = ScanLine()
    _ = line.take(Array("00000".utf8), atMilliseconds: 1_000)

    #expect(line.silence(atMilliseconds: 1_080) == nil)
    #expect(line.droppedCount == 0)
    #expect(line.silentMilliseconds == 1_100)
    #expect(line.silence(atMilliseconds: 1_100) == nil)
    #expect(line.droppedCount == 1)
    #expect(line.silentMilliseconds == nil)
  }

  @Test func `what is longer than any code of ours is dropped to its end and counted once`() {
    let long = String(repeating: "7", count: ScanLine.mostBytes + 1)
    let fits = String(repeating: "7", count: ScanLine.mostBytes)

    #expect(codes([(long + long + "\r" + Self.card + "\r", 0)]).codes == [Self.card])
    #expect(codes([(long + long + "\r", 0)]).dropped == 1)
    #expect(codes([(long, 0)]).dropped == 1)
    #expect(codes([(fits + "\r", 0)]).codes == [fits])
  }

  @Test func `a scanner that is pulled out takes its half code with it`() {
    var line = ScanLine()
    _ = line.take(Array("000000".utf8), atMilliseconds: 0)

    line.cut()
    line.cut()

    #expect(line.droppedCount == 1)
    #expect(line.take(Array("\r".utf8), atMilliseconds: 1) == [])
  }

  @Test func `bytes that are no UTF-8 are shown as such and break nothing`() {
    var line = ScanLine()

    #expect(line.take([0x31, 0xE1, 0xBB, 0x0D], atMilliseconds: 0) == ["1\u{FFFD}"])
    #expect(line.take([0xFF, 0xFE, 0x0D], atMilliseconds: 0) == ["\u{FFFD}\u{FFFD}"])
  }

  @Test func `whatever comes, no code is longer than the limit, and the line goes on`() {
    let seed = UInt64.random(in: 0 ... .max)
    print("ScanLine noise: seed \(seed)")
    var random = SeededNoise(state: seed)
    for _ in 0..<10 {
      var line = ScanLine(prefixes: ["~"])
      var codes: [String] = []
      for moment in 0..<Int64(10) {
        let count = Int(random.next() % 1_500)
        let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next() >> 32) }
        // Now and then no terminator for a long time.
        let isLong = random.next() % 3 == 0
        let noise = isLong ? bytes.map { $0 < 0x20 ? 0x41 : $0 } : bytes
        codes += line.take(noise, atMilliseconds: moment * 60)
        if random.next() % 2 == 0 {
          line.silence(atMilliseconds: moment * 60 + 50).map { codes.append($0) }
        }
      }
      line.cut()
      // A byte of noise becomes at most three of U+FFFD.
      #expect(codes.allSatisfy { !$0.isEmpty && $0.utf8.count <= 3 * ScanLine.mostBytes })
      #expect(line.take(Array("0000000019\r".utf8), atMilliseconds: 9_999) == ["0000000019"])
    }
  }
}

/// SplitMix64, so that a seed that was printed gives the same noise again.
private struct SeededNoise: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
