import Evidence
import Testing

@testable import Province

/// Guests as the province counts them: heads are turns and nobody of the people, and a guest who turned
/// out to be a resident is that person.
@Suite struct GuestTests {
  private struct Bed {
    let province: TestProvince
    var kiosk: TestKiosk

    init() throws {
      province = try TestProvince()
      kiosk = try province.enrolledKiosk()
      try kiosk.fill(1)
      try kiosk.add("resident.add", ["r": .text("L1")])
      try kiosk.add("resident.add", ["r": .text("L2"), "g": .integer(1)])
      try kiosk.add("consent.give", ["r": .text("L2"), "w": .text("guest"), "d": .text("00")])
      try kiosk.add("resident.add", ["r": .text("L3"), "g": .integer(2)])
    }

    @discardableResult
    mutating func come(_ resident: String, _ session: String = "S1") throws -> Int64 {
      try kiosk.add(
        "visit.in", ["r": .text(resident), "s": .text(session), "w": .text("keypad")])
      return kiosk.size - 1
    }

    /// Turns, people and heads, after everything was sent and projected.
    func counts() throws -> [Int64] {
      let stored = try province.integer("SELECT coalesce(max(next), 0) AS n FROM stream")
      if stored < kiosk.size {
        _ = try province.collector.accept(
          try kiosk.batch(stored, kiosk.size), log: kiosk.log, range: nil)
      }
      try province.application.projector.catchUp()
      #expect(try province.count("quarantine") == 0)
      let fleet = try Fleet(
        province.pool, nowMilliseconds: province.clock.milliseconds, silentMilliseconds: 0)
      let centre = try #require(fleet.centres.first)
      return [centre.turns, centre.people, centre.heads]
    }
  }

  @Test func `a head is a turn and nobody of the people`() throws {
    var bed = try Bed()
    try bed.come("L1")
    try bed.come("L2")
    try bed.come("L3")

    #expect(try bed.counts() == [3, 2, 1])
  }

  @Test func `a merged guest is one person with the resident, and two again when parted`() throws {
    var bed = try Bed()
    try bed.come("L1")
    try bed.come("L2")
    try bed.come("L2", "S2")
    #expect(try bed.counts() == [3, 2, 0])

    try bed.kiosk.add("resident.merge", ["r": .text("L2"), "y": .text("L1")])
    let merge = bed.kiosk.size - 1
    #expect(try bed.counts() == [2, 1, 0])

    try bed.kiosk.add("resident.unmerge", ["r": .text("L2"), "i": .integer(merge)])
    #expect(try bed.counts() == [3, 2, 0])

    try bed.kiosk.add("resident.merge", ["r": .text("L2"), "y": .text("L1")])
    #expect(try bed.counts() == [2, 1, 0])
  }

  @Test func `a head that is merged or gets a card is one of the people`() throws {
    var bed = try Bed()
    try bed.come("L3")
    #expect(try bed.counts() == [1, 0, 1])
    try bed.kiosk.add("resident.edit", ["r": .text("L3")])
    #expect(try bed.counts() == [1, 1, 0])
    try bed.kiosk.add("resident.add", ["r": .text("L4"), "g": .integer(2)])
    try bed.come("L4")
    #expect(try bed.counts() == [2, 1, 1])
    try bed.kiosk.add("resident.merge", ["r": .text("L4"), "y": .text("L1")])
    #expect(try bed.counts() == [1 + 1, 2, 0])
  }

  @Test func `the tables are the same however the log is cut`() throws {
    var bed = try Bed()
    try bed.come("L1")
    try bed.come("L2")
    try bed.kiosk.add("resident.merge", ["r": .text("L2"), "y": .text("L1")])
    let merge = bed.kiosk.size - 1
    try bed.come("L3")
    try bed.kiosk.add("resident.unmerge", ["r": .text("L2"), "i": .integer(merge)])
    try bed.kiosk.add("resident.merge", ["r": .text("L2"), "y": .text("L1")])
    let expected = try bed.counts()

    for chunk in [1, 2, 5, 8192] as [Int64] {
      let projector = Projector(pool: bed.province.pool, chunkEvents: chunk)
      try projector.reset()
      try projector.catchUp()
      #expect(try bed.counts() == expected)
    }
    #expect(expected == [2, 1, 1])
  }

  @Test func `a second merge that stands is nobody's meaning and goes to quarantine`() throws {
    var bed = try Bed()
    try bed.come("L2")
    try bed.kiosk.add("resident.merge", ["r": .text("L2"), "y": .text("L1")])
    try bed.kiosk.add("resident.merge", ["r": .text("L2"), "y": .text("L9")])
    try bed.kiosk.add("resident.unmerge", ["r": .text("L2"), "i": .integer(999)])
    _ = try bed.province.collector.accept(
      try bed.kiosk.batch(0, bed.kiosk.size), log: bed.kiosk.log, range: nil)
    try bed.province.application.projector.catchUp()

    #expect(try bed.province.count("quarantine") == 2)
    #expect(try bed.province.count("merge") == 1)
  }
}
