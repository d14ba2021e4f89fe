import Centre
import Evidence
import HTTP
import Testing

@testable import Province

/// What two histories of one kiosk have in common is counted once, and whoever is erased is erased in both.
@Suite struct BranchCountTests {
  @Test func `a branch may branch again, and a log several times, each event counted once`() throws
  {
    let province = try TestProvince()
    var (kiosk, second) = try province.copied()
    _ = try province.announce(&second, of: kiosk.log, at: 40)
    try province.take(second, from: 40)
    // One of the branch before its own fork, one of the branch after it, one of the first log later.
    var third = try second.branched(at: 25)
    try third.fill(45)
    _ = try province.announce(&third, of: second.log, at: 25)
    try province.take(third, from: 25)
    var fourth = try second.branched(at: 55)
    try fourth.fill(70)
    _ = try province.announce(&fourth, of: second.log, at: 55)
    try province.take(fourth, from: 55)
    var fifth = try kiosk.branched(at: 50)
    try fifth.fill(64)
    _ = try province.announce(&fifth, of: kiosk.log, at: 50)
    try province.take(fifth, from: 50)

    let all = [kiosk, second, third, fourth, fifth]
    for one in all {
      #expect(try province.lines(one.log) == one.lines)
      #expect(try province.stream(one.log).range == one.tree(one.size))
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
    let centre = try #require(try province.fleet().centres.first)
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
    _ = try province.announce(&copy, of: kiosk.log, at: 3)
    try province.take(copy, from: 3)

    let centre = try #require(try province.fleet().centres.first)

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
    for number in 0..<3 {
      var copy = try parent.branched(at: 3)
      try copy.add("log.boot", ["n": .integer(Int64(number))])
      try copy.add("visit.in", ["r": .text("L1"), "s": .text("2026-1"), "w": .text("wedge")])
      _ = try province.announce(&copy, of: parent.log, at: 3)
      try province.take(copy, from: 3)
      if parent.log == kiosk.log { parent = copy }
    }
    var other = try province.enrolledKiosk(centre: "17662-1")
    try other.fill(3)
    try province.take(other)

    let centres = try province.fleet().centres

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

    let answer = try province.announce(&copy, of: kiosk.log, at: 4)
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
    let answer = try province.announce(&copy, of: kiosk.log, at: 3)
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
}
