import Testing

@testable import Evidence

@Suite struct PersonalValueTests {
  private static let salt = [UInt8](0..<16)
  private static let clock = ClockReading(
    boot: 1, bootMilliseconds: 2, wallMilliseconds: 3, quality: .unset)

  @Test func `the line and the digest are those of the design`() throws {
    let value = PersonalValue(seq: 4711, field: "name", salt: Self.salt, value: "Nguyễn Thị Hoà")
    let line = #"{"f":"name","n":"AAECAwQFBgcICQoLDA0ODw==","q":4711,"v":"Nguyễn Thị Hoà"}"#

    #expect(try value.line() == utf8(line))
    #expect(try PersonalValue(line: utf8(line)) == value)
    #expect(value.digest == sha256(Self.salt + utf8("Nguyễn Thị Hoà")))
  }

  @Test func `a name typed in two forms has one digest`() {
    let composed = PersonalValue(seq: 1, field: "name", salt: Self.salt, value: "Hoà")
    let decomposed = PersonalValue(seq: 1, field: "name", salt: Self.salt, value: "Hoa\u{300}")

    #expect(composed.digest == decomposed.digest)
  }

  @Test func `a value belongs to the event that carries its digest`() {
    let name = PersonalValue(seq: 7, field: "name", value: "Nguyễn Thị Hoà")
    let card = PersonalValue(seq: 7, field: "card", value: "1234567890")
    let event = Event(
      seq: 7, clock: Self.clock, kind: "resident.add",
      fields: ["r": .text("L000001"), "p": PersonalValue.leafMember([name, card])])
    func changed(seq: Int64 = 7, field: String = "name", value: String = name.value) -> Bool {
      PersonalValue(seq: seq, field: field, salt: name.salt, value: value).matches(event)
    }

    #expect(name.matches(event) && card.matches(event))
    #expect(changed())
    #expect(!changed(seq: 8))
    #expect(!changed(field: "card"))
    #expect(!changed(value: "Nguyễn Thị Hòa"))
    #expect(!PersonalValue(seq: 7, field: "name", value: name.value).matches(event))
  }

  @Test func `each value has a salt of its own`() {
    let salts = Set((0..<100).map { _ in PersonalValue(seq: 0, field: "name", value: "x").salt })
    #expect(salts.count == 100)
    #expect(salts.allSatisfy { $0.count == 16 })
  }

  @Test(arguments: [
    #"{"f":"name","n":"AAEC","q":1,"v":"x"}"#,
    #"{"f":"name","n":"AAECAwQFBgcICQoLDA0ODw==","q":1}"#,
    #"{"f":"name","n":"AAECAwQFBgcICQoLDA0ODw","q":1,"v":"x"}"#,
    #"{"f":"name","n":"AAECAwQFBgcICQoLDA0ODw==","q":-1,"v":"x"}"#,
    #"{"f":"","n":"AAECAwQFBgcICQoLDA0ODw==","q":1,"v":"x"}"#,
    #"{"f":"name","n":"AAECAwQFBgcICQoLDA0ODw==","q":1,"v":"x","w":1}"#,
    #"{"f":"name","n":"AAECAwQFBgcICQoLDA0ODw==","q":1,"v":2}"#, "[]", "",
  ])
  func `a damaged line is refused`(_ line: String) {
    #expect(throws: Malformed.self) { try PersonalValue(line: utf8(line)) }
  }
}
