import Foundation
import Testing

@testable import Evidence

@Suite struct TextTests {
  private static let family = [
    "Nguyễn", "Trần", "Đỗ", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Ngô", "Lý",
  ]
  private static let middle = [
    "Thị", "Văn", "Hữu", "Đức", "Ngọc", "Thuý", "Quốc", "Mỹ", "Ánh", "Kỳ",
  ]
  private static let given = [
    "Hoà", "Ứng", "Hạnh", "Huệ", "Tuấn", "Nghĩa", "Thuỷ", "Lưỡng", "Ỷ", "Ẵm",
  ]

  @Test func `five thousand names have one byte form, whatever form they were typed in`() {
    var generator = SeededGenerator(seed: printedSeed())

    for _ in 0..<5000 {
      let name = [Self.family, Self.middle, Self.given]
        .map { $0[Int(generator.next() % 10)] }.joined(separator: " ")
      let composed = name.precomposedStringWithCanonicalMapping
      let decomposed = name.decomposedStringWithCanonicalMapping
      let mixed = String(
        String.UnicodeScalarView(
          zip(composed.split(separator: " "), decomposed.split(separator: " ")).enumerated()
            .map { $0.offset % 2 == 0 ? $0.element.0 : $0.element.1 }
            .joined(separator: " ").unicodeScalars))

      for typed in [composed, decomposed, mixed] { #expect(utf8(nfc(typed)) == utf8(composed)) }
      #expect(isNFC(composed))
      #expect(!isNFC(decomposed))
    }
  }

  @Test(arguments: [
    "", "a", "\u{1E9B}\u{0323}", "\u{212B}", "\u{AC00}", "\u{1100}\u{1161}", "\u{0344}", "가",
    "a\u{0323}\u{0302}", "a\u{0302}\u{0323}", "o\u{031B}\u{0301}", "\u{1EA1}\u{0302}", "🇻🇳",
    "\u{0958}",
  ])
  func `normalisation agrees with Foundation's`(_ text: String) {
    #expect(utf8(nfc(text)) == utf8(text.precomposedStringWithCanonicalMapping))
    #expect(isNFC(text) == (utf8(text) == utf8(text.precomposedStringWithCanonicalMapping)))
  }
}
