import Foundation
import Testing

@testable import Paper

@Suite struct ImageCodesTests {
  @Test(arguments: IdentityCardPicture.all)
  func `an identity card's code is read as UTF-8 though nothing says so`(
    _ card: IdentityCardPicture
  ) throws {
    let picture = try #require(Data(base64Encoded: card.base64))

    let codes = try ImageCodes.codes(inImage: [UInt8](picture))

    #expect(codes.count == 1)
    #expect(codes.first?.format == "QRCode")
    #expect(codes.first.map { Array($0.text.utf8) } == Array(card.text.utf8))
  }

  @Test func `a picture without a code is an empty list, not an error`() throws {
    #expect(try ImageCodes.codes(inImage: Self.blank(width: 400, height: 300)).isEmpty)
  }

  @Test func `a camera's frame is read as a picture is, but no larger than a camera's`() throws {
    let card = try #require(IdentityCardPicture.all.first)
    let frame = [UInt8](try #require(Data(base64Encoded: card.base64)))

    #expect(try ImageCodes.codes(inFrame: frame).map(\.text) == [card.text])
    #expect(try ImageCodes.codes(inFrame: Self.blank(width: 640, height: 480)).isEmpty)
    let error = #expect(throws: ImageError.self) {
      try ImageCodes.codes(inFrame: Self.blank(width: 1_281, height: 480))
    }
    #expect(error?.code == .tooLarge)
  }

  @Test func `bytes that are no picture are refused with the reason`() {
    for bytes in [[], [0x89], Array("GIF89a".utf8), Array("hello, world".utf8)] {
      let error = #expect(throws: ImageError.self) { try ImageCodes.codes(inImage: bytes) }
      #expect(error?.code == .unknownKind)
    }
  }

  @Test func `a picture that claims to be huge is refused before it is decoded`() throws {
    var png = try Self.blank(width: 100, height: 100)
    // IHDR: width and height stand at 16 and 20, its CRC at 29 (PNG specification, 11.2.2).
    png.replaceSubrange(16..<24, with: [0, 0, 0x4E, 0x20, 0, 0, 0x4E, 0x20])
    png.replaceSubrange(29..<33, with: Self.crc(png[12..<29]))

    let error = #expect(throws: ImageError.self) { try ImageCodes.codes(inImage: png) }

    #expect(error?.code == .tooLarge)
  }

  @Test func `a file beyond the limit is refused unread`() {
    let bytes = [UInt8](repeating: 0x89, count: ImageCodes.longestFileBytes + 1)

    let error = #expect(throws: ImageError.self) { try ImageCodes.codes(inImage: bytes) }

    #expect(error?.code == .tooLarge)
  }

  @Test func `a damaged PDF is refused with the reason`() {
    let bytes = Array("%PDF-1.5\nnothing of the sort".utf8)

    let error = #expect(throws: ImageError.self) { try ImageCodes.codes(inImage: bytes) }

    #expect(error?.code == .damaged)
  }

  @Test func `a locked or hostile PDF page is rendered no larger than the limit`() throws {
    let pdf = Array(
      """
      %PDF-1.4
      1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
      2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
      3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 2000000 2000000]>>endobj
      trailer<</Root 1 0 R>>
      """.utf8)

    let pages = try PDFPages.render(pdf)

    #expect(pages.map(\.width) == [PDFPages.longSidePixels])
  }

  @Test func `damaged pictures never crash and say nothing false`() throws {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededGenerator(state: seed)
    for card in IdentityCardPicture.all {
      let whole = try [UInt8](#require(Data(base64Encoded: card.base64)))
      for _ in 0..<150 {
        var bytes = whole
        for _ in 0..<Int.random(in: 1...8, using: &random) {
          bytes[Int.random(in: 8..<bytes.count, using: &random)] = .random(
            in: 0...255, using: &random)
        }
        if Bool.random(using: &random) {
          bytes.removeLast(.random(in: 0..<(bytes.count - 8), using: &random))
        }
        let codes = (try? ImageCodes.codes(inImage: bytes)) ?? []
        #expect(codes.allSatisfy { $0.text == card.text }, "seed \(seed)")
      }
    }
  }

  @Test func `the renderer is stopped when it takes too long or writes too much`() {
    let slow = ChildProcess(
      arguments: ["/bin/sh", "-c", "exec sleep 30"], timeoutSeconds: 1, mostOutputBytes: 10)
    let talkative = ChildProcess(
      arguments: ["/bin/sh", "-c", "exec yes"], timeoutSeconds: 10, mostOutputBytes: 1 << 20)

    for child in [slow, talkative] {
      let error = #expect(throws: ImageError.self) { try child.run(input: []) }
      #expect(error?.code == .renderer)
    }
  }

  /// A white PNG, made by pdftoppm.
  private static func blank(width: Int, height: Int) throws -> [UInt8] {
    let pdf =
      "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
      + "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
      + "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 \(width) \(height)]>>endobj\n"
      + "trailer<</Root 1 0 R>>\n"
    return try Workshop.bytes(Workshop.picture(ofPDF: Array(pdf.utf8), dotsPerInch: 72))
  }

  /// CRC-32 as PNG has it (ISO 3309), big-endian.
  private static func crc(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    let sum = bytes.reduce(UInt32.max) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in
        value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
      }
    }
    return withUnsafeBytes(of: (~sum).bigEndian) { Array($0) }
  }
}

/// Random numbers that a printed seed repeats (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
