package import Evidence

/// The administrative units with their past, looked up by code and day. Records made under an old unit
/// keep its name and count under its successor.
package struct UnitRegister: Equatable, Sendable {
  /// Every unit, in the order given.
  package let units: [BulletinUnit]
  private let byCode: [String: [BulletinUnit]]

  /// A register of these units.
  package init(_ units: [BulletinUnit]) {
    self.units = units
    byCode = Dictionary(grouping: units, by: \.code)
      .mapValues { $0.sorted { $0.fromDay < $1.fromDay } }
  }

  /// How many codes there are.
  package var codeCount: Int { byCode.count }

  /// The unit of this code as it stood on a day; nil when there was none.
  package func unit(_ code: String, on day: Day) -> BulletinUnit? {
    byCode[code]?.first { $0.covers(day.daysSince1970) }
  }

  /// The unit of this code as it was last known, whether it still stands or not.
  package func unit(_ code: String) -> BulletinUnit? { byCode[code]?.last }

  /// The unit under which records of this code count on a day: itself, or the first successor that
  /// stands then; nil for a code that is not known or whose successors end before that day.
  package func successor(of code: String, on day: Day) -> BulletinUnit? {
    var next: String? = code
    var seen: Set<String> = []
    while let code = next, seen.insert(code).inserted {
      if let unit = unit(code, on: day) { return unit }
      next = byCode[code]?.last { $0.fromDay <= day.daysSince1970 }?.successor
    }
    return nil
  }
}

extension BulletinUnit {
  /// The name as people say it: "Xã Gia Viễn". A district's name holds its own word.
  package var fullName: String {
    guard let kind = UnitKind(rawValue: kind), kind != .district else { return name }
    return name.hasPrefix(kind.word + " ") ? name : "\(kind.word) \(name)"
  }
}
