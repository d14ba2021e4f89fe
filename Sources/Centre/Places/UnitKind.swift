/// What an administrative unit is. Two tiers since 1 July 2025; the others stand in older records.
package enum UnitKind: String, CaseIterable, Sendable {
  /// Tỉnh.
  case province
  /// Thành phố trực thuộc trung ương.
  case city
  /// Phường.
  case ward
  /// Xã.
  case commune
  /// Đặc khu.
  case zone
  /// Thị trấn, until 2025.
  case township
  /// Huyện, quận, thị xã, thành phố thuộc tỉnh, until 2025.
  case district

  /// The first day of the two tiers, on which districts and townships were no more.
  package static let reform = Day(year: 2025, month: 7, day: 1) ?? Day(daysSince1970: 20_270)

  /// The digits of a code: 2 for a province, 3 for a district, 5 for what is below.
  package var codeDigits: Int {
    switch self {
    case .province, .city: 2
    case .district: 3
    case .ward, .commune, .zone, .township: 5
    }
  }

  /// Whether there is no such unit after the reform.
  package var isPast: Bool {
    switch self {
    case .township, .district: true
    case .province, .city, .ward, .commune, .zone: false
    }
  }

  /// The word before the name: "Xã". A district's own word is part of its name.
  package var word: String {
    switch self {
    case .province: "Tỉnh"
    case .city: "Thành phố"
    case .ward: "Phường"
    case .commune: "Xã"
    case .zone: "Đặc khu"
    case .township: "Thị trấn"
    case .district: "Huyện"
    }
  }

  /// Reads a kind as files write it: the stable word, or the Vietnamese one in any case.
  package init?(_ text: String, code: String) {
    let word = text.lowercased()
    if let kind = UnitKind(rawValue: word) {
      self = kind
      return
    }
    let isDistrict = code.utf8.count == 3
    switch word {
    case "tỉnh": self = .province
    case "thành phố" where isDistrict: self = .district
    case "thành phố", "thành phố trung ương", "thành phố trực thuộc trung ương": self = .city
    case "phường": self = .ward
    case "xã": self = .commune
    case "đặc khu": self = .zone
    case "thị trấn": self = .township
    case "huyện", "quận", "thị xã", "thành phố thuộc tỉnh": self = .district
    default: return nil
    }
  }
}
