import Testing

@testable import Evidence

@Suite struct CanonicalValueTests {
  struct Case: Sendable {
    let input: String
    let code: String
  }

  @Test func `text is escaped as RFC 8785, section 3·2·2·2, says and no more`() throws {
    let text = "\u{20}\"\\/\u{8}\u{9}\n\u{C}\r\u{0}\u{1F}\u{7F}\u{80}€ö🇻🇳"
    let expected = "\"\u{20}\\\"\\\\/\\b\\t\\n\\f\\r\\u0000\\u001f\u{7F}\u{80}€ö🇻🇳\""

    #expect(try CanonicalValue.text(text).canonical() == utf8(expected))
    #expect(try CanonicalValue(canonical: utf8(expected)).text.map(utf8) == utf8(text))
  }

  @Test func `members are sorted and nothing is blank`() throws {
    let value = CanonicalValue.object([
      "b": .list([.integer(-1), .boolean(true), .object([:]), .list([])]), "aa": .text("ạ"),
      "a": .boolean(false), "B": .integer(0),
    ])
    let expected = #"{"B":0,"a":false,"aa":"ạ","b":[-1,true,{},[]]}"#

    #expect(try value.canonical() == utf8(expected))
    #expect(try CanonicalValue(canonical: utf8(expected)) == value)
  }

  @Test func `text is written in Normalization Form C`() throws {
    #expect(try CanonicalValue.text("Hoa\u{300}").canonical() == utf8("\"Hoà\""))
  }

  @Test func `integers are exact up to 2^53 - 1 and refused beyond`() throws {
    let limit = CanonicalValue.integerLimit
    #expect(limit == 9_007_199_254_740_991)

    for value in [0, 1, -1, 10, limit, -limit] {
      let bytes = try CanonicalValue.integer(value).canonical()
      #expect(bytes == utf8(String(value)))
      #expect(try CanonicalValue(canonical: bytes).integer == value)
    }
    for value in [limit + 1, -limit - 1, .max, .min] {
      #expect(throws: Malformed.self) { try CanonicalValue.integer(value).canonical() }
      #expect(throws: Malformed.self) { try CanonicalValue(canonical: utf8(String(value))) }
    }
  }

  @Test(arguments: [
    Case(input: "", code: "truncated"), Case(input: " 1", code: "syntax"),
    Case(input: "1 ", code: "trailing"), Case(input: "1\n", code: "trailing"),
    Case(input: "01", code: "number"), Case(input: "-0", code: "number"),
    Case(input: "-", code: "syntax"), Case(input: "+1", code: "syntax"),
    Case(input: "1.0", code: "number"), Case(input: "1e3", code: "number"),
    Case(input: "null", code: "syntax"), Case(input: "True", code: "syntax"),
    Case(input: "tru", code: "syntax"), Case(input: "truex", code: "trailing"),
    Case(input: "[1, 2]", code: "syntax"), Case(input: "[1,]", code: "syntax"),
    Case(input: "[,1]", code: "syntax"), Case(input: "[1", code: "truncated"),
    Case(input: "[1}", code: "syntax"), Case(input: #"{"a":1,}"#, code: "syntax"),
    Case(input: #"{,"a":1}"#, code: "syntax"), Case(input: #"{"a" :1}"#, code: "syntax"),
    Case(input: #"{"a": 1}"#, code: "syntax"), Case(input: #"{"a"}"#, code: "syntax"),
    Case(input: #"{"a":1"#, code: "truncated"), Case(input: #"{"b":1,"a":2}"#, code: "key-order"),
    Case(input: #"{"a":1,"a":2}"#, code: "key-order"), Case(input: #"{"":1}"#, code: "key"),
    Case(input: #"{"é":1}"#, code: "key"), Case(input: #"{"a b":1}"#, code: "key"),
    Case(input: #"{"\u0061":1}"#, code: "key"), Case(input: #"{a:1}"#, code: "syntax"),
    Case(input: #""\u0061""#, code: "escape"), Case(input: #""\/""#, code: "escape"),
    Case(input: #""\u000a""#, code: "escape"), Case(input: #""\u001F""#, code: "escape"),
    Case(input: #""\u00e9""#, code: "escape"), Case(input: #""\ud83d\ude00""#, code: "escape"),
    Case(input: #""\ud83d""#, code: "escape"), Case(input: #""\x""#, code: "escape"),
    Case(input: #""\u00""#, code: "escape"), Case(input: #""\u00g0""#, code: "escape"),
    Case(input: #""a"#, code: "truncated"), Case(input: #""\""#, code: "truncated"),
    Case(input: "\"a\nb\"", code: "control"), Case(input: "\"a\u{300}\"", code: "not-nfc"),
    Case(input: "[[[[[[[[1]]]]]]]]", code: "too-deep"),
  ])
  func `any other spelling is refused`(_ test: Case) {
    let error = #expect(throws: Malformed.self) { try CanonicalValue(canonical: utf8(test.input)) }
    #expect(error?.code == test.code, "\(test.input)")
    #expect(error?.offset != nil)
  }

  @Test func `bytes that are not UTF-8 are refused`() {
    for bad: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE1, 0xBA], [0x80]] {
      let error = #expect(throws: Malformed.self) {
        try CanonicalValue(canonical: [0x22] + bad + [0x22])
      }
      #expect(error?.code == "utf-8")
    }
  }

  @Test func `JSON that people wrote is read with its blanks, order, escapes and nulls`() throws {
    let json = utf8(
      " { \"b\" : [ 1 , 2 ] ,\n\t\"a\": \"\\u0041\\/\\ud83d\\ude00e\\u0301\", \"c\": null } ")

    let value = try CanonicalValue(json: json)

    #expect(value == .object(["a": .text("A/😀é"), "b": .list([.integer(1), .integer(2)])]))
    #expect(value.object?["a"]?.text.map(utf8) == utf8("A/😀é"))
  }

  @Test(arguments: [
    Case(input: #"{"a":1,"a":2}"#, code: "duplicate-key"), Case(input: "{} {}", code: "trailing"),
    Case(input: "[1,]", code: "syntax"), Case(input: #"{"a":1 , }"#, code: "syntax"),
    Case(input: "null", code: "syntax"), Case(input: "1.5", code: "number"),
    Case(input: "// a", code: "syntax"), Case(input: #""\ud83d""#, code: "escape"),
    Case(input: "", code: "truncated"), Case(input: "'a'", code: "syntax"),
  ])
  func `JSON that people wrote wrongly is refused with the place`(_ test: Case) {
    let error = #expect(throws: Malformed.self) { try CanonicalValue(json: utf8(test.input)) }
    #expect(error?.code == test.code, "\(test.input)")
    #expect(error?.offset != nil)
  }

  @Test func `random values come back, and damaged bytes never crash`() throws {
    var generator = SeededGenerator(seed: printedSeed())

    for _ in 0..<rounds(3000) {
      let value = randomValue(&generator, depth: 1)
      var bytes = try value.canonical()
      #expect(try CanonicalValue(canonical: bytes) == value)
      #expect(try CanonicalValue(json: bytes) == value)

      bytes[Int(generator.next() % UInt64(bytes.count))] = UInt8(
        truncatingIfNeeded: generator.next())
      if let other = try? CanonicalValue(canonical: bytes) {
        #expect(try other.canonical() == bytes)
      }
      _ = try? CanonicalValue(json: bytes)
    }
  }

  private func randomValue(_ generator: inout SeededGenerator, depth: Int) -> CanonicalValue {
    switch generator.next() % (depth < 6 ? 6 : 3) {
    case 0: return .integer(Int64(generator.next() >> 11) - (1 << 52))
    case 1: return .boolean(generator.next() % 2 == 0)
    case 2:
      let characters = Array("aĐỗ\"\\\n\u{1}😀 ạ/é")
      return .text(String((0..<8).map { _ in characters[Int(generator.next() % 12)] }))
    case 3: return .list((0..<3).map { _ in randomValue(&generator, depth: depth + 1) })
    default:
      let members = (0..<3).map { _ in
        ("k\(generator.next() % 100)", randomValue(&generator, depth: depth + 1))
      }
      return .object(Dictionary(members) { $1 })
    }
  }
}
