import Evidence
import HTTP
import Testing

@testable import Kiosk

@Suite struct HelloAnswerTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let said: Int64
    let events: Int
    let bytes: Int
    let seconds: Int
    var testDescription: String { "\(said)" }
  }

  static let cases = [
    Case(said: -9_007_199_254_740_991, events: 1, bytes: 16_384, seconds: 1),
    Case(said: -1, events: 1, bytes: 16_384, seconds: 1),
    Case(said: 0, events: 1, bytes: 16_384, seconds: 1),
    Case(said: 42, events: 42, bytes: 16_384, seconds: 42),
    Case(said: 65_536, events: 8_192, bytes: 65_536, seconds: 65_536),
    Case(said: 9_007_199_254_740_991, events: 8_192, bytes: 1 << 20, seconds: 86_400),
  ]

  private func answer(_ members: [String: CanonicalValue]) throws -> HelloAnswer {
    var all = members
    all["next"] = .integer(0)
    all["root"] = .text(Merkle.emptyRoot.base64)
    all["time"] = .integer(1)
    return try #require(HelloAnswer(body: try CanonicalValue.object(all).canonical()))
  }

  @Test(arguments: cases)
  func `no number of an answer goes beyond what the protocol allows`(_ given: Case) throws {
    let answer = try answer([
      "limits": .object(["events": .integer(given.said), "bytes": .integer(given.said)]),
      "admit": .boolean(false), "retry_after": .integer(given.said),
    ])

    #expect(answer.mostEvents == given.events)
    #expect(answer.mostBytes == given.bytes)
    #expect(answer.retrySeconds == given.seconds)
  }

  @Test func `what is not said is not made up`() throws {
    let admitted = try answer(["retry_after": .integer(5)])
    #expect(admitted.mostEvents == nil)
    #expect(admitted.mostBytes == nil)
    #expect(admitted.retrySeconds == nil)
    #expect(try answer(["admit": .boolean(false)]).retrySeconds == 60)
  }

  @Test(arguments: [-9_007_199_254_740_991, 0, 9_007_199_254_740_991] as [Int64])
  func `a kiosk with nonsensical limits sends its log all the same`(_ said: Int64) throws {
    let bed = try Bed()
    for name in ["Nguyễn Văn An", "Nguyễn Văn Bình"] { _ = try bed.addResident(name) }
    let province = try ScriptedProvince(bed)
    try province.enrol()
    let hello = try CanonicalValue.object([
      "next": .integer(0), "root": .text(Merkle.emptyRoot.base64), "time": .integer(1),
      "limits": .object(["events": .integer(said), "bytes": .integer(said)]),
    ]).canonical()
    province.on("hello") { _ in .json(hello) }

    #expect(try province.worker().step() == .balanced)
  }
}
