import Testing

@testable import Evidence

@Suite struct QRTextTests {
  @Test func `groups have the widths of the design`() {
    for (count, width) in [
      (0, 0), (1, 3), (2, 5), (3, 8), (4, 10), (5, 13), (6, 15), (7, 17), (8, 20),
    ] {
      let bytes = [UInt8](repeating: 255, count: count)
      #expect(DecimalDigits.encode(bytes).count == width)
    }
    #expect(DecimalDigits.encode([1]) == "001")
    #expect(DecimalDigits.encode([0, 0, 0, 0, 0, 1, 0, 9]) == "00000000000000256009")
    #expect(DecimalDigits.encode([UInt8](repeating: 255, count: 7)) == "72057594037927935")
  }

  @Test func `any bytes come back, with address, without, and with blanks around`() throws {
    var generator = SeededGenerator(seed: printedSeed())

    for count in 1..<400 {
      let bytes = generator.bytes(count)
      let text = QRText.text(token: bytes, shortHost: "Hoc.Example")
      let parts = QRText.segments(token: bytes, shortHost: "hoc.example")
      #expect(parts.byte == "https://hoc.example/c#")
      #expect(text == parts.byte + parts.numeric)
      #expect(try QRText.token(from: text) == bytes)
      #expect(try QRText.token(from: parts.numeric) == bytes)
      #expect(try QRText.token(from: " \n\(text)\r\n") == bytes)
    }
  }

  @Test(arguments: [
    ("", TokenError.Reason.empty), (" \n", .empty), ("https://hoc.example/c#", .empty),
    ("hello", .notOurs), ("https://hoc.example/c", .notOurs),
    ("https://hoc.example/d#001", .notOurs),
    ("ftp://hoc.example/c#001", .notOurs), ("https://hoc.example/#001", .notOurs),
    ("1", .digits), ("12", .digits), ("0012", .digits), ("256", .digits), ("65536", .digits),
    ("72057594037927936", .digits), ("00x", .digits), ("٠٠١", .notOurs), ("00１", .digits),
    ("https://hoc.example/c#00 1", .digits), (String(repeating: "0", count: 4097), .tooLong),
  ])
  func `a text that is no code of ours is refused with its reason`(
    _ text: String, _ reason: TokenError.Reason
  ) {
    let error = #expect(throws: TokenError.self) { try QRText.token(from: text) }
    #expect(error?.reason == reason)
  }
}
