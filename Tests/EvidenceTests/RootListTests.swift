import Testing

@testable import Evidence

@Suite struct RootListTests {
  private static let key = "9018c11f8e4999257e92c70eab31d4078f415c7841f6d4293b074707447b8732"

  @Test func `a list is read as people write it and written canonically`() throws {
    let json = """
      { "roots": [
        { "name": "Ninh Bi\u{300}nh", "key": "\(Self.key)", "notBefore": 20500 },
        { "name": "Thử", "key": "\(Demonstration.root.key.hex)", "notBefore": 0, "demonstration": true }
      ] }
      """

    let list = try RootList(json: utf8(json))

    #expect(list.roots.map(\.name) == ["Ninh Bình", "Thử"])
    #expect(list.roots.map(\.notBeforeDay) == [20_500, 0])
    #expect(list.roots.map(\.isDemonstration) == [false, true])
    #expect(try RootList(json: list.json()) == list)
    #expect(list.candidates(Demonstration.root.key.keyId) == [list.roots[1]])
    #expect(list.candidates([0, 0, 0, 0]).isEmpty)
  }

  @Test(arguments: [
    "", "[]", "{}", #"{"roots": {}}"#, #"{"roots": [1]}"#, #"{"roots": [], "more": 1}"#,
    #"{"roots": [{"name": "x", "notBefore": 0}]}"#,
    #"{"roots": [{"key": "KEY", "notBefore": 0}]}"#, #"{"roots": [{"key": "KEY", "name": "x"}]}"#,
    #"{"roots": [{"key": "00", "name": "x", "notBefore": 0}]}"#,
    #"{"roots": [{"key": "KEY", "name": "x", "notBefore": "0"}]}"#,
    #"{"roots": [{"key": "KEY", "name": "x", "notBefore": 0, "demonstration": 1}]}"#,
    #"{"roots": [{"key": "KEY", "name": "x", "notBefore": 0, "demo": true}]}"#,
    #"{"roots": [{"key": "KEY", "key": "KEY", "name": "x", "notBefore": 0}]}"#,
  ])
  func `a list with anything missing, unknown or wrong is refused`(_ template: String) {
    let json = template.split(separator: "KEY", omittingEmptySubsequences: false)
      .joined(separator: Self.key)

    #expect(throws: Malformed.self) { try RootList(json: utf8(json)) }
  }

  @Test func `a day beyond all time does not overflow`() throws {
    let json = #"{"roots": [{"key": "\#(Self.key)", "name": "x", "notBefore": 9007199254740991}]}"#
    #expect(try RootList(json: utf8(json)).roots[0].notBeforeSeconds == .max)
  }

  @Test func `verdicts have one name each`() {
    let verdicts: [Verdict] = [
      .genuine, .genuineStaleList(listDay: 1), .revoked, .replaced(by: "1"), .deviceWithdrawn,
      .demonstration, .notGenuine(reason: "x"), .unreadable(reason: "x"),
    ]
    #expect(
      verdicts.map(\.name) == [
        "genuine", "genuine-stale-list", "revoked", "replaced", "device-withdrawn", "demonstration",
        "not-genuine", "unreadable",
      ])
  }
}
