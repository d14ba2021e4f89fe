import Centre
import Evidence
import HTTP
import Testing

@testable import Province

/// A copied or restored card: both histories whole, what they share stored and counted once.
@Suite struct BranchTests {
  /// A kiosk with some events here, and a copy of its card as of `fork` that has gone on by itself.
  private func copied(
    _ province: TestProvince, common: Int = 40, own: Int = 20
  ) throws -> (TestKiosk, TestKiosk) {
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(common)
    try province.take(kiosk)
    var copy = try kiosk.branched(at: Int64(common))
    try kiosk.fill(common + own)
    try copy.fill(common + own + 1)
    try province.take(kiosk, from: Int64(common))
    return (kiosk, copy)
  }

  /// Announces a branch and gives it the tokens of the answer.
  private func announce(
    _ branch: inout TestKiosk, of parent: LogID, at fork: Int64, _ province: TestProvince
  ) throws -> BranchAnswer {
    let answer = try province.application.branches.take(
      try branch.announcement(of: parent, fork: fork), of: parent)
    branch.token = answer.token
    branch.pullToken = answer.pullToken
    return answer
  }

  /// A line that no kiosk here has written.
  private static func otherLine(seq: Int64) throws -> [UInt8] {
    let clock = ClockReading(
      boot: 9, bootMilliseconds: 1, wallMilliseconds: 1_795_395_600_000, quality: .networkTime)
    return try Event(seq: seq, clock: clock, kind: "log.boot", fields: [:]).line()
  }

  private func stream(_ log: LogID, _ province: TestProvince) throws -> Stream {
    try province.pool.withConnection { try #require(try Stream.find(log, $0)) }
  }

  private func lines(_ log: LogID, _ province: TestProvince) throws -> [[UInt8]] {
    try province.pool.withConnection { connection in
      let stream = try #require(try Stream.find(log, connection))
      return try stream.lines(from: 0, to: stream.next, connection)
    }
  }

  private func fleet(_ province: TestProvince) throws -> Fleet {
    try Fleet(
      province.pool, nowMilliseconds: province.clock.wall.milliseconds(),
      silentMilliseconds: 86_400_000)
  }

  private func code(_ body: () throws -> Void) throws -> String {
    let problem = try #require(throws: Problem.self) { try body() }
    return problem.code
  }

  @Test func `both histories stay whole, and what they share is stored once`() throws {
    let province = try TestProvince()
    var (kiosk, copy) = try copied(province)

    let answer = try announce(&copy, of: kiosk.log, at: 40, province)
    try province.take(copy, from: 40)

    #expect(answer.next == 40)
    #expect(answer.root == kiosk.tree(40).root)
    let receipt = try Receipt(
      text: try #require(answer.receipt), province: province.application.keys.verifier)
    #expect(receipt.checkpoint == Checkpoint(origin: copy.origin, size: 40, root: answer.root))
    #expect(try lines(kiosk.log, province) == kiosk.lines)
    #expect(try lines(copy.log, province) == copy.lines)
    #expect(try province.count("event") == kiosk.size + copy.size - 40)
    let branch = try stream(copy.log, province)
    #expect(branch.range == copy.tree(copy.size))
    for size in [0, 7, 40, 41, copy.size] {
      let tree = try province.pool.withConnection { try branch.range(at: size, $0) }
      #expect(tree == copy.tree(size), "\(size)")
    }
    try kiosk.fill(80)
    try province.take(kiosk, from: 60)
    #expect(try lines(kiosk.log, province) == kiosk.lines)
  }

  @Test func `batches of both go on in any order, with overlap into what is shared`() throws {
    let province = try TestProvince()
    var (kiosk, copy) = try copied(province)
    _ = try announce(&copy, of: kiosk.log, at: 40, province)

    for (start, end) in [(0, 45), (38, 50), (0, 30), (20, 40), (30, copy.size), (40, 61)] {
      _ = try province.collector.accept(
        try copy.batch(Int64(start), Int64(end)), log: copy.log, range: nil)
    }

    #expect(try lines(copy.log, province) == copy.lines)
    #expect(
      try code {
        var other = copy
        other.replace(3, with: try Self.otherLine(seq: 3))
        _ = try province.collector.accept(
          try other.batch(0, copy.size), log: copy.log, range: nil)
      } == "fork")
  }

  @Test func `a repeated announcement gets the same answer, and another place changes nothing`()
    throws
  {
    let province = try TestProvince()
    var (kiosk, copy) = try copied(province)
    let first = try announce(&copy, of: kiosk.log, at: 40, province)
    let before = try province.fingerprint()

    #expect(try announce(&copy, of: kiosk.log, at: 40, province) == first)
    #expect(try announce(&copy, of: kiosk.log, at: 12, province) == first)

    #expect(try province.fingerprint() == before)
    #expect(try province.count("stream") == 2)
  }

  @Test func `whoever may not branch, or not there, leaves the database untouched`() throws {
    let province = try TestProvince()
    let (kiosk, copy) = try copied(province)
    let other = try province.enrolledKiosk()
    let branches = province.application.branches
    let before = try province.fingerprint()
    let root = Digest(sha256: [1])

    let cases: [(String, BranchRequest, LogID)] = [
      (
        "branch-signature", try copy.announcement(of: kiosk.log, fork: 40, by: SigningKey()),
        kiosk.log
      ),
      ("root", try copy.announcement(of: kiosk.log, fork: 40, root: root), kiosk.log),
      ("root", try copy.announcement(of: kiosk.log, fork: 41), kiosk.log),
      ("gap", try copy.announcement(of: kiosk.log, fork: 61), kiosk.log),
      ("branch-fork", try copy.announcement(of: kiosk.log, fork: 39), kiosk.log),
      ("branch-fork", try copy.announcement(of: kiosk.log, fork: 0), kiosk.log),
      ("branch-log", try copy.announcement(of: kiosk.log, fork: 40), other.log),
      ("branch-signature", try copy.announcement(of: other.log, fork: 0), other.log),
    ]
    for (name, request, log) in cases {
      #expect(try code { _ = try branches.take(request, of: log) } == name)
    }
    #expect(try province.fingerprint() == before)
  }

  @Test func `a kiosk that was withdrawn opens no new log, and its branches are out with it`()
    throws
  {
    let province = try TestProvince()
    var (kiosk, copy) = try copied(province)
    _ = try announce(&copy, of: kiosk.log, at: 40, province)
    try province.take(copy, from: 40)
    var third = try copy.branched(at: 50)
    let withdrawals = Withdrawals(
      pool: province.pool, keys: province.application.keys, clock: province.clock.wall)

    _ = try withdrawals.withdraw(log: kiosk.log, reason: "mất trộm", lost: nil)

    #expect(try fleet(province).kiosks.allSatisfy(\.isRevoked))
    #expect(try code { _ = try announce(&third, of: copy.log, at: 50, province) } == "revoked")
    try province.serving { wire in
      let path = "/v1/logs/\(copy.log.hex)/root?size=1"
      let answer = try wire.send("GET", path, [("Authorization", "Bearer \(copy.token)")])
      #expect(answer.status == 403)
    }
  }

  @Test func `a branch may branch again, and a log several times, each event counted once`() throws
  {
    let province = try TestProvince()
    var (kiosk, second) = try copied(province)
    _ = try announce(&second, of: kiosk.log, at: 40, province)
    try province.take(second, from: 40)
    // One of the branch before its own fork, one of the branch after it, one of the first log later.
    var third = try second.branched(at: 25)
    try third.fill(45)
    _ = try announce(&third, of: second.log, at: 25, province)
    try province.take(third, from: 25)
    var fourth = try second.branched(at: 55)
    try fourth.fill(70)
    _ = try announce(&fourth, of: second.log, at: 55, province)
    try province.take(fourth, from: 55)
    var fifth = try kiosk.branched(at: 50)
    try fifth.fill(64)
    _ = try announce(&fifth, of: kiosk.log, at: 50, province)
    try province.take(fifth, from: 50)

    let all = [kiosk, second, third, fourth, fifth]
    for one in all {
      #expect(try lines(one.log, province) == one.lines)
      #expect(try stream(one.log, province).range == one.tree(one.size))
    }
    let distinct = Set(all.flatMap(\.lines)).count
    #expect(try province.count("event") == Int64(distinct))
    let visits = Set(
      all.flatMap(\.lines).filter { String(decoding: $0, as: UTF8.self).contains("visit.in") })
    #expect(
      try province.integer(
        "SELECT count(*) AS n FROM visit v JOIN stream s ON s.id = v.stream WHERE v.seq >= s.counted"
      )
        == Int64(visits.count))
    let centre = try #require(try fleet(province).centres.first)
    #expect(centre.turns == Int64(visits.count))
    #expect(centre.people == Int64(visits.count))
  }

  @Test func `a person known before the cards parted is one person, whichever went on`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.add("log.start")
    try kiosk.add("resident.add", ["r": .text("L1")])
    try kiosk.add("session.add", ["s": .text("2026-1"), "x": .text("Lúa"), "d": .integer(20_780)])
    try province.take(kiosk)
    var copy = try kiosk.branched(at: 3)
    for index in 0..<2 {
      var one = index == 0 ? kiosk : copy
      try one.add("resident.add", ["r": .text("L2")])
      try one.add("session.edit", ["s": .text("2026-1"), "x": .text("Lúa"), "d": .integer(20_781)])
      try one.add("session.add", ["s": .text("2026-2"), "x": .text("Tôm"), "d": .integer(20_782)])
      for who in ["L1", "L2"] {
        try one.add("visit.in", ["r": .text(who), "s": .text("2026-2"), "w": .text("wedge")])
      }
      if index == 0 { kiosk = one } else { copy = one }
    }
    try province.take(kiosk, from: 3)
    _ = try announce(&copy, of: kiosk.log, at: 3, province)
    try province.take(copy, from: 3)

    let centre = try #require(try fleet(province).centres.first)

    #expect(centre.people == 3)
    #expect(centre.turns == 4)
    #expect(centre.sessions == 3)
  }

  @Test func `a person known before, and seen in copies of the card only, is one person`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.add("log.start")
    try kiosk.add("resident.add", ["r": .text("L1")])
    try kiosk.add("session.add", ["s": .text("2026-1"), "x": .text("Lúa"), "d": .integer(20_780)])
    try province.take(kiosk)
    var parent = kiosk
    for _ in 0..<3 {
      var copy = try parent.branched(at: 3)
      try copy.add("visit.in", ["r": .text("L1"), "s": .text("2026-1"), "w": .text("wedge")])
      _ = try announce(&copy, of: parent.log, at: 3, province)
      try province.take(copy, from: 3)
      if parent.log == kiosk.log { parent = copy }
    }
    var other = try province.enrolledKiosk(centre: "17662-1")
    try other.fill(3)
    try province.take(other)

    let centres = try fleet(province).centres

    #expect(centres.map(\.people) == [1, 2])
    #expect(centres.first?.turns == 3)
  }

  @Test func `no certificate is listed twice, the graver word counts, and numbers are told`() throws
  {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.add("log.start")
    try kiosk.add("resident.add", ["r": .text("L1")])
    let shared = try kiosk.issue("14464-1-2026-000001")
    try kiosk.issue("14464-1-2026-000002")
    try province.take(kiosk)
    var copy = try kiosk.branched(at: 4)
    try kiosk.issue("14464-1-2026-000003")
    try kiosk.cancel("14464-1-2026-000001", issued: 2)
    try kiosk.add("resident.erase", ["r": .text("L1"), "u": .integer(1)])
    try kiosk.add("resident.add", ["r": .text("L2")])
    try kiosk.add("resident.erase", ["r": .text("L2"), "u": .integer(1)])
    try province.take(kiosk, from: 4)

    let answer = try announce(&copy, of: kiosk.log, at: 4, province)
    #expect(answer.numbers == ["14464-1/2026": 3])
    #expect(answer.erased == ["L1"])
    let other = try copy.issue("14464-1-2026-000004")
    try province.take(copy, from: 4)

    let list = try CertificateList(province.pool, centre: nil, page: 1, rows: 20)
    #expect(list.total == 4)
    #expect(list.items.map(\.number).sorted() == (1...4).map { "14464-1-2026-00000\($0)" })
    let first = try #require(list.items.first { $0.number.hasSuffix("000001") })
    #expect(first.cancelReason == "nhầm tên")
    // L1 was erased, in both histories.
    #expect(list.items.allSatisfy { $0.name != "Đỗ Thị Hạnh" })
    let verifier = RegisterVerifier(
      pool: province.pool, keys: province.application.keys, clock: province.clock.wall)
    #expect(
      try verifier.verify(text: QRText.text(token: shared.bytes, shortHost: "gcn.example")).verdict
        == .revoked)
    #expect(
      try verifier.verify(text: QRText.text(token: other.bytes, shortHost: "gcn.example")).verdict
        == .genuine)
    let withdrawals = Withdrawals(
      pool: province.pool, keys: province.application.keys, clock: province.clock.wall)
    let outcome = try withdrawals.withdraw(log: copy.log, reason: "mất", lost: nil)
    // Of a certificate that the copy gave L1 afterwards no code is taken, so that nothing is known of it.
    #expect(outcome.good == 3)
    #expect(outcome.unknown == 1)
  }

  @Test func `personal values of what is shared may still come under the new name`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.add("log.start")
    try kiosk.issue("14464-1-2026-000001")
    _ = try province.collector.accept(try kiosk.batch(0, 2), log: kiosk.log, range: nil)
    var copy = try kiosk.branched(at: 2)
    try kiosk.add("log.boot")
    try province.take(kiosk, from: 2)
    _ = try announce(&copy, of: kiosk.log, at: 2, province)
    #expect(try stream(copy.log, province).personal == 0)

    let outcome = try province.application.personal.accept(
      try copy.personalDocument(0, 2), log: copy.log, range: try SeqRange("0-2"))

    #expect(outcome.kept == 2)
    try province.application.projector.catchUp()
    let list = try CertificateList(province.pool, centre: nil, page: 1, rows: 20)
    #expect(list.items.map(\.name) == ["Đỗ Thị Hạnh"])
  }

  @Test func `a key has 65 logs at most`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(3)
    try province.take(kiosk)
    var last = kiosk
    for _ in 0..<64 {
      var next = try last.branched(at: 3)
      _ = try announce(&next, of: last.log, at: 3, province)
      last = next
    }
    var more = try last.branched(at: 3)

    #expect(try code { _ = try announce(&more, of: last.log, at: 3, province) } == "branch-limit")
    #expect(try lines(last.log, province) == Array(kiosk.lines))
    let report = try #require(try province.application.ledgerAudit.audit(last.log))
    #expect(report.finding == nil)
    #expect(report.size == 3)
  }

  @Test func `nothing in common is a branch at 0 without a receipt`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(3)
    try province.take(kiosk)
    var copy = try kiosk.branched(at: 0)
    try copy.fill(5)

    let answer = try announce(&copy, of: kiosk.log, at: 0, province)
    try province.take(copy)

    #expect(answer.receipt == nil)
    #expect(try lines(copy.log, province) == copy.lines)
  }

  /// A kiosk with a certificate of L1, and a copy of its card as of then that the province knows as a branch.
  private func withHolder(
    _ province: TestProvince, erasedBefore: Bool
  ) throws -> (kiosk: TestKiosk, copy: TestKiosk, answer: BranchAnswer) {
    var kiosk = try province.enrolledKiosk()
    try kiosk.add("log.start")
    try kiosk.add("resident.add", ["r": .text("L1")])
    try kiosk.issue("14464-1-2026-000001")
    try province.take(kiosk)
    var copy = try kiosk.branched(at: 3)
    if erasedBefore {
      try kiosk.add("resident.erase", ["r": .text("L1"), "u": .integer(1)])
      try province.take(kiosk, from: 3)
    }
    let answer = try announce(&copy, of: kiosk.log, at: 3, province)
    return (kiosk, copy, answer)
  }

  @Test func `an erasure before the branch is told, inherited, and never undone by it`() throws {
    let province = try TestProvince()
    let (kiosk, copy, answer) = try withHolder(province, erasedBefore: true)
    #expect(answer.erased == ["L1"])
    #expect(try province.count("personal") == 0)
    #expect(try province.count("erasure") == 2)
    #expect(try province.count("\"erasedToken\"") == 2)

    for one in [copy, kiosk] {
      let outcome = try province.application.personal.accept(
        try one.personalDocument(0, 3), log: one.log, range: try SeqRange("0-3"))
      #expect(outcome.kept == 0)
    }
    #expect(try province.count("personal") == 0)
  }

  @Test(arguments: [true, false])
  func `an erasure after the branch reaches the other history, whichever it comes from`(
    _ isOfBranch: Bool
  ) throws {
    let province = try TestProvince()
    let (kiosk, copy, answer) = try withHolder(province, erasedBefore: false)
    #expect(answer.erased == [])
    #expect(try province.count("personal") == 4)
    try province.take(copy, from: 3)
    try province.application.projector.catchUp()
    var one = isOfBranch ? copy : kiosk
    let size = one.size
    try one.add("resident.erase", ["r": .text("L1"), "u": .integer(1)])

    try province.take(one, from: size)
    try province.application.projector.catchUp()

    #expect(try province.count("personal") == 0)
    #expect(try province.count("erasure") == 2)
    #expect(try province.count("\"erasedToken\"") == 2)
  }

  // MARK: Over the wire

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
    let (kiosk, copy) = try copied(province)
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
    var (kiosk, copy) = try copied(province)
    _ = try announce(&copy, of: kiosk.log, at: 40, province)

    let kiosks = try fleet(province).kiosks
    let parent = try #require(kiosks.first { $0.log == kiosk.log.hex })
    let branch = try #require(kiosks.first { $0.log == copy.log.hex })
    #expect(parent.branches == [copy.log.hex])
    #expect(parent.branchOf == nil)
    #expect(branch.branchOf == kiosk.log.hex)
    #expect(branch.fork == 40)
    #expect(branch.troubles.contains("branch"))
    let json = String(
      decoding: try fleet(province).json(nowMilliseconds: 0), as: UTF8.self)
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
    let later = try #require(try fleet(province).kiosks.first { $0.log == copy.log.hex })
    #expect(later.branchOf == kiosk.log.hex)
  }

  @Test func `a branch needs a look until its centre took note and one machine is left`() throws {
    let province = try TestProvince()
    var (kiosk, copy) = try copied(province)
    _ = try announce(&copy, of: kiosk.log, at: 40, province)
    let log = copy.log
    func isOpen() throws -> Bool {
      let branch = try #require(try fleet(province).kiosks.first { $0.log == log.hex })
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
