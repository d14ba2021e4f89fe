import Foundation
import Testing

@testable import Evidence

@Suite struct NameFormTests {
  private static let families = [
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ",
    "Ngô", "Dương", "Lý", "Đoàn", "Trịnh", "Mai", "Quàng", "Giàng", "Ksor",
  ]
  private static let middles = [
    "Thị", "Văn", "Hữu", "Đức", "Quốc", "Thuỳ", "Ngọc", "Xuân", "Bảo", "Khánh", "Thế", "Mỹ", "Như",
  ]
  private static let givens = [
    "Hoà", "Hạnh", "Tuấn", "Thuỷ", "Ưng", "Ý", "Yến", "Hường", "Giỏi", "Kỹ", "Nghĩa", "Ngữ", "Thoả",
    "Quyền", "Lưu", "Đạt", "Ẩn", "Ổn", "Ửng", "Ỷ", "Nguyệt", "Tuệ",
  ]

  /// The name with each letter in Form C or D, as chance has it.
  private func mixed(_ name: String, _ generator: inout SeededGenerator) -> String {
    name.map { character in
      let letter = String(character)
      return generator.next() % 2 == 0 ? letter : letter.decomposedStringWithCanonicalMapping
    }.joined()
  }

  @Test func `5,000 names in whatever form they are typed give one byte form`() throws {
    var generator = SeededGenerator(seed: printedSeed())
    let bed = try TrustBed()

    for round in 0..<5_000 {
      let parts = [Self.families, Self.middles, Self.givens].map {
        $0[Int(generator.next() % UInt64($0.count))]
      }
      let name = parts.joined(separator: " ").precomposedStringWithCanonicalMapping
      let forms = [
        name, name.decomposedStringWithCanonicalMapping, mixed(name, &generator),
      ]

      #expect(forms.allSatisfy { utf8(nfc($0)) == utf8(name) }, "\(name)")
      let payloads = forms.map { CBOR.text($0).encoded() }
      #expect(Set(payloads).count == 1, "\(name)")
      guard round.isMultiple(of: 100) else { continue }
      let tokens = try forms.map { try bed.token(1, holder: $0).bytes }
      #expect(Set(tokens).count == 1, "\(name)")
    }
  }
}
