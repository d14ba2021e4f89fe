import Evidence
import HTTP
import Testing

@testable import Province

/// Numbers as a stolen or broken kiosk may sign them: whatever stands in a field, the province goes on.
@Suite struct HostileNumberTests {
  private static let most = CanonicalValue.integerLimit
  private static let texts: [String: CanonicalValue] = [
    "r": .text("L1"), "s": .text("S1"), "c2": .text("XMC"), "g": .text("literacy"),
    "x": .text("Xóa mù chữ"), "w": .text("paper"),
  ]
  /// Every kind whose numbers are read, and their keys.
  private static let kinds: [(kind: String, numbers: [String])] = [
    ("resident.add", ["g"]), ("resident.edit", ["g"]), ("resident.unmerge", ["i"]),
    ("course.add", ["h", "n"]), ("session.add", ["d", "f", "u", "h"]), ("session.open", []),
    ("session.close", []), ("visit.in", ["a"]), ("visit.out", []), ("visit.undo", ["i"]),
    ("certificate.issue", ["h", "d"]), ("certificate.print", ["j"]),
    ("certificate.cancel", ["i"]), ("certificate.replace", ["i"]), ("clock.sync", ["st", "rt"]),
    ("clock.set", ["f", "w"]), ("clock.jump", ["f", "d"]),
  ]

  /// A kiosk that writes each number of each kind, and each part of the clock, as large and as small as the
  /// format allows, one at a time and all at once.
  private func fill(_ kiosk: inout TestKiosk) throws {
    try kiosk.fill(1)
    for number in [-Self.most, -1, 0, Self.most] {
      for quality in ClockQuality.allCases {
        let clock = ClockReading(
          boot: number, bootMilliseconds: number, wallMilliseconds: number, quality: quality)
        for (kind, keys) in Self.kinds {
          try add(kind, keys, keys, number, clock: clock, to: &kiosk)
        }
      }
      for (kind, keys) in Self.kinds {
        for key in keys { try add(kind, keys, [key], number, clock: nil, to: &kiosk) }
      }
    }
  }

  private func add(
    _ kind: String, _ keys: [String], _ wild: [String], _ number: Int64, clock: ClockReading?,
    to kiosk: inout TestKiosk
  ) throws {
    var fields = Self.texts
    fields["n"] = .text("14464-1-2026-\(String(100_000 + kiosk.size))")
    fields["y"] = .text("14464-1-2026-\(String(200_000 + kiosk.size))")
    for key in keys { fields[key] = .integer(wild.contains(key) ? number : 1) }
    try kiosk.add(kind, fields, clock: clock)
  }

  @Test func `the tables, the lists, the pages and the record store outlive them`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try fill(&kiosk)
    try kiosk.add("visit.in", Self.texts)
    let last = kiosk.size - 1
    let store = FakeStore()

    try province.take(kiosk)

    let place = "projection WHERE next = \(kiosk.size)"
    #expect(try province.count(place) == 1)
    #expect(try province.forward(to: store) == .complete)
    #expect(store.order.contains("\(EventPlace(log: kiosk.log, seq: last).statementID())"))
    #expect(try province.application.publisher.publish().certificates >= 0)
    let router = try province.router()
    for target in ["/", "/centres", "/certificates", "/quarantine", "/v1/kiosks.json"] {
      let response = router.respond(
        to: try Request(method: "GET", target: target, headers: [:], remoteAddress: "127.0.0.1"))
      #expect(response.status == .ok, "\(target)")
    }
    let hours = "quarantine WHERE reason LIKE 'field h is not hours in tenths%'"
    #expect(try province.count(hours) > 0)
    #expect(try province.count("certificate WHERE tenths NOT BETWEEN 0 AND 10000000") == 0)
  }

  @Test func `a certificate's wild hours are set aside, and what follows is forwarded`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(1)
    let paper = kiosk.size
    try add("certificate.issue", ["h", "d"], ["h"], Self.most, clock: nil, to: &kiosk)
    try kiosk.add("visit.in", Self.texts)
    let came = kiosk.size - 1
    let store = FakeStore()

    try province.take(kiosk)

    #expect(try province.forward(to: store) == .complete)
    #expect(store.order == ["\(EventPlace(log: kiosk.log, seq: came).statementID())"])
    let entry = try #require(try Quarantine(province.pool).entries.first)
    #expect(entry.seq == paper)
    #expect(entry.reason == "field h is not hours in tenths from 0 to 10000000")
  }

  @Test func `a fleet's sum holds whatever sizes its kiosks claim`() {
    var kiosk = FleetKiosk()
    kiosk.size = Self.most

    #expect(kiosk.waiting == 1_000_000_000_000)
  }
}
