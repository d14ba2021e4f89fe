import Centre
import Testing

@Suite struct IdentityCardTests {
  static let full =
    "037085001234|161234567|Nguyễn Thị Hoà|05031985|Nữ|Xóm 3, Gia Hòa, Gia Viễn, Ninh Bình|12082021"

  @Test func `seven fields are read and what is not needed is dropped`() throws {
    let card = try IdentityCard(scanned: Self.full)

    #expect(card.number == "037085001234")
    #expect(card.name == "Nguyễn Thị Hoà")
    #expect(card.birthDay?.ddMMyyyy == "05/03/1985")
    #expect(card.birthYear == 1985)
    #expect(card.sex == .female)
    #expect(card.residence == "Xóm 3, Gia Hòa, Gia Viễn, Ninh Bình")
    #expect(card.lastFourDigits == "1234")
  }

  static let sameShapes = [
    "037085001234||Nguyễn Thị Hoà|05031985|Nữ|Xóm 3, Gia Hòa, Gia Viễn, Ninh Bình|12082021",
    "037085001234|Nguyễn Thị Hoà|05031985|Nữ|Xóm 3, Gia Hòa, Gia Viễn, Ninh Bình|12082021",
    full + "|Nguyễn Văn Cha", full + "||Nguyễn Văn Cha|Trần Thị Mẹ|",
    "037085001234|161234567|Nguyễn  Thị Hoà |05031985|NỮ|Xóm 3, Gia Hòa, Gia Viễn, Ninh Bình|",
    "037085001234||Nguye\u{302}\u{303}n Thi\u{323} Hoa\u{300}|05031985|Nu\u{31B}\u{303}|"
      + "Xóm 3, Gia Hòa, Gia Viễn, Ninh Bình|12082021",
  ]

  @Test(arguments: sameShapes)
  func `six, seven, eight and more fields, composed or not, give the same card`(
    _ text: String
  ) throws {
    let expected = try IdentityCard(scanned: Self.full)
    let card = try IdentityCard(scanned: text)

    #expect(card == expected)
    #expect(Array(card.name.utf8) == Array(expected.name.utf8))
  }

  @Test func `1 January may stand for a bare year, so only the year is kept`() throws {
    let card = try IdentityCard(
      scanned: "040201009999||Trần Văn Ứng|01012001|Nam|Đô Lương, Nghệ An|15072022")

    #expect(card.birthDay == nil)
    #expect(card.birthYear == 2001)
    #expect(card.sex == .male)
  }

  struct Case: Sendable {
    let text: String
    let reason: Unreadable
  }

  static let refused = [
    Case(text: "03708500123||A|05031985|Nam|B|12082021", reason: .wrongLength(digits: 11)),
    Case(text: "037085001234||Lê A|31022000|Nam|B|12082021", reason: .impossibleDate("31022000")),
    Case(text: "037085001234||Lê A|05031985|Nam|B|31042021", reason: .impossibleDate("31042021")),
    Case(text: "037085001234||Nguy\u{FFFD}n A|05031985|Nam|B|1", reason: .replacementCharacter),
    Case(text: "037085001234||Nguy?n A|05031985|Nam|B|", reason: .replacementCharacter),
    Case(text: "037085001234||Nguyá»…n A|05031985|Nam|B|", reason: .replacementCharacter),
    Case(text: "037085001234||阮氏花|05031985|Nam|B|", reason: .foreignScript),
    Case(text: "037085001234||Nguyｱﾝn|05031985|Nam|B|", reason: .foreignScript),
    Case(text: "037085001234||Lê A|05031985|Nam|Gia ホア|", reason: .foreignScript),
    Case(text: "037085001234||Lê A|05031985", reason: .unknownForm),
    Case(text: "x37085001234||Lê A|05031985|Nam|B|", reason: .unknownForm),
    Case(text: "037085001234|||05031985|Nam|B|", reason: .unknownForm),
    Case(text: String(repeating: "|", count: 1025), reason: .tooLong(limit: 1024)),
  ]

  @Test(arguments: refused)
  func `a text that cannot be right is refused with its reason`(_ item: Case) {
    #expect(throws: item.reason) { try IdentityCard(scanned: item.text) }
  }

  @Test func `no mutation of a card's text crashes the parser or lets a broken number through`() {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("IdentityCardTests seed \(seed)")
    var random = SplitMix(state: seed)
    let original = Array(Self.full.unicodeScalars)
    for _ in 0..<20_000 {
      var scalars = original
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<scalars.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: scalars.remove(at: place)
        case 1: scalars.insert("|", at: place)
        default:
          scalars[place] = Unicode.Scalar(UInt32.random(in: 0..<0x3000, using: &random)) ?? "?"
        }
      }
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars)
      guard let card = try? IdentityCard(scanned: String(text)) else { continue }
      #expect(card.number.utf8.count == 12)
      #expect(!card.name.isEmpty)
    }
  }
}

/// A small seeded generator (SplitMix64, Steele et al. 2014), so that a failure can be run again.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
