import Centre

/// A generator whose numbers depend on its seed only (SplitMix64), so that demonstration data is the
/// same on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

/// Invented residents with natural names; no name is anybody's.
struct DemoNames {
  private var random: SeededGenerator

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
  }

  /// The next invented resident.
  mutating func resident() -> NewResident {
    let sex: Sex = Int.random(in: 0..<100, using: &random) < 58 ? .female : .male
    let year = birthYear()
    let birthDay =
      Int.random(in: 0..<5, using: &random) == 0
      ? nil
      : Day(
        year: year, month: Int.random(in: 1...12, using: &random),
        day: Int.random(in: 2...28, using: &random))
    return NewResident(
      name: name(sex), birthDay: birthDay, birthYear: year, sex: sex,
      village: pick(Self.villages), phone: "", identityHash: nil, identityLast4: nil,
      isGuest: false)
  }

  private mutating func name(_ sex: Sex) -> String {
    let family = pick(Self.families)
    switch sex {
    case .female:
      return "\(family) \(pick(Self.femaleMiddles)) \(pick(Self.femaleNames))"
    case .male:
      return "\(family) \(pick(Self.maleMiddles)) \(pick(Self.maleNames))"
    }
  }

  /// Mostly people of 25 to 75 years.
  private mutating func birthYear() -> Int {
    (Int.random(in: 1946...2006, using: &random) + Int.random(in: 1950...2000, using: &random)) / 2
  }

  private mutating func pick(_ words: [String]) -> String {
    words[Int.random(in: 0..<words.count, using: &random)]
  }

  // Frequent names stand more than once.
  private static let families = [
    "Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Trần", "Lê", "Lê", "Phạm", "Phạm",
    "Hoàng", "Đinh", "Đinh", "Đinh", "Bùi", "Đỗ", "Vũ", "Phan", "Đặng", "Lã", "Ngô", "Dương", "Tạ",
    "Hà", "Trịnh", "Lương", "Mai", "Quách", "An",
  ]
  private static let femaleMiddles = [
    "Thị", "Thị", "Thị", "Thị", "Thị Thu", "Thị Thanh", "Thị Ngọc", "Thị Hồng", "Thị Kim", "Thu",
    "Ngọc", "Phương", "Thanh", "Bích",
  ]
  private static let maleMiddles = [
    "Văn", "Văn", "Văn", "Đức", "Xuân", "Quang", "Hữu", "Công", "Đình", "Minh", "Ngọc", "Tiến",
    "Trọng", "Bá", "Mạnh",
  ]
  private static let femaleNames = [
    "Hạnh", "Hòa", "Lan", "Huệ", "Hương", "Nga", "Thúy", "Yến", "Oanh", "Nhung", "Mai", "Liên",
    "Phượng", "Tuyết", "Thảo", "Trang", "Duyên", "Hằng", "Loan", "Thắm", "Ngân", "Vân", "Dung",
    "Xuân", "Quyên", "Thủy", "Tươi", "Gấm", "Nụ", "Hiền", "Bình", "Chuyên", "Lượt", "Mùi",
  ]
  private static let maleNames = [
    "Ứng", "Hùng", "Dũng", "Thắng", "Cường", "Quyết", "Tuấn", "Long", "Sơn", "Hải", "Toàn", "Bình",
    "Khánh", "Lâm", "Phúc", "Đạt", "Nghĩa", "Tiến", "Thịnh", "Vượng", "Khải", "Tùng", "Giang",
    "Trường", "Huy", "Chiến", "Quý", "Thành", "Đoàn", "Mạnh", "Kỳ", "Lực",
  ]
  private static let villages = [
    "Xóm 1, Gia Hòa", "Xóm 3, Gia Hòa", "Xóm 5, Gia Hòa", "Thôn Phù Long, Gia Vân",
    "Thôn Tập Ninh, Gia Vân", "Thôn Trung Hòa, Gia Vân", "Thôn Vân Thị, Gia Tân",
    "Thôn Thiện Hối, Gia Tân", "Thôn Tri Hối, Gia Tân", "Phố Me, Thịnh Vượng",
    "Phố Mới, Thịnh Vượng", "Thôn Hoàng Quyển, Gia Hưng",
  ]
}
