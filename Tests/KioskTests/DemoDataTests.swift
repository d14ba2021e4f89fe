import Centre
import Evidence
import Foundation
import Store
import Testing

@testable import Kiosk

@Suite struct DemoDataTests {
  private static let now = ClockReading(
    boot: 1, bootMilliseconds: 0, wallMilliseconds: Bed.start, quality: .networkTime)

  private func withFolder(_ body: (String, Settings) throws -> Void) throws {
    let folder = "\(NSTemporaryDirectory())/demo-\(UInt64.random(in: 0 ... .max))"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder, try Settings.standard())
  }

  @Test func `the demonstration centre is whole and exactly one session is open`() throws {
    try withFolder { folder, settings in
      try DemoData.fill(
        path: folder, settings: settings, size: DemoData.Size(), now: Self.now)

      let desk = try Opening(path: folder, settings: settings, clock: Clock { Self.now }).desk
      defer { desk.store.close() }
      #expect(try desk.store.residentCount() == 60)
      #expect(try desk.store.courses().count == 4)
      #expect(Set(try desk.store.courses().map(\.group)).count == 4)
      #expect(try desk.store.openSessions().count == 1)
      #expect(try desk.register(year: 2026).count == 8)
      #expect(try desk.findResidents("do thi hanh").first?.name == "Đỗ Thị Hạnh")
      #expect(try desk.store.integrityCheck().isEmpty)
      #expect(try desk.store.waitingPrintJobs() == 0)
      let day = Day(wallMilliseconds: Bed.start)
      let coming = try desk.store.sessions(
        from: Day(daysSince1970: day.daysSince1970 + 1),
        to: Day(daysSince1970: day.daysSince1970 + 30))
      #expect(!coming.isEmpty)
    }
  }

  @Test func `what is told of the time since the machine was started is of this boot`() throws {
    try withFolder { folder, settings in
      let days: Int64 = 20 * 86_400_000
      let now = ClockReading(
        boot: 1, bootMilliseconds: days, wallMilliseconds: Bed.start, quality: .networkTime)
      try DemoData.fill(path: folder, settings: settings, size: DemoData.Size(), now: now)

      let store = try Opening(path: folder, settings: settings, clock: Clock { now }).desk.store
      defer { store.close() }
      let events = try store.lines(from: 0, to: store.logSize()).map { try Event(line: $0) }
      let started = Bed.start - days
      #expect(Set(events.map(\.clock.boot)) == [0, 1])
      for event in events {
        let isThisBoot = event.clock.wallMilliseconds >= started
        #expect(event.clock.boot == (isThisBoot ? 1 : 0))
        if isThisBoot {
          #expect(event.clock.bootMilliseconds == event.clock.wallMilliseconds - started)
        }
      }
    }
  }

  @Test func `the same residents and visits come out every time`() throws {
    func lines() throws -> [String] {
      var found: [String] = []
      try withFolder { folder, settings in
        try DemoData.fill(
          path: folder, settings: settings, size: DemoData.Size(residents: 30), now: Self.now)
        try ResidentList.write(data: folder) { found.append($0) }
        let desk = try Opening(path: folder, settings: settings, clock: Clock { Self.now }).desk
        found.append("\(try desk.store.logSize())")
        desk.store.close()
      }
      return found
    }

    #expect(try lines() == lines())
  }

  @Test func `as many residents and visits are made as were asked for`() throws {
    try withFolder { folder, settings in
      try DemoData.fill(
        path: folder, settings: settings, size: DemoData.Size(residents: 300, visits: 2_500),
        now: Self.now)

      let desk = try Opening(path: folder, settings: settings, clock: Clock { Self.now }).desk
      defer { desk.store.close() }
      #expect(try desk.store.residentCount() == 300)
      var visits = 0
      for start in stride(from: Int64(0), to: try desk.store.logSize(), by: 4_096) {
        for line in try desk.store.lines(from: start, to: start + 4_096) {
          visits += try Event(line: line).kind == "visit.in" ? 1 : 0
        }
      }
      #expect(visits == 2_500)
    }
  }

  @Test func `on a later day the refresh closes the old session and opens one`() throws {
    try withFolder { folder, settings in
      try DemoData.fill(
        path: folder, settings: settings, size: DemoData.Size(residents: 10), now: Self.now)
      let later = ClockReading(
        boot: 1, bootMilliseconds: 86_400_000, wallMilliseconds: Bed.start + 86_400_000,
        quality: .networkTime)
      let desk = try Opening(path: folder, settings: settings, clock: Clock { later }).desk
      defer { desk.store.close() }

      try DemoToday.open(desk: desk, now: later)
      try DemoToday.open(desk: desk, now: later)

      let open = try desk.store.openSessions()
      #expect(open.map(\.day) == [Day(wallMilliseconds: later.wallMilliseconds)])
    }
  }

  @Test func `the list of residents quotes what would break a row`() {
    let resident = Resident(
      id: 1, pseudonym: "L000001", cardDigits: "0000000013", name: "Lan, \"Bà\"", birthDay: nil,
      birthYear: nil, sex: nil, village: "", phone: "", identityLast4: nil, isGuest: false)

    #expect(ResidentList.line(resident) == "0000000013,\"Lan, \"\"Bà\"\"\",\n")
  }
}
