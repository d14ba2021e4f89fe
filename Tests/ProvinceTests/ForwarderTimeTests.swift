import Evidence
import HTTP
import Testing

@testable import Province

/// Which times the record store is told.
extension ForwarderTests {
  @Test func `what staff set the clock to later is told to the store as the pages show it`() throws
  {
    var (province, kiosk) = try begin()
    let (hour, day) = (3_600_000, 86_400_000) as (Int64, Int64)
    let now = province.clock.milliseconds
    // The last that was certain lies six days before the visit; the board restarts at that.
    let certain = now - 7 * day
    let truth = certain + 6 * day
    func clock(_ boot: Int64, _ moment: Int64, _ wall: Int64) -> ClockReading {
      ClockReading(
        boot: boot, bootMilliseconds: moment, wallMilliseconds: wall, quality: .restoredFloor)
    }
    func visit(_ kind: String, _ clock: ClockReading) throws -> Int64 {
      try kiosk.add(
        kind, ["r": .text("L1"), "s": .text("S1"), "w": .text("wedge")], clock: clock)
      return kiosk.size - 1
    }
    func sync(_ boot: Int64, _ server: Int64) throws {
      try kiosk.add(
        "clock.sync", ["st": .integer(server), "rt": .integer(300)], clock: clock(boot, hour, 0))
    }
    try sync(2, certain)
    let came = try visit("visit.in", clock(3, hour, certain + hour))
    try kiosk.add(
      "clock.set", ["u": .integer(1), "f": .integer(certain + 2 * hour), "w": .integer(truth)],
      clock: clock(3, 2 * hour, certain + 2 * hour))
    // The power goes, and with it what was set; the province answers in the next start.
    try sync(4, now)
    let left = try visit("visit.out", clock(4, 2 * hour, certain + 2 * hour))
    try province.take(kiosk)
    let store = FakeStore()

    #expect(try province.forward(to: store) == .complete)

    let bounds = try province.pool.withConnection {
      try TimeBounds.all(stream: 1, seqs: [came, left], $0)
    }
    #expect(bounds[came]?.basis == "set" && bounds[came]?.best == truth - hour)
    let out = try #require(bounds[left]?.best)
    #expect(abs(out - (now + hour)) <= 1_000)
    let attended = try #require(store.text(id(kiosk, came)))
    #expect(
      attended.contains(#""timestamp":"\#(DateTimeText.utc(milliseconds: truth - hour))""#))
    let exited = try #require(store.text(id(kiosk, left)))
    #expect(exited.contains(#""timestamp":"\#(DateTimeText.utc(milliseconds: out))""#))
    let stayed = DurationText.iso(milliseconds: out - (truth - hour))
    #expect(exited.contains(#""duration":"\#(stayed)""#), "\(exited)")
  }
}
