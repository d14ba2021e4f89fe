import Centre
import Evidence
import Store
import Testing

@testable import Kiosk

/// What bad boards do, from the scan to the corrected time.
@Suite struct ClockScenarioTests {
  @Test func `a start at 1970, fifty scans, then the province: all are known to the second`() throws
  {
    let bed = try ClockBed(wall: 0)
    var truths: [Int64: Int64] = [:]
    for index in 0..<50 {
      truths[try bed.scan("Người \(Self.letters(index))")] = bed.truth
      bed.wait(seconds: 37)
    }
    let seqs = Array(truths.keys)
    let before = try bed.desk.store.times(of: seqs)
    #expect(before.values.allSatisfy { $0.isAbout && $0.latest == nil })
    let province = try ClockProvince(bed)

    #expect(try province.sync() == .balanced)

    for (seq, time) in try bed.desk.store.times(of: seqs) {
      let truth = truths[seq] ?? 0
      #expect(abs(time.best - truth) <= 1_000)
      #expect((time.earliest ?? .max) <= truth && truth <= (time.latest ?? .min))
      #expect(time.basis == .synced && !time.isAbout)
      #expect(time.claimed == before[seq]?.claimed, "the claim stays")
    }
    #expect(try bed.now.quality == .receipt)
    #expect(try abs(bed.now.wallMilliseconds - bed.truth) <= 1_000)
    #expect(try bed.time(of: try bed.scan()).basis == .synced)
  }

  @Test func `a month without the province: the drift is owned to, and the next talk takes it out`()
    throws
  {
    let bed = try ClockBed()
    let province = try ClockProvince(bed)
    try province.sync()
    bed.wait(seconds: 30 * 86_400)
    bed.set { $0.truth += 200_000 }
    let seq = try bed.scan()
    let truth = bed.truth

    let before = try bed.time(of: seq)
    #expect(try bed.now.quality == .receipt, "nothing frightens the staff")
    #expect(before.basis == .synced && !before.isAbout && before.best == before.claimed)
    #expect((before.earliest ?? .max) <= truth && truth <= (before.latest ?? .min))

    bed.wait(seconds: 600)
    try province.sync()

    let after = try bed.time(of: seq)
    #expect(abs(after.best - truth) <= 1_000 && after.claimed == before.claimed)
    #expect((after.earliest ?? .max) <= truth && truth <= (after.latest ?? .min))
  }

  @Test func `ten years ahead: nothing is dated by it, and the province puts it right`() throws {
    let bed = try ClockBed(wall: ClockBed.morning + 3_652 * ClockBed.day, hasBattery: true)
    let seq = try bed.scan()
    let truth = bed.truth
    #expect(try !bed.now.quality.isTrusted)

    try ClockProvince(bed).sync()

    #expect(try abs(bed.time(of: seq).best - truth) <= 1_000)
    #expect(try abs(bed.now.wallMilliseconds - bed.truth) <= 1_000)
    // The kernel goes on being wrong, and forgets everything at the next start.
    try bed.reboot(offSeconds: 60, wall: bed.truth + 3_652 * ClockBed.day)
    #expect(try !bed.now.quality.isTrusted)
    #expect(try abs(bed.now.wallMilliseconds - bed.truth) < 200_000)
  }

  @Test func `a clock that falls back within a start changes nothing that a receipt told`() throws {
    let bed = try ClockBed(wall: ClockBed.morning, hasBattery: true)
    let province = try ClockProvince(bed)
    try province.sync()
    bed.wait(seconds: 60)
    bed.set { $0.wallMilliseconds -= 400 * ClockBed.day }

    let seq = try bed.scan()
    try bed.desk.lookAtClock()

    #expect(try abs(bed.time(of: seq).best - bed.truth) <= 1_000)
    #expect(try bed.now.quality == .receipt)
    #expect(try bed.events("clock.jump").count == 1)
  }

  @Test func `two starts with no answer: the truth lies in an interval that both sides bound`()
    throws
  {
    let bed = try ClockBed()
    let province = try ClockProvince(bed)
    try province.sync()
    var truths: [Int64: Int64] = [:]
    for _ in 0..<2 {
      bed.wait(seconds: 1_800)
      try bed.reboot(offSeconds: 40_000)
      bed.wait(seconds: 600)
      truths[try bed.scan()] = bed.truth
    }
    let open = try bed.desk.store.times(of: Array(truths.keys))
    #expect(open.values.allSatisfy { $0.earliest != nil && $0.latest == nil && $0.isAbout })

    try bed.reboot(offSeconds: 40_000)
    try province.sync()

    for (seq, truth) in truths {
      let time = try bed.time(of: seq)
      #expect(time.basis == .between)
      #expect((time.earliest ?? .max) <= truth && truth <= (time.latest ?? .min))
      #expect((time.latest ?? .max) - (time.earliest ?? .min) <= 125_000_000)
    }
  }

  @Test func `an answer makes an event once an hour, or when it says something else`() throws {
    let bed = try ClockBed()
    let province = try ClockProvince(bed)
    func syncs() throws -> Int {
      try province.sync()
      return try bed.events("clock.sync").count
    }

    #expect(try syncs() == 1)
    bed.wait(seconds: 900)
    #expect(try syncs() == 1)
    bed.wait(seconds: 2_700)
    #expect(try syncs() == 2)
    bed.wait(seconds: 900)
    province.change { $0.errorMilliseconds = 5_000 }
    #expect(try syncs() == 3)
    try bed.reboot()
    #expect(try syncs() == 4)
  }

  @Test func `while no receipt has come, the next answer makes an event that it can cover`() throws
  {
    let bed = try ClockBed()
    let province = try ClockProvince(bed)
    province.change { $0.losesReceipts = true }
    try province.sync()
    bed.wait(seconds: 300)
    province.change { $0.losesReceipts = false }

    try province.sync()

    #expect(try bed.events("clock.sync").count == 2)
    #expect(try bed.now.quality == .receipt)
  }

  @Test func `an old receipt that comes again sets nothing`() throws {
    let bed = try ClockBed()
    let province = try ClockProvince(bed)
    province.change { $0.losesReceipts = true }
    _ = try bed.scan()
    try province.sync()
    let old = try #require(province.signed.last)
    bed.wait(seconds: 3 * 86_400)
    province.change {
      $0.losesReceipts = false
      $0.oldReceipt = old
    }

    try province.sync()

    #expect(try bed.now.quality != .receipt)
    #expect(try bed.now.wallMilliseconds >= ClockBed.morning - 30 * ClockBed.day)
  }

  @Test func `a talk over a slow line gives as much as it can`() throws {
    let bed = try ClockBed()
    let seq = try bed.scan()
    let truth = bed.truth
    let province = try ClockProvince(bed)
    province.change { $0.travelMilliseconds = 20_000 }

    try province.sync()

    let time = try bed.time(of: seq)
    #expect((time.earliest ?? .max) <= truth && truth <= (time.latest ?? .min))
    #expect((time.latest ?? .max) - (time.earliest ?? .min) < 45_000)
    #expect(try abs(bed.now.wallMilliseconds - bed.truth) <= 45_000)
  }

  @Test func `a province that says 1970 says nothing`() throws {
    let bed = try ClockBed()
    let province = try ClockProvince(bed)
    province.change { $0.errorMilliseconds = -ClockBed.morning }

    try province.sync()

    #expect(try bed.events("clock.sync").isEmpty)
    #expect(try bed.now.quality == .restoredFloor)
  }

  @Test func `self-study counts the time that passed, whatever the clock was set to meanwhile`()
    throws
  {
    let bed = try ClockBed()
    let seq = try bed.scan()
    bed.wait(seconds: 5_400)
    try ClockProvince(bed).sync()

    _ = try bed.desk.checkOut(visit: seq, source: .keypad)

    let resident = try #require(try bed.desk.store.residents(offset: 0, limit: 1).first)
    let visits = try bed.desk.store.visits(resident: resident.id, limit: 5)
    #expect(
      try bed.desk.store.attendance(resident: resident.id, year: visits[0].session.day.year)
        .hoursTenths == 15)
    let (came, left) = (try #require(visits[0].arrival), try #require(visits[0].departure))
    #expect(abs(left.best - came.best - 5_400_000) <= 2_000)
  }

  @Test func `a certificate of a wild clock does not stop issuing once the province says the time`()
    throws
  {
    let last = (ClockBed.morning + 900 * ClockBed.day) / 1_000
    func reading(_ quality: ClockQuality, seconds: Int64) -> ClockReading {
      ClockReading(
        boot: 1, bootMilliseconds: 0, wallMilliseconds: seconds * 1_000, quality: quality)
    }

    #expect(
      IssueOrder.isBehind(lastIssuedAtSeconds: last, now: reading(.networkTime, seconds: last - 1)))
    #expect(
      IssueOrder.isBehind(lastIssuedAtSeconds: last, now: reading(.receipt, seconds: last - 1)))
    #expect(!IssueOrder.isBehind(lastIssuedAtSeconds: last, now: reading(.receipt, seconds: last)))
    #expect(
      !IssueOrder.isBehind(
        lastIssuedAtSeconds: last, now: reading(.receipt, seconds: ClockBed.morning / 1_000)))
  }

  private static func letters(_ number: Int) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    return String([letters[number / 26].uppercased().first ?? "A", letters[number % 26]])
  }
}
