import Evidence
import HTTP
import Testing

@testable import Province

@Suite struct ForwarderTests {
  /// A province and a kiosk of it that has a course, a session and its first residents.
  func begin() throws -> (TestProvince, TestKiosk) {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(1)
    try kiosk.add(
      "course.add",
      [
        "c2": .text("XMC"), "g": .text("literacy"), "x": .text("Xóa mù chữ"), "h": .integer(300),
        "n": .integer(10),
      ])
    try kiosk.add(
      "session.add",
      [
        "s": .text("S1"), "c2": .text("XMC"), "d": .integer(20_780), "x": .text("Buổi 1"),
      ])
    for index in 1...3 { try kiosk.add("resident.add", ["r": .text("L\(index)")]) }
    return (province, kiosk)
  }

  func id(_ kiosk: TestKiosk, _ seq: Int64, part: UInt8 = 0) -> String {
    "\(EventPlace(log: kiosk.log, seq: seq).statementID(part: part))"
  }

  @discardableResult
  func come(_ kiosk: inout TestKiosk, _ resident: String) throws -> Int64 {
    try kiosk.add("visit.in", ["r": .text(resident), "s": .text("S1"), "w": .text("wedge")])
    return kiosk.size - 1
  }

  @discardableResult
  func leave(_ kiosk: inout TestKiosk, _ resident: String) throws -> Int64 {
    try kiosk.add("visit.out", ["r": .text(resident), "s": .text("S1"), "w": .text("wedge")])
    return kiosk.size - 1
  }

  @discardableResult
  func undo(_ kiosk: inout TestKiosk, _ seq: Int64) throws -> Int64 {
    try kiosk.add("visit.undo", ["i": .integer(seq)])
    return kiosk.size - 1
  }

  func issue(_ kiosk: inout TestKiosk, _ number: Int) throws -> Int64 {
    try kiosk.add(
      "certificate.issue",
      [
        "r": .text("L1"), "n": .text("14464-1-2026-\(number)"), "c2": .text("XMC"),
        "h": .integer(300), "d": .integer(20_780),
      ])
    return kiosk.size - 1
  }

  @Test func `what the log tells is in the store once, in order, and nothing else is`() throws {
    var (province, kiosk) = try begin()
    let came = try come(&kiosk, "L1")
    let left = try leave(&kiosk, "L1")
    let paper = try issue(&kiosk, 1000)
    try kiosk.add("certificate.print", ["n": .text("14464-1-2026-1000"), "j": .integer(1)])
    try kiosk.add(
      "certificate.cancel",
      ["n": .text("14464-1-2026-1000"), "i": .integer(paper), "x": .text("Bà Hạnh viết nhầm")])
    let cancelled = kiosk.size - 1
    try province.take(kiosk)
    let store = FakeStore()

    #expect(try province.forward(to: store) == .complete)

    #expect(store.order == [came, left, paper, cancelled].map { id(kiosk, $0) })
    let attended = try #require(store.text(id(kiosk, came)))
    #expect(attended.contains("Buổi 1"))
    #expect(attended.contains("Xóa mù chữ"))
    #expect(attended.contains(#""name":"Xã Gia Viễn""#) || attended.contains("Xã Gia Viễn"))
    let exited = try #require(store.text(id(kiosk, left)))
    #expect(exited.contains(#""duration":"PT0.01S""#))
    // The reason is somebody's free text: it stays at home.
    #expect(store.text(id(kiosk, cancelled))?.contains("Hạnh") == false)

    #expect(try province.forward(to: store) == .complete)
    #expect(store.posts.count == 1)
  }

  @Test func `a coming that was entered later bears the time that was told, and how it is known`()
    throws
  {
    var (province, kiosk) = try begin()
    let told: Int64 = 1_795_000_000_000
    try kiosk.add(
      "visit.in",
      [
        "r": .text("L1"), "s": .text("S1"), "w": .text("paper"), "a": .integer(told),
        "ab": .text("list"),
      ])
    let came = kiosk.size - 1
    let left = try leave(&kiosk, "L1")
    try kiosk.add(
      "visit.in",
      ["r": .text("L2"), "s": .text("S1"), "w": .text("paper"), "a": .integer(-1_000)])
    let strange = kiosk.size - 1
    try kiosk.add("notice.post", ["f": .integer(1), "d": .integer(2), "u": .integer(1)])
    try kiosk.add("setting.set", ["f": .text("printer.address")])
    try province.take(kiosk)
    let store = FakeStore()

    #expect(try province.forward(to: store) == .complete)

    let text = try #require(store.text(id(kiosk, came)))
    #expect(text.contains(#""timestamp":"2026-11-18T11:06:40.000Z""#), "\(text)")
    #expect(text.contains(#""basis":"told""#))
    #expect(store.text(id(kiosk, left))?.contains("duration") == false)
    #expect(store.text(id(kiosk, strange))?.contains(#""basis":"told""#) == false)
    #expect(try province.count("quarantine") == 0)
  }

  @Test func `taking back a coming makes it void and the leaving with it, once`() throws {
    var (province, kiosk) = try begin()
    let came = try come(&kiosk, "L1")
    let left = try leave(&kiosk, "L1")
    let undone = try undo(&kiosk, came)
    try undo(&kiosk, came)
    let again = try come(&kiosk, "L1")
    try province.take(kiosk)
    let store = FakeStore()

    #expect(try province.forward(to: store) == .complete)

    #expect(
      store.order == [
        id(kiosk, came), id(kiosk, left), id(kiosk, undone), id(kiosk, undone, part: 1),
      ]
        + [id(kiosk, again)])
    #expect(store.voided == [id(kiosk, came), id(kiosk, left)])
  }

  @Test func `taking back a leaving leaves the coming`() throws {
    var (province, kiosk) = try begin()
    try come(&kiosk, "L1")
    let left = try leave(&kiosk, "L1")
    try undo(&kiosk, left)
    let final = try leave(&kiosk, "L1")
    try province.take(kiosk)
    let store = FakeStore()

    #expect(try province.forward(to: store) == .complete)
    #expect(store.voided == [id(kiosk, left)])
    #expect(store.text(id(kiosk, final))?.contains("duration") == true)
  }

  @Test func `taking back what has no statement is no statement`() throws {
    var (province, kiosk) = try begin()
    let paper = try issue(&kiosk, 1000)
    try undo(&kiosk, paper)
    try undo(&kiosk, 2)
    try kiosk.add("visit.in", ["r": .integer(5), "s": .text("S1")])
    try undo(&kiosk, kiosk.size - 1)
    try province.take(kiosk)
    let store = FakeStore()

    #expect(try province.forward(to: store) == .complete)
    #expect(store.order == [id(kiosk, paper)])
  }

  @Test func `nothing is forwarded before it is projected`() throws {
    var (province, kiosk) = try begin()
    let came = try come(&kiosk, "L1")
    _ = try province.collector.accept(
      try kiosk.batch(0, kiosk.size), log: kiosk.log, range: nil)
    let ledger = ForwardLedger(connection: try Connection(try province.settings.target))
    #expect(try ledger.behind() == [])
    try province.application.projector.catchUp()
    #expect(try ledger.behind() == [1])
    let store = FakeStore()
    #expect(try province.forward(to: store) == .complete)
    #expect(store.order == [id(kiosk, came)])
  }

  @Test(
    arguments: [
      ("", "", [.forwardOff]), ("https://a.test", "u", [.forwardTo]),
      ("http://127.0.0.1:8100/xAPI", "u", [.forwardTo]), ("http://a.test", "", [.forwardTo]),
      ("http://a.test/xapi", "u", [.forwardTo, .forwardOpen]),
    ] as [(String, String, [CommandText])])
  func `a password that travels openly is warned of`(
    url: String, user: String, lines: [CommandText]
  ) throws {
    var settings = Settings()
    settings.forward.url = url
    settings.forward.user = user
    let report = ForwardReport(
      pool: ConnectionPool(DatabaseTarget(), size: 1), settings: settings.forward)
    #expect(report.checks.map(\.text) == lines)
    #expect(report.checks[0].values["url"] ?? "" == url)
  }

  /// Plays an older program that did not understand these events.
  func setAside(_ seqs: [Int64], _ province: TestProvince) throws {
    try province.pool.withConnection { connection in
      for table in ["visit", "certificate"] {
        try connection.change("DELETE FROM \(table) WHERE seq = ANY ($1)", [.integers(seqs)])
      }
      try connection.change(
        """
        INSERT INTO quarantine (stream, seq, reason, program)
        SELECT 1, unnest($1::bigint[]), 'unknown kind', '0.0.9'
        """, [.integers(seqs)])
    }
  }

  @Test func `what was in quarantine when its turn came is forwarded once it is understood`() throws
  {
    var (province, kiosk) = try begin()
    let first = try come(&kiosk, "L1")
    let late = try come(&kiosk, "L2")
    let gone = try come(&kiosk, "L3")
    try undo(&kiosk, gone)
    let paper = try issue(&kiosk, 1000)
    let last = try leave(&kiosk, "L1")
    try province.take(kiosk)
    try setAside([late, gone, paper], province)
    let store = FakeStore()
    #expect(try province.forward(to: store) == .complete)
    #expect(store.order == [first, last].map { id(kiosk, $0) })

    #expect(try province.application.projector.replay(all: true).after == 0)
    #expect(try province.forward(to: store) == .complete)

    // What was taken back meanwhile is not told any more.
    #expect(store.order == [first, last, late, paper].map { id(kiosk, $0) })
    #expect(try province.count("\"forwardSkipped\"") == 0)
    #expect(try province.forward(to: store) == .complete)
    #expect(store.order.count == 4)
  }

  @Test func `a coming and its taking back that are understood late are both told`() throws {
    var (province, kiosk) = try begin()
    let came = try come(&kiosk, "L1")
    let undone = try undo(&kiosk, came)
    try province.take(kiosk)
    try setAside([came, undone], province)
    let store = FakeStore()
    _ = try come(&kiosk, "L2")
    try province.take(kiosk, from: undone + 1)
    #expect(try province.forward(to: store) == .complete)

    #expect(try province.application.projector.replay(all: true).after == 0)
    #expect(try province.forward(to: store) == .complete)

    #expect(store.order.suffix(2) == [id(kiosk, came), id(kiosk, undone)])
    #expect(store.voided == [id(kiosk, came)])
  }

  @Test func `one that begins now leaves out what was, also its taking back`() throws {
    var (province, kiosk) = try begin()
    let before = try come(&kiosk, "L1")
    try province.take(kiosk)
    let store = FakeStore()
    let forwarder = try province.forwarder(to: store)
    do {
      let session = try #require(try forwarder.begin())
      #expect(try forwarder.beginNow(session) == 1)
    }
    let start = kiosk.size
    try undo(&kiosk, before)
    let after = try come(&kiosk, "L1")
    try province.take(kiosk, from: start)

    #expect(try province.forward(to: store) == .complete)
    #expect(store.order == [id(kiosk, after)])
  }

  @Test func `a branch goes on with its parent's learners, sessions and statements`() throws {
    var (province, parent) = try begin()
    let came = try come(&parent, "L1")
    let stays = try come(&parent, "L2")
    let fork = parent.size
    try come(&parent, "L3")
    try province.take(parent)
    var branch = try parent.branched(at: fork)
    let undone = try undo(&branch, came)
    let left = try leave(&branch, "L2")
    try branch.add("resident.add", ["r": .text("L4")])
    let own = try come(&branch, "L4")
    _ = try province.announce(&branch, of: parent.log, at: fork)
    try province.take(branch, from: fork)
    let store = FakeStore()

    #expect(try province.forward(to: store) == .complete)

    #expect(store.voided == [id(parent, came)])
    #expect(Set(store.order).count == 6)
    #expect(store.order.contains(id(branch, undone)))
    #expect(store.text(id(branch, left))?.contains("\(parent.log.hex)\\/L2") == true)
    #expect(store.text(id(branch, left))?.contains("session\\/\(parent.log.hex)\\/S1") == true)
    #expect(store.text(id(branch, left))?.contains("duration") == true)
    #expect(store.text(id(branch, own))?.contains("\(branch.log.hex)\\/L4") == true)
    #expect(store.order.contains(id(parent, stays)))
  }

  @Test func `a branch of a branch that never sent anything is forwarded`() throws {
    var (province, parent) = try begin()
    let came = try come(&parent, "L1")
    try province.take(parent)
    var empty = try parent.branched(at: parent.size)
    _ = try province.announce(&empty, of: parent.log, at: parent.size)
    var last = try parent.branched(at: parent.size)
    let own = try come(&last, "L2")
    _ = try province.announce(&last, of: empty.log, at: parent.size)
    try province.take(last, from: parent.size)
    let store = FakeStore()

    #expect(try province.forward(to: store) == .complete)
    #expect(store.order == [id(parent, came), id(last, own)])
  }

  @Test func `killed anywhere, it goes on and each event is in the store once`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed \(seed)")
    var random = SplitMix(state: seed)
    var (province, kiosk) = try begin()
    var open: [Int64] = []
    while kiosk.size < 300 {
      switch Int.random(in: 0..<5, using: &random) {
      case 0: try leave(&kiosk, "L\(Int.random(in: 1...3, using: &random))")
      case 1:
        guard let target = open.randomElement(using: &random) else { continue }
        try undo(&kiosk, target)
      default: open.append(try come(&kiosk, "L\(Int.random(in: 1...3, using: &random))"))
      }
    }
    try province.take(kiosk)
    let calm = FakeStore()
    try province.forward(to: calm) { $0.maxStatements = 7 }
    try province.pool.withConnection {
      try $0.execute(
        "TRUNCATE forward, \"forwardVoid\"; UPDATE \"forwardState\" SET accepted = NULL")
    }
    let store = FakeStore()
    for round in 0..<400 {
      let fate = Int.random(in: 0..<6, using: &random)
      let spared = Int.random(in: 0..<9, using: &random)
      let before = store.posts.count
      store.trouble { [unowned store] request in
        guard request.method == "POST", store.posts.count > before + spared else { return .none }
        return [.none, .loseAnswer, .loseRequest, .answer(500, [:], ""), .answer(503, [:], "")][
          min(fate, 4)]
      }
      let outcome = try province.forward(to: store) {
        $0.maxStatements = Int.random(in: 1...20, using: &random)
      }
      province.clock.advance(seconds: 40)
      if outcome == .complete { break }
      #expect(round < 399)
    }
    #expect(store.order.count == Set(store.order).count)
    #expect(Set(store.order) == Set(calm.order))
    #expect(store.voided == calm.voided)
    #expect(try province.count("\"forwardAside\"") == 0)
  }
}
