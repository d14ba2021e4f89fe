import Centre
import Evidence
import HTTP
import Testing

@testable import Province

/// A branch over the wire and on the fleet page.
@Suite struct BranchWireTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let query: String
    let status: Int
    let code: String?
    var testDescription: String { name }
  }

  static let roots = [
    Case(name: "the empty tree", query: "?size=0", status: 200, code: nil),
    Case(name: "the whole tree", query: "?size=40", status: 200, code: nil),
    Case(name: "beyond the end", query: "?size=41", status: 409, code: "gap"),
    Case(name: "no size", query: "", status: 400, code: "size"),
    Case(name: "a negative size", query: "?size=-1", status: 400, code: "size"),
    Case(name: "no number", query: "?size=x", status: 400, code: "size"),
    Case(name: "too many digits", query: "?size=9999999999999999", status: 400, code: "size"),
  ]

  @Test func `the root of each size is told to the kiosk alone`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(40)
    try province.take(kiosk)
    try province.serving { wire in
      let path = "/v1/logs/\(kiosk.log.hex)/root"
      let bearer = ("Authorization", "Bearer \(kiosk.token)")
      for given in Self.roots {
        let answer = try wire.send("GET", path + given.query, [bearer])
        #expect(answer.status == given.status, "\(given.name)")
        #expect(answer.code == given.code, "\(given.name)")
      }
      let answer = try wire.send("GET", path + "?size=17", [bearer])
      #expect(answer.member("root")?.text == kiosk.tree(17).root.base64)
      #expect(try wire.send("GET", path + "?size=1").status == 401)
    }
  }

  @Test func `an announcement over the wire, and everything that is not one`() throws {
    let province = try TestProvince()
    let (kiosk, copy) = try province.copied()
    let stranger = try province.enrolledKiosk(centre: "14464-2")
    try province.serving { wire in
      let path = "/v1/logs/\(kiosk.log.hex)/branches"
      let json = ("Content-Type", "application/json")
      let bearer = ("Authorization", "Bearer \(kiosk.token)")
      let good = try copy.announcement(of: kiosk.log, fork: 40).json()
      let text = String(decoding: good, as: UTF8.self)
      let before = try province.fingerprint()

      let refused: [(Int, String, [(String, String)], [UInt8])] = [
        (401, "token-missing", [json], good),
        (403, "other-log", [json, ("Authorization", "Bearer \(stranger.token)")], good),
        (415, "media-type", [bearer], good), (400, "branch", [json, bearer], Array("{}".utf8)),
        (400, "branch", [json, bearer], Array("no".utf8)),
        (
          400, "branch", [json, bearer],
          Array(text.replacing("\"v\":1", with: "\"v\":2").utf8)
        ),
        (
          422, "branch-signature", [json, bearer],
          Array(text.replacing("\"reason\":\"fork\"", with: "\"reason\":\"restored\"").utf8)
        ),
        (413, "too-large", [json, bearer], Array(repeating: 0x20, count: 9_000)),
      ]
      for (status, code, headers, body) in refused {
        let answer = try wire.send("POST", path, headers, body)
        #expect(answer.status == status, "\(code)")
        if status != 413 { #expect(answer.code == code) }
      }
      #expect(try province.fingerprint() == before)

      let answer = try wire.send("POST", path, [json, bearer], good)
      #expect(answer.status == 200)
      let key = province.application.keys.province.publicKey
      let taken = try #require(BranchAnswer(json: answer.body, province: key))
      #expect(taken.log == copy.log)
      #expect(taken.token != kiosk.token)
      #expect(answer.header("Cache-Control") == "no-store")
      #expect(try wire.send("POST", path, [json, bearer], good).body == answer.body)
    }
  }

  @Test func `the fleet names both rows, on the page and for programs`() throws {
    let province = try TestProvince()
    var (kiosk, copy) = try province.copied()
    _ = try province.announce(&copy, of: kiosk.log, at: 40)

    let kiosks = try province.fleet().kiosks
    let parent = try #require(kiosks.first { $0.log == kiosk.log.hex })
    let branch = try #require(kiosks.first { $0.log == copy.log.hex })
    #expect(parent.branches == [copy.log.hex])
    #expect(parent.branchOf == nil)
    #expect(branch.branchOf == kiosk.log.hex)
    #expect(branch.fork == 40)
    #expect(branch.troubles.contains("branch"))
    let json = String(
      decoding: try province.fleet().json(nowMilliseconds: 0), as: UTF8.self)
    #expect(json.contains("\"branchOf\":\"\(kiosk.log.hex)\""))
    #expect(json.contains("\"branches\":[\"\(copy.log.hex)\"]"))
    try province.serving { wire in
      let page = try wire.send("GET", "/").text
      #expect(page.contains("Nhánh của sổ \(kiosk.log.hex.prefix(8)), từ bản ghi 40"))
      #expect(page.contains("Đã tách nhánh: \(copy.log.hex.prefix(8))"))
      #expect(page.contains("1 máy có hai bản sổ"))
      let english = try wire.send("GET", "/?lang=en").text
      #expect(english.contains("Branch of log \(kiosk.log.hex.prefix(8)), from record 40"))

      province.clock.advance(seconds: 31 * 86_400)
      let later = try wire.send("GET", "/?lang=en").text
      #expect(later.contains("Branch of log \(kiosk.log.hex.prefix(8)), from record 40"))
    }
    let later = try #require(try province.fleet().kiosks.first { $0.log == copy.log.hex })
    #expect(later.branchOf == kiosk.log.hex)
  }

  @Test func `a branch needs a look until its centre took note and one machine is left`() throws {
    let province = try TestProvince()
    var (kiosk, copy) = try province.copied()
    _ = try province.announce(&copy, of: kiosk.log, at: 40)
    let log = copy.log
    func isOpen() throws -> Bool {
      let branch = try #require(try province.fleet().kiosks.first { $0.log == log.hex })
      #expect(branch.troubles.contains("branch") == branch.hasOpenBranch)
      #expect(!(branch.hasOpenBranch && branch.troubles.contains("histories")), "said twice")
      return branch.hasOpenBranch
    }
    func note(_ change: String, of log: LogID) throws {
      try province.pool.withConnection { connection in
        _ = try connection.change(
          "UPDATE kiosk SET \(change) WHERE stream = (SELECT id FROM stream WHERE log = $1)",
          [.bytes(log.bytes)])
      }
    }

    #expect(try isOpen(), "nothing was heard of the centre yet")
    try note("attention = '{histories}'", of: log)
    #expect(try isOpen())
    try note("attention = '{}', heard = now()", of: log)
    #expect(try !isOpen(), "the centre took note, the other log is silent")
    try note("heard = (SELECT max(branched) + interval '1 second' FROM stream)", of: kiosk.log)
    #expect(try isOpen(), "two machines write")
    try note("revoked = now()", of: kiosk.log)
    #expect(try !isOpen())
  }
}
