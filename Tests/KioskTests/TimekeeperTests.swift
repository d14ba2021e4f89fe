import Evidence
import Store
import Testing

@testable import Kiosk

@Suite struct TimekeeperTests {
  private func jumps(_ bed: ClockBed) throws -> Int {
    try bed.desk.lookAtClock()
    return try bed.events("clock.jump").count
  }

  @Test func `a step of five minutes is an event, forward and back, with what was expected`() throws
  {
    let bed = try ClockBed(wall: ClockBed.morning, hasBattery: true)
    #expect(try jumps(bed) == 0)
    bed.wait(seconds: 3_600)
    bed.set { $0.wallMilliseconds += 299_000 }
    #expect(try jumps(bed) == 0, "a slew or a small step")

    bed.set { $0.wallMilliseconds += 10 * 366 * ClockBed.day }
    #expect(try jumps(bed) == 1)
    bed.set { $0.wallMilliseconds -= 10 * 366 * ClockBed.day }
    #expect(try jumps(bed) == 2)
    #expect(try jumps(bed) == 2, "once each")

    let first = try #require(try bed.events("clock.jump").first)
    #expect(first.fields["d"]?.integer == 10 * 366 * ClockBed.day)
    #expect(first.fields["f"]?.integer == ClockBed.morning + 3_600_000 + 299_000)
  }

  @Test func `a step while the service was down is seen, one of another start is none`() throws {
    let bed = try ClockBed(wall: ClockBed.morning, hasBattery: true)
    #expect(try jumps(bed) == 0)

    bed.set { $0.wallMilliseconds += 3 * ClockBed.day }
    try bed.restart()
    #expect(try jumps(bed) == 1)
    try bed.reboot(wall: ClockBed.morning + 90 * ClockBed.day)
    #expect(try jumps(bed) == 1)
  }

  @Test func `what a receipt told is kept over a restart of the service, not of the machine`()
    throws
  {
    let bed = try ClockBed()
    #expect(
      try bed.timekeeper.take(
        receiptSeconds: bed.truth / 1_000, after: bed.moment - 400, before: bed.moment))

    try bed.restart()
    #expect(try bed.now.quality == .receipt)
    #expect(try abs(bed.now.wallMilliseconds - bed.truth) < 1_000)

    try bed.reboot()
    #expect(try bed.now.quality == .restoredFloor)
    #expect(try bed.now.wallMilliseconds >= ClockBed.morning - 1_000, "the floor stays")
  }

  @Test func `a receipt that may be old sets nothing`() throws {
    let bed = try ClockBed()
    bed.wait(seconds: 86_400)

    // Nothing of this start is covered but an event of yesterday: it may have been signed any time.
    let isTaken = try bed.timekeeper.take(
      receiptSeconds: (bed.truth - ClockBed.day) / 1_000, after: bed.moment - ClockBed.day,
      before: bed.moment)

    #expect(!isTaken)
    #expect(try bed.now.quality == .restoredFloor)
  }

  @Test func `a vaguer receipt does not replace a surer one, until the quartz has drifted`() throws
  {
    let bed = try ClockBed()
    _ = try bed.timekeeper.take(
      receiptSeconds: bed.truth / 1_000, after: bed.moment, before: bed.moment)

    func isTaken() throws -> Bool {
      try bed.timekeeper.take(
        receiptSeconds: bed.truth / 1_000, after: bed.moment - 10_000, before: bed.moment)
    }

    bed.wait(seconds: 900)
    #expect(try !isTaken())
    bed.wait(seconds: 2 * 86_400)
    #expect(try isTaken())
  }

  @Test func `a province whose clock was mended is followed back`() throws {
    let bed = try ClockBed()
    _ = try bed.timekeeper.take(
      receiptSeconds: (bed.truth + 3_650 * ClockBed.day) / 1_000, after: bed.moment,
      before: bed.moment)
    #expect(try bed.now.wallMilliseconds > bed.truth + 3_649 * ClockBed.day)

    bed.wait(seconds: 60)
    _ = try bed.timekeeper.take(
      receiptSeconds: bed.truth / 1_000, after: bed.moment, before: bed.moment)

    #expect(try abs(bed.now.wallMilliseconds - bed.truth) < 1_000)
    try bed.reboot()
    #expect(try abs(bed.now.wallMilliseconds - bed.truth) < 60_000, "and its floor is not kept")
  }

  @Test func `a board that starts at 1970 goes on from its last event`() throws {
    let bed = try ClockBed(wall: ClockBed.morning + 5 * ClockBed.day, hasBattery: true)
    _ = try bed.scan()

    try bed.reboot(offSeconds: 3_600, wall: 1_000)

    #expect(try bed.now.quality == .restoredFloor)
    #expect(try bed.now.wallMilliseconds >= ClockBed.morning + 5 * ClockBed.day)
    #expect(try bed.now.wallMilliseconds < ClockBed.morning + 6 * ClockBed.day)
  }

  @Test func `ten years ahead dates nothing, and the next start does not begin there`() throws {
    let bed = try ClockBed(wall: ClockBed.morning + 3_660 * ClockBed.day, hasBattery: true)
    #expect(try !bed.now.quality.isTrusted)
    _ = try bed.scan()
    try bed.timekeeper.saveFloor()

    try bed.reboot(wall: ClockBed.morning)

    #expect(try bed.now.quality == .operatorSet)
    #expect(try bed.now.wallMilliseconds == ClockBed.morning)
  }

  @Test func `a store that knows more starts than the folder goes on after them`() throws {
    let bed = try ClockBed()
    for _ in 0..<3 { try bed.reboot() }
    let last = try bed.now.boot
    try bed.desk.store.close()
    try Files.write("1\nboot-4\n0\n", to: "\(bed.folder)/boot")

    try bed.open()

    #expect(try bed.now.boot == last + 1)
    try bed.restart()
    #expect(try bed.now.boot == last + 1, "the same start of the machine")
  }

  @Test func `a damaged clock file says nothing and hinders nothing`() throws {
    let bed = try ClockBed()
    _ = try bed.timekeeper.take(
      receiptSeconds: bed.truth / 1_000, after: bed.moment, before: bed.moment)
    try bed.restart()
    for text in ["", "boot-1\nreceipt 1 2\nperson x y z\noffset\n", "\u{0}\u{1}"] {
      try Files.write(text, to: "\(bed.folder)/clock")
      try bed.restart()
      #expect(try bed.now.quality == .restoredFloor)
    }
  }
}
