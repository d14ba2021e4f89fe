import Evidence
import HTTP
import Store
import Synchronization
import Testing

@testable import Kiosk

/// The durable timer: no step of the wall clock, restart or reboot loses a wait or stretches it.
@Suite struct SyncPlanTests {
  /// A province that answers every hello by asking for a wait.
  private func waiting(_ bed: Bed, seconds: Int) throws -> ScriptedProvince {
    let province = try ScriptedProvince(bed)
    try province.enrol()
    province.on("hello") { _ in try ScriptedProvince.busy(seconds: seconds) }
    return province
  }

  private func reboot(_ bed: Bed, wall change: Int64) {
    bed.set {
      $0.boot += 1
      $0.bootMilliseconds = 30_000
      $0.wallMilliseconds += change
    }
  }

  @Test(arguments: [-7_200_000, 7_200_000, -56 * 365 * 86_400_000, 3_650 * 86_400_000] as [Int64])
  func `a step of the wall clock changes no wait`(_ step: Int64) throws {
    let bed = try Bed()
    let province = try waiting(bed, seconds: 42)
    #expect(try province.worker().step() == .later(seconds: 42))

    bed.set { $0.wallMilliseconds += step }
    bed.wait(seconds: 41)
    #expect(try province.worker().step() == .notDue)
    bed.wait(seconds: 1)

    #expect(try province.worker().step() == .later(seconds: 42))
  }

  @Test func `across a boot the wall time counts`() throws {
    let bed = try Bed()
    let province = try waiting(bed, seconds: 600)
    _ = try province.worker().step()

    reboot(bed, wall: 500_000)
    #expect(try province.worker().step() == .notDue)
    bed.set { $0.bootMilliseconds += 99_000 }
    #expect(try province.worker().step() == .notDue)
    bed.set { $0.bootMilliseconds += 1_000 }

    #expect(try province.worker().step() == .later(seconds: 600))
  }

  @Test func `a clock that was lost makes a wait begin again, and no longer`() throws {
    let bed = try Bed()
    let province = try waiting(bed, seconds: 600)
    _ = try province.worker().step()

    reboot(bed, wall: -40 * 365 * 86_400_000)
    #expect(try province.worker().step() == .notDue)
    bed.wait(seconds: 599)
    #expect(try province.worker().step() == .notDue)
    bed.wait(seconds: 1)

    #expect(try province.worker().step() == .later(seconds: 600))
  }

  @Test func `a clock that goes back before and at a start lengthens a wait once at most`() throws {
    let bed = try Bed()
    let province = try waiting(bed, seconds: 600)
    _ = try province.worker().step()

    bed.wait(seconds: 100)
    bed.set { $0.wallMilliseconds -= 7_200_000 }
    #expect(try province.worker().step() == .notDue)
    reboot(bed, wall: -86_400_000)
    #expect(try province.worker().step() == .notDue)
    bed.wait(seconds: 300)
    bed.set { $0.wallMilliseconds -= 86_400_000 }
    #expect(try province.worker().step() == .notDue)
    // The next start finds a wall clock that stands before the last count: what was left begins again.
    reboot(bed, wall: -1_000)
    #expect(try province.worker().step() == .notDue)
    bed.wait(seconds: 599)
    #expect(try province.worker().step() == .notDue)
    bed.wait(seconds: 1)

    #expect(try province.worker().step() == .later(seconds: 600))
  }

  @Test func `a steady turn is over after its interval whatever the wall clock does`() throws {
    let bed = try Bed()
    let province = try ScriptedProvince(bed)
    try province.enrol()
    #expect(try province.worker().step() == .balanced)

    bed.set { $0.wallMilliseconds -= 86_400_000 }
    #expect(try province.worker().step() == .notDue)
    bed.wait(seconds: 900)

    #expect(try province.worker().step() == .balanced)
  }

  @Test func `many waiting events start a steady transfer, but no asked-for wait ends early`()
    throws
  {
    let bed = try Bed(configuration: "[sync]\nwakeEvents = 3\n[desk]\npasswordCost = 10")
    let province = try ScriptedProvince(bed)
    try province.enrol()
    #expect(try province.worker().step() == .balanced)
    for name in ["Nguyễn Văn An", "Nguyễn Văn Bình", "Nguyễn Văn Cường"] {
      _ = try bed.addResident(name)
    }
    #expect(try province.worker().step() == .balanced)

    province.on("hello") { _ in try ScriptedProvince.busy(seconds: 60) }
    bed.wait(seconds: 900)
    #expect(try province.worker().step() == .later(seconds: 60))
    for name in ["Nguyễn Văn Dũng", "Nguyễn Văn Em", "Nguyễn Văn Giang"] {
      _ = try bed.addResident(name)
    }

    #expect(try province.worker().step() == .notDue)
  }

  @Test func `whoever asks for it goes now`() throws {
    let bed = try Bed()
    let province = try waiting(bed, seconds: 600)
    let worker = province.worker()
    _ = try worker.step()
    #expect(try worker.step() == .notDue)

    worker.retryNow()

    #expect(try worker.step() == .later(seconds: 600))
    #expect(try worker.step() == .notDue)
  }

  @Test func `a change of the network shortens a back-off to a random minute and nothing else`()
    throws
  {
    let bed = try Bed()
    let province = try ScriptedProvince(bed)
    try province.enrol()
    let isOnline = Mutex(false)
    let worker = SyncWorker(
      store: bed.desk.store, keys: bed.desk.keys, clock: bed.desk.clock,
      settings: bed.desk.settings.sync, logger: Bed.quiet, random: Half(),
      send: { request in
        guard isOnline.withLock({ $0 }) else { throw Unexpected() }
        return try Client().send(request)
      })
    for _ in 0..<8 { _ = try worker.step(isForced: true) }
    #expect(worker.delaySeconds() == 900)

    #expect(try worker.networkChanged() == 30_000)
    #expect(worker.delaySeconds() == 30)
    #expect(try worker.networkChanged() == nil)
    #expect(try worker.step() == .notDue)
    isOnline.withLock { $0 = true }
    bed.wait(seconds: 30)
    #expect(try worker.step() == .balanced)

    #expect(try worker.networkChanged() == nil)
    province.on("hello") { _ in try ScriptedProvince.busy(seconds: 600) }
    #expect(try worker.step(isForced: true) == .later(seconds: 600))
    #expect(try worker.networkChanged() == nil)

    // Whoever else asks for a wait is not believed: a change of the network may end it.
    province.on("hello") { _ in Response.empty(.tooManyRequests).with("Retry-After", "86400") }
    for _ in 0..<8 { _ = try worker.step(isForced: true) }
    #expect(try worker.networkChanged() == 30_000)
  }

  @Test func `only what appears is news`() {
    let old = NetworkState(parts: ["eth0 10.0.0.8"])
    let states = Mutex([
      old, NetworkState(parts: []), NetworkState(parts: []), old,
      NetworkState(parts: ["eth0 10.0.0.8", "default eth0 0100000A"]),
    ])
    let calls = Atomic<Int>(0)
    let watch = NetworkWatch(
      look: { states.withLock { $0.removeFirst() } },
      onChange: { calls.add(1, ordering: .relaxed) })

    #expect((0..<4).map { _ in watch.step() } == [false, false, true, true])
    #expect(calls.load(ordering: .relaxed) == 2)
    #expect(!NetworkState.current().parts.contains { $0.hasSuffix(" 127.0.0.1") })
  }

  @Test func `the size that the line carries is remembered`() throws {
    let bed = try Bed()
    for index in 0..<40 {
      _ = try bed.addResident("Nguyễn Văn \(["An", "Bình"][index % 2]) \(["Ba", "Tư"][index / 20])")
    }
    let province = try ScriptedProvince(bed)
    try province.enrol()
    province.on("entries") { _ in .empty(.internalServerError) }
    _ = try province.worker().step()
    #expect(try bed.desk.lastTransfer()?.batchEvents == 256)

    _ = try province.worker().step(isForced: true)

    #expect(try bed.desk.lastTransfer()?.batchEvents == 128)
  }

  @Test func `a batch grows while the line is quick and shrinks to what it carries in seconds`() {
    var size = BatchSize(events: 512, bytes: 24_576, limits: 32...4_096, mostBytes: 1 << 20)
    size.grow(events: 512, bytes: 10_000, milliseconds: 900)
    #expect(size.events == 1_024)
    #expect(size.bytes == 49_152)
    size.grow(events: 1_024, bytes: 20_000, milliseconds: 1_500)
    #expect(size.events == 1_024)
    size.grow(events: 1_024, bytes: 40_000, milliseconds: 4_000)
    #expect(size.events == 512)
    #expect(size.bytes == 20_000)
    size.grow(events: 3, bytes: 400, milliseconds: 600)
    #expect(size.events == 1_024)
    size.grow(events: 1_024, bytes: 20_000, milliseconds: 900_000)
    #expect(size.events == 32)
    #expect(size.bytes == 4_096)
    let canShrink = size.shrink()
    #expect(!canShrink)
  }

  @Test func `of a line that is cut every 20 seconds a tenth at most is lost to the cuts`() {
    let seed = UInt64.random(in: 0 ... .max)
    print("SyncPlanTests seed \(seed)")
    var generator = Seeded(seed)

    for _ in 0..<50 {
      let line = ThinLine(
        bytesPerSecond: 5_000, roundTripMilliseconds: Int64.random(in: 50...700, using: &generator),
        firstCutMilliseconds: Int64.random(in: 1_000...20_000, using: &generator))

      let (lost, seconds) = line.carry(bytes: 400_000)

      #expect(lost <= 40_000, "seed \(seed): \(line) lost \(lost)")
      #expect(seconds < 200, "seed \(seed): \(line) took \(seconds) s")
    }
  }

  @Test func `a good line is at the largest batch after eight`() {
    var size = BatchSize(
      events: 512, bytes: BatchSize.firstBytes, limits: 32...4_096, mostBytes: 1 << 20)
    for _ in 0..<8 { size.grow(events: 512, bytes: size.bytes, milliseconds: 20) }
    #expect(size.bytes == 1 << 20)
    #expect(size.events == 4_096)
  }

  @Test func `heavy events travel in lighter batches, and one that is heavier alone`() throws {
    let bed = try Bed(configuration: "[limits]\nnoteLength = 400\n[desk]\npasswordCost = 10")
    for index in 0..<60 {
      _ = try bed.addResident("Nguyễn Văn \(["An", "Bình", "Chi"][index % 3])")
    }
    try ScriptedProvince(bed).enrol()
    let enrolment = try #require(try bed.desk.keys.enrolment())
    let log = OutgoingLog(
      store: bed.desk.store, keys: bed.desk.keys, enrolment: enrolment)

    let light = try #require(
      try log.batch(from: 0, events: 512, mostBytes: 1 << 20, wishedBytes: 3_000))
    #expect(light.bytes.count <= 3_000)
    #expect(light.batch.lines.count > 5)
    let single = try #require(
      try log.batch(from: 0, events: 512, mostBytes: 1 << 20, wishedBytes: 10))
    #expect(single.batch.lines.count == 1)
    #expect(throws: OutgoingLog.Fault.tooLarge) {
      try log.batch(from: 0, events: 512, mostBytes: 10)
    }
  }

  @Test func `progress ends the row of failures`() throws {
    let bed = try Bed(
      configuration: "[sync]\nbatchEvents = 1\nbatchEventsLeast = 1\n[desk]\npasswordCost = 10")
    for name in ["Nguyễn Văn An", "Nguyễn Văn Bình", "Nguyễn Văn Cường"] {
      _ = try bed.addResident(name)
    }
    let province = try ScriptedProvince(bed)
    try province.enrol()
    province.on("hello") { _ in .empty(.internalServerError) }
    for _ in 0..<5 { _ = try province.worker().step(isForced: true) }
    #expect(try bed.desk.store.syncState().failures == 5)

    province.on("entries/1-") { _ in .empty(.internalServerError) }
    _ = try province.worker().step(isForced: true)

    #expect(try bed.desk.store.syncState().failures == 1)
  }
}

/// A model of a slow line on which everything under way is lost from time to time.
private struct ThinLine {
  let bytesPerSecond: Int64
  let roundTripMilliseconds: Int64
  let firstCutMilliseconds: Int64

  /// Carries so many bytes in batches.
  /// - Returns: the bytes that cuts took away, and how long it took.
  func carry(bytes: Int) -> (lost: Int, seconds: Int64) {
    var size = BatchSize(
      events: 4_096, bytes: BatchSize.firstBytes, limits: 32...4_096, mostBytes: 1 << 20)
    var (done, lost) = (0, 0)
    var (now, cut) = (Int64(0), firstCutMilliseconds)
    while done < bytes {
      let weight = min(size.bytes, bytes - done)
      let sending = Int64(weight) * 1_000 / bytesPerSecond
      let took = sending + roundTripMilliseconds
      if now + took <= cut {
        now += took
        done += weight
        size.grow(events: 4_096, bytes: weight, milliseconds: took)
      } else {
        lost += Int(min(sending, cut - now) * bytesPerSecond / 1_000)
        now = cut
        cut += 20_000
        _ = size.shrink()
      }
    }
    return (lost, now / 1_000)
  }
}

/// Always draws the middle.
private struct Half: RandomNumberGenerator, Sendable {
  mutating func next() -> UInt64 { 1 << 63 }
}
