import Foundation
import Testing

@testable import Evidence

@Suite struct EventTests {
  private static let clock = ClockReading(
    boot: 12, bootMilliseconds: 10_233, wallMilliseconds: 1_795_000_000_000, quality: .networkTime)
  private static let line =
    #"{"b":12,"c":3,"k":"visit.in","m":10233,"q":4711,"r":"L000123","s":"2026-0031","#
    + #""t":1795000000000,"v":1}"#

  private static func visit(_ fields: [String: CanonicalValue]) -> Event {
    Event(seq: 4711, clock: clock, kind: "visit.in", fields: fields)
  }

  @Test func `the line is the one of the design, and is read back`() throws {
    let event = Self.visit(["r": .text("L000123"), "s": .text("2026-0031")])

    #expect(try event.line() == utf8(Self.line))
    #expect(try Event(line: utf8(Self.line)) == event)
  }

  @Test(arguments: ["b", "c", "k", "m", "q", "t", "v"])
  func `a kind's fields stay out of the envelope`(_ key: String) {
    let error = #expect(throws: Malformed.self) { try Self.visit([key: .integer(1)]).line() }
    #expect(error?.code == "key")
  }

  @Test(arguments: ["", "Visit", "visit in", "vísit", String(repeating: "a", count: 41)])
  func `a kind is a short lower-case word`(_ kind: String) {
    #expect(throws: Malformed.self) {
      try Event(seq: 0, clock: Self.clock, kind: kind, fields: [:]).line()
    }
  }

  @Test func `a position is not negative`() {
    #expect(throws: Malformed.self) {
      try Event(seq: -1, clock: Self.clock, kind: "log.start", fields: [:]).line()
    }
  }

  @Test(arguments: [
    (#""v":1"#, #""v":2"#, "version"), (#","v":1"#, "", "version"),
    (#""c":3"#, #""c":5"#, "envelope"),
    (#""q":4711,"#, "", "envelope"), (#""q":4711"#, #""q":-1"#, "envelope"),
    (#""k":"visit.in""#, #""k":"Visit""#, "envelope"), (#""k":"visit.in""#, #""k":7"#, "syntax"),
    (#""b":12"#, #""b":"12""#, "syntax"), (#""b":12,"#, "", "envelope"), ("}", "} ", "trailing"),
    (#""r":"#, #""j":"#, "key-order"), ("{", "[", "syntax"),
  ])
  func `a damaged line is refused`(_ old: String, _ new: String, _ code: String) throws {
    let range = try #require(Self.line.range(of: old))
    let damaged = Self.line.replacingCharacters(in: range, with: new)

    let error = #expect(throws: Malformed.self) { try Event(line: utf8(damaged)) }

    #expect(error?.code == code)
  }

  @Test func `a line has at most 16 KiB`() throws {
    let overhead = try Self.visit(["x": .text("")]).line().count
    let longest = String(repeating: "x", count: Event.lineLimit - overhead)
    let line = try Self.visit(["x": .text(longest)]).line()

    #expect(line.count == 16_384)
    #expect(try Event(line: line).fields["x"]?.text == longest)
    let error = #expect(throws: Malformed.self) {
      try Self.visit(["x": .text(longest + "x")]).line()
    }
    #expect(error?.code == "too-long")
    #expect(throws: Malformed.self) { try Event(line: line + [0x20]) }
  }

  @Test func `every bit counts: a flipped one is refused or is another event`() throws {
    let event = Self.visit(["r": .text("L000123"), "s": .text("Đỗ")])
    let line = try event.line()

    for bit in 0..<(line.count * 8) {
      var flipped = line
      flipped[bit / 8] ^= 1 << (bit % 8)
      guard let other = try? Event(line: flipped) else { continue }
      #expect(other != event)
      #expect(try other.line() == flipped)
    }
  }

  @Test func `the quick check of a batch refuses what the full reading refuses`() throws {
    var generator = SeededGenerator(seed: printedSeed())
    let line = try Self.visit(["r": .text("L\n1"), "p": .object(["name": .text("x")])]).line()

    for _ in 0..<rounds(5000) {
      var damaged = line
      damaged[Int(generator.next() % UInt64(line.count))] = UInt8(
        truncatingIfNeeded: generator.next())
      let quick = try? Event.seq(ofLine: damaged.indices, in: damaged)
      let value = try? CanonicalValue(canonical: damaged)
      #expect(quick == value?.object?["q"]?.integer, "\(String(decoding: damaged, as: UTF8.self))")
    }
  }
}
