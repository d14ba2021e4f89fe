import Evidence
import Testing

@testable import Centre

@Suite struct UnitCheckTests {
  static let reform = UnitKind.reform.daysSince1970

  static func unit(
    _ code: String, _ kind: String = "commune", parent: String? = "37", from: Int64 = reform,
    to: Int64? = nil, next: String? = nil
  ) -> BulletinUnit {
    BulletinUnit(
      code: code, name: "Gia Viễn", kind: kind, parent: parent, fromDay: from, toDay: to,
      successor: next)
  }

  static let province = unit("37", "province", parent: nil, from: 0)

  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let units: [BulletinUnit]
    let flaws: [String]
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "a merged commune, its old kind and a renaming are in order",
      units: [
        unit("14464", from: 0, to: reform - 1, next: "14464"), unit("14464"),
        unit("14500", "township", from: 0, to: reform - 1, next: "14464"),
        unit("371", "district", from: 0, to: reform - 1),
      ], flaws: []),
    Case(name: "four digits", units: [unit("1446")], flaws: ["code"]),
    Case(name: "letters", units: [unit("1446A")], flaws: ["code"]),
    Case(name: "an unknown kind", units: [unit("14464", "village")], flaws: ["kind"]),
    Case(
      name: "a commune of two digits", units: [unit("38", "commune")], flaws: ["code", "parent"]),
    Case(name: "no parent", units: [unit("14464", parent: nil)], flaws: ["parent"]),
    Case(
      name: "a province with a parent", units: [unit("38", "province", parent: "37")],
      flaws: ["parent"]),
    Case(
      name: "a parent that is not there", units: [unit("14464", parent: "38")], flaws: ["parent"]),
    Case(
      name: "a parent of the same tier", units: [unit("14464", parent: "14465"), unit("14465")],
      flaws: ["parent"]),
    Case(
      name: "a parent that begins later",
      units: [unit("38", "province", parent: nil), unit("14464", parent: "38", from: 0)],
      flaws: ["parent"]),
    Case(
      name: "ends before it begins", units: [unit("14464", to: reform - 1)], flaws: ["valid_to"]),
    Case(name: "a township of today", units: [unit("14464", "township")], flaws: ["valid_to"]),
    Case(
      name: "two spans of a code that meet",
      units: [unit("14464", from: 0, to: reform), unit("14464")], flaws: ["valid_from"]),
    Case(
      name: "a successor though it stands", units: [unit("14464", next: "37")],
      flaws: ["successor"]),
    Case(
      name: "a successor that is not there",
      units: [unit("14464", from: 0, to: reform - 1, next: "14465")], flaws: ["successor"]),
    Case(
      name: "a successor that begins a day too late",
      units: [
        unit("14464", from: 0, to: reform - 2, next: "14465"), unit("14465", from: reform),
      ], flaws: ["successor"]),
    Case(
      name: "successors that go round",
      units: [
        unit("14464", from: 0, to: reform - 1, next: "14465"),
        unit("14465", from: 0, to: reform - 1, next: "14464"),
      ], flaws: ["successor", "successor"]),
  ]

  @Test(arguments: cases)
  func `each rule is held by the field that breaks it`(given: Case) {
    let flaws = UnitCheck.flaws([Self.province] + given.units)

    #expect(flaws.map(\.field.rawValue) == given.flaws)
    #expect(flaws.allSatisfy { $0.index > 0 })
  }

  @Test func `a circle names its members, a missing successor does not`() {
    let circle = UnitCheck.flaws([
      Self.province, Self.unit("14464", from: 0, to: 10, next: "14465"),
      Self.unit("14465", from: 0, to: 10, next: "14464"),
    ])
    #expect(circle.map(\.reason).first == .cycle(["14464", "14465"]))
    let missing = UnitCheck.flaws([
      Self.province, Self.unit("14464", from: 0, to: 10, next: "14465"),
    ])
    #expect(missing.map(\.reason) == [.successorMissing("14465")])
  }

  @Test func `kinds are read in both languages`() {
    #expect(UnitKind("Xã", code: "14464") == .commune)
    #expect(UnitKind("ĐẶC KHU", code: "14464") == .zone)
    #expect(UnitKind("thành phố", code: "01") == .city)
    #expect(UnitKind("thành phố", code: "373") == .district)
    #expect(UnitKind("ward", code: "14464") == .ward)
    #expect(UnitKind("làng", code: "14464") == nil)
  }
}

@Suite struct UnitRegisterTests {
  private let register = UnitRegister([
    UnitCheckTests.unit("14500", from: 0, to: 99, next: "14501"),
    UnitCheckTests.unit("14501", from: 100, to: 199, next: "14464"),
    UnitCheckTests.unit("14464", from: 200),
    UnitCheckTests.unit("14600", from: 0, to: 99),
  ])

  @Test(
    arguments: [
      ("14500", 50, "14500"), ("14500", 100, "14501"), ("14500", 300, "14464"),
      ("14501", 199, "14501"), ("14464", 300, "14464"), ("14600", 300, nil), ("99999", 1, nil),
      ("14464", 100, nil),
    ] as [(String, Int64, String?)])
  func `records of an old unit count under the successor of the day`(
    code: String, day: Int64, expected: String?
  ) {
    #expect(register.successor(of: code, on: Day(daysSince1970: day))?.code == expected)
  }

  @Test func `a unit that is no more keeps its last name, with its kind before it`() {
    #expect(register.unit("14500")?.fullName == "Xã Gia Viễn")
    #expect(register.unit("14500", on: Day(daysSince1970: 100)) == nil)
    #expect(register.codeCount == 4)
  }
}
