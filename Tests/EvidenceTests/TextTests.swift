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

  /// One letter as some keyboard may send it: composed, taken apart, or with its marks in the order
  /// in which they were typed.
  private static func typed(_ letter: Character, _ choice: UInt64) -> String {
    let apart = String(letter).decomposedStringWithCanonicalMapping
    switch choice % 3 {
    case 0: return String(letter).precomposedStringWithCanonicalMapping
    case 1: return apart
    default:
      let scalars = [Unicode.Scalar](apart.unicodeScalars)
      let vowel = String(String.UnicodeScalarView(scalars.prefix(2)))
      return vowel.precomposedStringWithCanonicalMapping
        + String(String.UnicodeScalarView(scalars.dropFirst(2).reversed()))
    }
  }

  @Test func `five thousand names have one byte form, whatever form they were typed in`() {
    var generator = SeededGenerator(seed: printedSeed())

    for _ in 0..<5000 {
      let name = [Self.family, Self.middle, Self.given]
        .map { $0[Int(generator.next() % 10)] }.joined(separator: " ")
      let composed = name.precomposedStringWithCanonicalMapping
      let decomposed = name.decomposedStringWithCanonicalMapping
      let mixed = name.map { Self.typed($0, generator.next()) }.joined()

      for typed in [composed, decomposed, mixed] {
        #expect(utf8(nfc(typed)) == utf8(composed))
        #expect(Self.claims(typed).cbor.encoded() == Self.claims(composed).cbor.encoded())
      }
      #expect(isNFC(composed))
      #expect(!isNFC(decomposed))
    }
  }

  /// What is signed of a certificate for this name.
  private static func claims(_ name: String) -> CertificateClaims {
    CertificateClaims(
      issuedAtSeconds: 1_774_659_600, number: "14464-1-2026-000012", holderName: name,
      courseCode: "KT-01", title: name, hoursTenths: 20, completedDay: 20_540, centre: "14464-1")
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
