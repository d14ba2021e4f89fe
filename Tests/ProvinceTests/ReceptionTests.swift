import Evidence
import HTTP
import Testing

@testable import Province

@Suite struct ReceptionTests {
  private func post(
    _ wire: Wire, _ kiosk: TestKiosk, _ body: [UInt8], type: String = "application/json"
  ) throws -> Wire.Answer {
    try wire.send(
      "POST", "/v1/logs/\(kiosk.log.hex)/hello",
      [("Authorization", "Bearer \(kiosk.token)"), ("Content-Type", type)], body)
  }

  @Test func `a hello learns where the province stands`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(10)
    _ = try province.collector.accept(try kiosk.batch(0, 4), log: kiosk.log, range: nil)
    try province.serving { wire in
      let answer = try post(wire, kiosk, try kiosk.hello(unacked: 6))
      #expect(answer.status == 200)
      #expect(answer.member("next") == .integer(4))
      #expect(answer.member("root") == .text(kiosk.tree(4).root.base64))
      #expect(answer.member("time") == .integer(province.clock.milliseconds))
      #expect(answer.member("admit") == .boolean(true))
      #expect(answer.member("limits")?.object?["events"] == .integer(8192))
    }
    let row = try province.pool.withConnection {
      try #require(try $0.query("SELECT size, unacked, version FROM kiosk").first)
    }
    #expect(try row.integer("size") == 10)
    #expect(try row.integer("unacked") == 6)
    #expect(try row.text("version") == "0.2.0")
  }

  @Test func `a tree that is not the one signed for is a fork`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(10)
    _ = try province.collector.accept(try kiosk.batch(0, 10), log: kiosk.log, range: nil)
    try province.serving { wire in
      let other = try post(wire, kiosk, try kiosk.hello(size: 7, root: Merkle.emptyRoot))
      #expect(other.status == 409)
      #expect(other.code == "fork")
      // A restored card that is merely behind sees it by `next`.
      let behind = try post(wire, kiosk, try kiosk.hello(size: 7))
      #expect(behind.status == 200)
      #expect(behind.member("next") == .integer(10))
    }
  }

  @Test(arguments: [
    ("{", 400, "json"), ("[]", 400, "json"), ("{}", 400, "member"),
    ("{\"size\":1.5}", 400, "json"), ("{\"size\":\"1\"}", 400, "member"),
  ])
  func `a hello that is none says where`(_ body: String, _ status: Int, _ code: String) throws {
    let province = try TestProvince()
    let kiosk = try province.enrolledKiosk()
    try province.serving { wire in
      let answer = try post(wire, kiosk, Array(body.utf8))
      #expect(answer.status == status)
      #expect(answer.code == code)
      #expect(try post(wire, kiosk, [], type: "text/plain").status == 415)
    }
  }

  /// The key of some kiosk.
  private func someone() -> PublicKey { SigningKey().publicKey }

  @Test func `a kiosk takes one place, however many logs it has and whatever it claims`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    var other = try province.enrolledKiosk()
    try kiosk.fill(3)
    try other.fill(700)
    try province.take(kiosk)
    let admission = Admission(lanes: 2, eventsPerLaneSecond: 1_000, unreservedEvents: 512)
    let reception = Reception(
      pool: province.pool, admission: admission, clock: province.clock.wall)
    for _ in 0..<5 {
      var branch = try kiosk.branched(at: 3)
      _ = try province.application.branches.take(
        try branch.announcement(of: kiosk.log, fork: 3), of: kiosk.log)
      try branch.fill(5)
      let claim = try branch.hello(size: CanonicalValue.integerLimit)
      _ = try reception.greet(try Greeting(json: claim), log: branch.log)
    }

    #expect(admission.slotCount == 1)
    _ = try reception.greet(try Greeting(json: try other.hello()), log: other.log)
    #expect(admission.slotCount == 2)
  }

  @Test func `kiosks beyond the lanes get a slot, and are let in at its time`() throws {
    let admission = Admission(lanes: 2, eventsPerLaneSecond: 100)
    let keys = (0..<4).map { _ in someone() }
    let plan = keys.map { admission.admit($0, backlog: 1000, nowMilliseconds: 0) }

    #expect(plan == [.admitted, .admitted, .later(seconds: 10), .later(seconds: 10)])
    #expect(admission.admit(keys[2], backlog: 1000, nowMilliseconds: 4000) == .later(seconds: 6))
    #expect(admission.admit(keys[2], backlog: 1000, nowMilliseconds: 10_000) == .admitted)
    #expect(admission.admit(keys[3], backlog: 1000, nowMilliseconds: 10_000) == .admitted)
  }

  @Test func `a slot given back is free at once`() {
    let admission = Admission(lanes: 1, eventsPerLaneSecond: 100)
    let (first, second) = (someone(), someone())
    #expect(admission.admit(first, backlog: 5000, nowMilliseconds: 0) == .admitted)
    admission.release(first, nowMilliseconds: 1000)
    #expect(admission.admit(second, backlog: 0, nowMilliseconds: 1000) == .admitted)
  }

  @Test func `an ordinary quarter of an hour needs no slot, however full the lanes are`() {
    let admission = Admission(lanes: 1, eventsPerLaneSecond: 100, unreservedEvents: 512)
    #expect(admission.admit(someone(), backlog: 90_000, nowMilliseconds: 0) == .admitted)

    #expect(admission.admit(someone(), backlog: 512, nowMilliseconds: 0) == .admitted)
    #expect(
      admission.admit(someone(), backlog: 513, nowMilliseconds: 0) == .later(seconds: 300))
    #expect(admission.slotCount == 2)
  }

  @Test func `a slot ends when the log is here, and a slow line is not turned away in the middle`()
  {
    let admission = Admission(lanes: 1, eventsPerLaneSecond: 100)
    let (first, second) = (someone(), someone())
    #expect(admission.admit(first, backlog: 1_000, size: 1_000, nowMilliseconds: 0) == .admitted)
    admission.release(first, upTo: 999, nowMilliseconds: 500)
    #expect(admission.slotCount == 1)
    for now: Int64 in stride(from: 0, through: 600_000, by: 50_000) {
      #expect(admission.admit(first, backlog: 500, nowMilliseconds: now) == .admitted)
    }

    admission.release(first, upTo: 1_000, nowMilliseconds: 600_000)

    #expect(admission.slotCount == 0)
    #expect(admission.admit(second, backlog: 900, nowMilliseconds: 600_000) == .admitted)
  }

  @Test func `who never comes for a slot is forgotten, and a clock set back voids the plan`() {
    let admission = Admission(lanes: 1, eventsPerLaneSecond: 100)
    for _ in 0..<500 { _ = admission.admit(someone(), backlog: 1_000, nowMilliseconds: 0) }
    #expect(admission.slotCount == 500)
    #expect(admission.admit(someone(), backlog: 1_000, nowMilliseconds: 5_070_000) == .admitted)
    #expect(admission.slotCount == 1)

    #expect(admission.admit(someone(), backlog: 1_000, nowMilliseconds: 1_000) == .admitted)
    #expect(admission.slotCount == 1)
  }

  @Test func `a storm of 1,400 kiosks meets at most one refusal each`() {
    let admission = Admission(lanes: 16, eventsPerLaneSecond: 1000)
    var waiting: [(Int64, PublicKey)] = []
    for _ in 0..<1400 {
      let key = someone()
      if case .later(let seconds) = admission.admit(key, backlog: 3000, nowMilliseconds: 0) {
        waiting.append((seconds, key))
      }
    }
    #expect(waiting.count == 1400 - 16)
    for (seconds, key) in waiting.sorted(by: { $0.0 < $1.0 }) {
      let answer = admission.admit(key, backlog: 3000, nowMilliseconds: seconds * 1000)
      #expect(answer == .admitted)
    }
  }

  @Test func `429 says when to come back`() throws {
    let province = try TestProvince {
      $0.collector.lanes = 1
      $0.collector.unreservedEvents = 10
    }
    var first = try province.enrolledKiosk()
    var second = try province.enrolledKiosk()
    try first.fill(20)
    try second.fill(20)
    try province.serving { wire in
      #expect(try post(wire, first, try first.hello()).status == 200)
      let answer = try post(wire, second, try second.hello())
      #expect(answer.status == 429)
      #expect(answer.header("Retry-After") == "1")
      province.clock.advance(seconds: 1)
      #expect(try post(wire, second, try second.hello()).status == 200)
    }
  }
}
