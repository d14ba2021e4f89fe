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
    #"{"roots": [{"key": "KEY", "name": "x", "notBefore": -1}]}"#,
    #"{"roots": [{"key": "KEY", "name": "x", "notBefore": 2932897}]}"#,
    #"{"roots": [{"key": "KEY", "name": "x", "notBefore": 0, "demonstration": 1}]}"#,
    #"{"roots": [{"key": "KEY", "name": "x", "notBefore": 0, "demo": true}]}"#,
    #"{"roots": [{"key": "KEY", "key": "KEY", "name": "x", "notBefore": 0}]}"#,
    #"{"roots": [{"key": "KEY", "name": "x", "notBefore": 0, "mldsa65": "AAAA"}]}"#,
    #"{"roots": [{"key": "KEY", "name": "x", "notBefore": 0, "mldsa65": 1}]}"#,
    #"{"roots": [{"key": "KEY", "name": "x", "notBefore": 0, "endorsements": {}}]}"#,
    #"{"roots": [{"key": "KEY", "name": "x", "notBefore": 0, "endorsements": [{"by": "KEY"}]}]}"#,
    #"{"roots": [{"key": "KEY", "name": "x", "notBefore": 0}, {"key": "KEY", "name": "y", "notBefore": 0}]}"#,
  ])
  func `a list with anything missing, unknown or wrong is refused`(_ template: String) {
    let json = template.split(separator: "KEY", omittingEmptySubsequences: false)
      .joined(separator: Self.key)

    #expect(throws: Malformed.self) { try RootList(json: utf8(json)) }
  }

  @Test func `a list holds eight roots, and a root four endorsements`() throws {
    func list(_ count: Int, endorsements: Int = 0) throws -> RootList {
      let key = HybridKey(ed25519: SigningKey(), mldsa65: nil)
      let roots = try (0..<count).map { _ in
        let entry = RootKey(key: SigningKey().publicKey, name: "x", notBeforeDay: 0)
        return entry.endorsed(
          try (0..<endorsements).map { _ in try RootEndorsement(of: entry, by: key) })
      }
      return RootList(roots: roots)
    }

    #expect(try RootList(json: list(8, endorsements: 4).json()).roots.count == 8)
    #expect(throws: Malformed.self) { try RootList(json: list(9).json()) }
    #expect(throws: Malformed.self) { try RootList(json: list(1, endorsements: 5).json()) }
  }

  @Test func `eight roots with two keys and four endorsements each fit into one file`() throws {
    let key = try HybridKey.random()
    let entry = RootKey(
      key: key.ed25519.publicKey, name: String(repeating: "x", count: 300), notBeforeDay: 0,
      mldsa65: key.mldsa65?.publicKey)
    let endorsement = try RootEndorsement(of: entry, by: key)
    let root = entry.endorsed([endorsement, endorsement, endorsement, endorsement])

    let list = RootList(roots: [RootKey](repeating: root, count: RootList.limit))

    #expect(try list.json().count < RootList.byteLimit)
  }

  @Test(
    arguments: [(.min, -25_200), (0, -25_200), (.max, 253_402_189_200)] as [(Int64, Int64)])
  func `a day beyond all time does not overflow`(day: Int64, seconds: Int64) {
    let root = RootKey(key: SigningKey().publicKey, name: "x", notBeforeDay: day)
    #expect(root.notBeforeSeconds == seconds)
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
