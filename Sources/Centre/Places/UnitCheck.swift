package import Evidence

/// The rules that a list of administrative units must keep, whoever wrote it.
package enum UnitCheck {
  /// Where a flaw is.
  package enum Field: String, Sendable {
    case code, name, kind, parent
    case from = "valid_from"
    case to = "valid_to"
    case successor
  }

  /// What is wrong with a unit.
  package enum Reason: Equatable, Sendable {
    /// The code is not of 2, 3 or 5 digits.
    case code
    /// The kind is not one that is known.
    case kind
    /// The code has not as many digits as its kind asks for.
    case digits(Int)
    /// A province has no parent, any other unit needs one.
    case parentNeeded(Bool)
    /// There is no such parent, or none of a higher tier, while the unit stands.
    case parentMissing(String)
    /// The last day is before the first.
    case order
    /// Districts and townships end before 1 July 2025.
    case past
    /// The same code stands for another span that meets this one.
    case overlap(since: Int64)
    /// Only a unit that has ended has a successor.
    case successorStands
    /// There is no such unit to take its place when it ended.
    case successorMissing(String)
    /// The successors lead back to the unit itself.
    case cycle([String])
  }

  /// A flaw in one unit of the list.
  package struct Flaw: Equatable, Sendable {
    /// The unit's position in the list, from 0.
    package let index: Int
    /// Where.
    package let field: Field
    /// What.
    package let reason: Reason
  }

  /// Every flaw of a list, in the list's order.
  package static func flaws(_ units: [BulletinUnit]) -> [Flaw] {
    let register = UnitRegister(units)
    var flaws: [Flaw] = []
    for (index, unit) in units.enumerated() {
      func note(_ field: Field, _ reason: Reason) {
        flaws.append(Flaw(index: index, field: field, reason: reason))
      }
      guard isCode(unit.code) else {
        note(.code, .code)
        continue
      }
      guard let kind = UnitKind(rawValue: unit.kind) else {
        note(.kind, .kind)
        continue
      }
      if unit.code.utf8.count != kind.codeDigits { note(.code, .digits(kind.codeDigits)) }
      if let last = unit.toDay, last < unit.fromDay { note(.to, .order) }
      if kind.isPast, unit.toDay ?? .max >= UnitKind.reform.daysSince1970 { note(.to, .past) }
      if let reason = parent(of: unit, kind, register) { note(.parent, reason) }
      if let reason = successor(of: unit, register) { note(.successor, reason) }
    }
    flaws += overlaps(units)
    return flaws.sorted { $0.index < $1.index }
  }

  /// Whether a text has the form of a unit's code.
  package static func isCode(_ text: String) -> Bool {
    [2, 3, 5].contains(text.utf8.count) && isASCIIDigits(text)
  }

  private static func parent(
    of unit: BulletinUnit, _ kind: UnitKind, _ register: UnitRegister
  ) -> Reason? {
    let isTop = kind.codeDigits == 2
    guard let code = unit.parent else { return isTop ? nil : .parentNeeded(true) }
    guard !isTop else { return .parentNeeded(false) }
    // A parent may have been renamed or merged meanwhile: it must stand on the first day.
    let parent = register.unit(code, on: Day(daysSince1970: unit.fromDay))
    guard let parent, parent.code.utf8.count < unit.code.utf8.count else {
      return .parentMissing(code)
    }
    return nil
  }

  /// A successor stands on the day after the last, so each step of a chain goes on in time and every
  /// chain comes to its end.
  private static func successor(of unit: BulletinUnit, _ register: UnitRegister) -> Reason? {
    guard let code = unit.successor else { return nil }
    guard let last = unit.toDay else { return .successorStands }
    guard register.unit(code, on: Day(daysSince1970: last + 1)) == nil else { return nil }
    var chain = [unit.code]
    var next: String? = code
    while let code = next, !chain.contains(code) {
      chain.append(code)
      next = register.unit(code)?.successor
    }
    return next == unit.code && chain.count > 1 ? .cycle(chain) : .successorMissing(code)
  }

  private static func overlaps(_ units: [BulletinUnit]) -> [Flaw] {
    let places = units.enumerated().sorted {
      ($0.element.code, $0.element.fromDay) < ($1.element.code, $1.element.fromDay)
    }
    var flaws: [Flaw] = []
    for (before, after) in zip(places, places.dropFirst())
    where before.element.code == after.element.code {
      guard before.element.toDay ?? .max >= after.element.fromDay else { continue }
      flaws.append(
        Flaw(
          index: after.offset, field: .from, reason: .overlap(since: before.element.fromDay)))
    }
    return flaws
  }
}
