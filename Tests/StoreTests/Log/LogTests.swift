import Centre
import Evidence
import Testing

@testable import Store

@Suite struct LogTests {
  @Test func `a new log begins with log.start, a restart adds log.boot`() throws {
    let test = try TestStore()
    try test.reopen()

    let kinds = try [0, 1].map { try test.store.event(at: $0)?.kind }

    #expect(kinds == ["log.start", "log.boot"])
    #expect(try test.store.event(at: 0)?.fields["o"]?.text == "log/\(test.store.log.hex)")
    #expect(try test.store.event(at: 2) == nil)
  }

  @Test func `the tree edge of every size is the one that the lines give`() throws {
    let test = try TestStore()
    let now = test.now
    try test.store.bulk { transaction in
      for _ in 0..<9000 { try transaction.append("clock.test", [:], now: now) }
    }
    let lines = try test.store.lines(from: 0, to: 10_000)
    #expect(lines.count == 9001)

    var range = CompactRange()
    var edges = [range]
    for line in lines {
      range.append(Merkle.leafHash(line))
      edges.append(range)
    }
    for size in [0, 1, 2, 255, 4095, 4096, 4097, 8191, 8192, 8193, 9000, 9001] {
      #expect(try test.store.compactRange(at: Int64(size)) == edges[size])
    }
    #expect(try test.store.compactRange(at: 9002) == nil)
    #expect(try test.store.head().range == range)
    #expect(try test.value("SELECT count(*) FROM rangeMark") == 2)
  }

  @Test func `a failing closure leaves neither event nor edge behind`() throws {
    let test = try TestStore()
    let now = test.now
    let before = try test.store.head()

    #expect(throws: StoreRefusal.empty(field: "test")) {
      try test.store.write("test") { transaction in
        for _ in 0..<5000 { try transaction.append("clock.test", [:], now: now) }
        throw StoreRefusal.empty(field: "test")
      }
    }
    _ = try test.store.recordClock("clock.jump", ["f": .integer(1)], now: now)

    #expect(try test.store.logSize() == before.size + 1)
    #expect(try test.value("SELECT count(*) FROM rangeMark") == 0)
    #expect(try test.store.integrityCheck() == [])
  }

  @Test func `personal values stand beside the log, and the leaf carries only their digests`()
    throws
  {
    let test = try TestStore()
    let resident = try test.store.addResident(
      NewResident(
        name: "Đỗ Thị Hạnh", birthDay: Day(iso: "1985-03-05"), sex: .female, village: "Xóm 3"),
      now: test.now)

    let event = try #require(try test.store.event(at: 1))
    let line = String(decoding: try event.line(), as: UTF8.self)
    let values = try test.store.personalValues(from: 1, to: 2)

    #expect(event.fields["r"]?.text == resident.pseudonym)
    #expect(Set(values.map(\.field)) == ["name", "birth", "sex", "village", "card"])
    #expect(values.first { $0.field == "birth" }?.value == "1985-03-05")
    for value in values {
      #expect(value.matches(event))
      #expect(value.salt.count == 16)
      #expect(!line.contains(value.value))
    }
    #expect(Set(values.map(\.salt)).count == values.count)
  }

  @Test func `only clock events come without a row`() throws {
    let test = try TestStore()

    #expect(throws: StoreRefusal.outOfRange(field: "kind")) {
      try test.store.recordClock("visit.in", [:], now: test.now)
    }
  }
}
