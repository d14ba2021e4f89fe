import Evidence
import Foundation
import Glibc
import HTTP
import Synchronization
import Testing

@testable import Province

/// The plan of pulls, and lines that kiosks hold.
@Suite struct PullSchedulerTests {
  private func schedule(_ province: TestProvince) -> PullSchedule {
    province.application.pullSchedule
  }

  private func register(_ province: TestProvince, _ count: Int) throws -> [TestKiosk] {
    try (0..<count).map { number in
      let kiosk = try province.enrolledKiosk()
      try province.application.setKioskURL("http://127.0.0.1:1/\(number)/", log: kiosk.log)
      return kiosk
    }
  }

  @Test func `two schedulers never ask the same kiosk at the same time`() throws {
    let province = try TestProvince()
    let kiosks = try register(province, 30)
    let claimed = Mutex<[LogID]>([])
    let plan = schedule(province)
    let threads = (0..<6).map { _ in
      Spawned {
        while let claim = try? plan.claim() { claimed.withLock { $0.append(claim.target.log) } }
      }
    }
    threads.forEach { $0.join() }

    let all = claimed.withLock { $0 }
    #expect(all.count == 30)
    #expect(Set(all) == Set(kiosks.map(\.log)))
    #expect(try plan.claim(only: all[0]) == nil)
    province.clock.advance(seconds: PullSchedule.claimMilliseconds / 1_000)
    #expect(try plan.claim() != nil)
  }

  @Test func `a kiosk that fails waits longer each time, below the cap, and shows why`() throws {
    let province = try TestProvince()
    let kiosk = try register(province, 1)[0]
    let plan = schedule(province)
    var highest = Highest()
    var waits: [Int64] = []
    for _ in 0..<9 {
      _ = try #require(try plan.claim(only: kiosk.log))
      try plan.failed(kiosk.log, "no answer\u{0}", using: &highest)
      let entry = try #require(try plan.entries().first)
      #expect(entry.error == "no answer")
      waits.append((entry.dueMilliseconds - province.clock.milliseconds) / 1_000)
    }
    #expect(try plan.claim(only: kiosk.log)?.failures == 9)
    try plan.failed(kiosk.log, "again", using: &highest)
    let sizes = [0, 1, 2, 7, 40].map { province.settings.pull.maxEvents(afterFailures: $0) }
    #expect(sizes == [4_096, 2_048, 1_024, 32, 32])
    #expect(waits == [15, 30, 60, 120, 240, 480, 960, 1_800, 1_800])
    #expect(try plan.claim() == nil)
    let entry = try #require(try plan.entries().first)
    #expect(entry.failures == 10)
    #expect(entry.error == "again")

    province.clock.advance(seconds: 1_800)
    _ = try #require(try plan.claim())
    try plan.succeeded(kiosk.log, Puller.Outcome(stored: 5, bytes: 700, personal: 0, next: 5))
    let good = try #require(try plan.entries().first)
    #expect(good.failures == 0)
    #expect(good.error == nil)
    #expect(good.bytes == 700)
    #expect(good.dueMilliseconds - province.clock.milliseconds == 900_000)
  }

  @Test func `a round tells who was not asked from who failed`() throws {
    let province = try TestProvince()
    let kiosks = try register(province, 2)
    _ = try #require(try schedule(province).claim(only: kiosks[0].log))

    let scheduler = try province.application.pullScheduler(logger: TestProvince.quiet)
    let turns = try scheduler.round()

    #expect(turns.count == 2)
    #expect(turns.first { $0.target.log == kiosks[0].log }?.end == .postponed)
    #expect(turns.first { $0.target.log == kiosks[1].log }?.end == .failed)
  }

  @Test func `a fault of the database keeps no claim`() throws {
    let province = try TestProvince()
    _ = try register(province, 1)
    try province.pool.withConnection { try $0.execute("ALTER TABLE kiosk RENAME code TO hidden") }
    let scheduler = try province.application.pullScheduler(logger: TestProvince.quiet)

    #expect(throws: PostgresError.self) { try scheduler.step() }

    #expect(try province.count("pull WHERE claimed IS NULL AND failures = 0") == 1)
  }

  @Test func `a stop ends the round under way at once, and no kiosk is blamed`() throws {
    let province = try TestProvince()
    let kiosk = try province.enrolledKiosk()
    try HeldLines(
      pool: province.pool, keys: province.application.keys, clock: province.clock.wall
    ).hold(kiosk.log)
    let scheduler = try province.application.pullScheduler(logger: TestProvince.quiet)
    let turn = OwnThread { try scheduler.step() }
    while try province.count("\"lineOrder\"") == 0 { poll(nil, 0, 1) }

    scheduler.stop()

    #expect(try turn.value()??.end == .postponed)
    let entry = try #require(try schedule(province).entries().first)
    #expect(entry.failures == 0)
    #expect(entry.error == nil)
    #expect(try schedule(province).claim()?.target.log == kiosk.log)
    #expect(try province.count("\"lineOrder\"") == 0)
  }

  @Test func `an address is registered, changed and forgotten`() throws {
    let province = try TestProvince()
    let kiosk = try province.enrolledKiosk()
    #expect(try schedule(province).claim() == nil)

    try province.application.setKioskURL("https://k.example/", log: kiosk.log)
    #expect(
      try province.application.puller().targets()
        == [Puller.Target(log: kiosk.log, url: "https://k.example")])
    try province.application.setKioskURL("", log: kiosk.log)
    #expect(try province.application.puller().targets() == [])

    for url in ["k.example", "ftp://k.example"] {
      #expect(throws: Refused(.kiosksNoAddress, ["url": url])) {
        try province.application.setKioskURL(url, log: kiosk.log)
      }
    }
    let log = LogID.random()
    #expect(throws: Refused(.kiosksUnknown, ["log": log])) {
      try province.application.setKioskURL("http://k.example", log: log)
    }
  }

  @Test func `a kiosk that holds a line is asked over it, and answers once`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    let other = try province.enrolledKiosk()
    try kiosk.fill(40)
    let (log, target) = (kiosk.log, Puller.Target(log: kiosk.log, url: ""))
    let puller = try province.application.puller()
    let outcome = Mutex<Puller.Outcome?>(nil)
    try province.serving { wire in
      let line = "/v1/logs/\(log.hex)/line"
      let token = [("Authorization", "Bearer \(kiosk.token)")]
      let pulling = Spawned {
        let done = try? puller.pull(target)
        outcome.withLock { $0 = done }
      }
      var asked: [String] = []
      var isCut = false
      while asked.last != "GET /v1/log/personal" {
        let order = try wire.send("POST", line, token)
        try #require(order.status == 200, "\(order.status) \(order.text)")
        #expect(order.member("bearer") == .text(kiosk.pullToken))
        let id = try #require(order.member("id")?.integer)
        let path = try #require(order.member("path")?.text)
        let answer: [UInt8]
        switch path.prefix(while: { $0 != "?" }) {
        case "/v1/log/checkpoint": answer = Array(try kiosk.checkpoint(kiosk.size).utf8)
        case "/v1/log/entries":
          // The line breaks with the order: it comes again.
          if !isCut {
            isCut = true
            continue
          }
          answer = try kiosk.batch(0, 40)
        case "/v1/log/personal": answer = try kiosk.personalDocument(0, 40)
        default: answer = []
        }
        asked.append("\(order.member("method")?.text ?? "") \(path.prefix { $0 != "?" })")
        let put = "\(line)/\(id)?status=\(answer.isEmpty ? 204 : 200)"
        let digest = ("Content-Digest", ContentDigest.header(of: answer))
        let others = [("Authorization", "Bearer \(other.token)"), digest]
        #expect(try wire.send("PUT", put, others, answer).status == 403)
        #expect(
          try wire.send(
            "PUT", put.replacing(log.hex, with: other.log.hex), others, answer
          ).status == 404)
        #expect(try wire.send("PUT", put, token, answer).code == "digest-missing")
        #expect(try wire.send("PUT", put, token + [digest], answer + [0]).code == "digest")
        #expect(try wire.send("PUT", put, token + [digest], answer).status == 204)
        #expect(try wire.send("PUT", put, token + [digest], answer).status == 404)
      }
      pulling.join()
      #expect(
        asked == [
          "GET /v1/log/checkpoint", "GET /v1/log/entries", "POST /v1/log/receipts",
          "GET /v1/log/personal",
        ])
    }
    #expect(outcome.withLock { $0 }?.stored == 40)
    #expect(try province.count("\"lineOrder\"") == 0)
    #expect(try puller.targets() == [target])
    province.clock.advance(seconds: 61)
    #expect(try puller.targets() == [])
  }

  @Test func `a line without an order ends with 204, and needs the kiosk's token`() throws {
    let province = try TestProvince()
    let kiosk = try province.enrolledKiosk()
    province.application.releaseLines()
    try province.serving { wire in
      let line = "/v1/logs/\(kiosk.log.hex)/line"
      let stranger = try wire.send("POST", line)
      #expect(stranger.status == 401)
      let token = [("Authorization", "Bearer \(kiosk.token)")]
      #expect(try wire.send("POST", line, token).status == 204)
      #expect(try wire.send("PUT", "\(line)/x?status=200", token).status == 400)
      #expect(try wire.send("PUT", "\(line)/1?status=99", token).status == 400)
    }
  }

  @Test func `a kiosk that answers nothing over its line is given up`() throws {
    let province = try TestProvince { $0.pull.timeoutSeconds = 1 }
    let kiosk = try province.enrolledKiosk()
    let error = try #require(throws: PullError.self) {
      _ = try province.application.puller().pull(Puller.Target(log: kiosk.log, url: ""))
    }
    #expect(error.operation == "line")
    #expect(try province.count("\"lineOrder\"") == 0)
  }
}

/// Always draws the largest number.
private struct Highest: RandomNumberGenerator {
  mutating func next() -> UInt64 { .max }
}
