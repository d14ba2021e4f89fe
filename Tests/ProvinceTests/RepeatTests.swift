import Evidence
import Testing

@testable import Province

@Suite struct RepeatTests {
  @Test func `a repeat gets the same receipt byte for byte, whenever it comes`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(1024)
    let first = try province.collector.accept(try kiosk.batch(0, 512), log: kiosk.log, range: nil)
    province.clock.advance(seconds: 3600)
    let again = try province.collector.accept(try kiosk.batch(0, 512), log: kiosk.log, range: nil)
    _ = try province.collector.accept(try kiosk.batch(512, 1024), log: kiosk.log, range: nil)
    let late = try province.collector.accept(try kiosk.batch(0, 512), log: kiosk.log, range: nil)

    #expect(first.receipt == again.receipt)
    #expect(first.receipt == late.receipt)
    #expect(first.stored == 512)
    #expect(again.stored == 0)
    #expect(late.next == 1024)
    #expect(try province.count("event") == 1024)
    #expect(try province.count("batch") == 2)
  }

  @Test func `a batch that overlaps stores only what is new and keeps its bytes`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(900)
    _ = try province.collector.accept(try kiosk.batch(0, 500), log: kiosk.log, range: nil)
    let bytes = try kiosk.batch(300, 900)
    let accepted = try province.collector.accept(bytes, log: kiosk.log, range: nil)

    #expect(accepted.stored == 400)
    #expect(accepted.next == 900)
    let row = try province.pool.withConnection {
      try #require(try $0.query("SELECT * FROM batch WHERE first = 500").first)
    }
    #expect(try row.integer("last") == 900)
    #expect(try row.bytes("bytes") == bytes)
    #expect(try province.integer("SELECT count(DISTINCT seq) AS n FROM event") == 900)
  }

  @Test func `a part of what is known gets the latest receipt`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(700)
    let whole = try province.collector.accept(try kiosk.batch(0, 700), log: kiosk.log, range: nil)
    let part = try province.collector.accept(try kiosk.batch(100, 333), log: kiosk.log, range: nil)
    #expect(part.receipt == whole.receipt)
    #expect(part.stored == 0)
  }

  @Test func `the tree at any size is the kiosk's own`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(70)
    for (start, end) in [(0, 13), (13, 40), (40, 70)] as [(Int64, Int64)] {
      _ = try province.collector.accept(try kiosk.batch(start, end), log: kiosk.log, range: nil)
    }
    try province.pool.withConnection { connection in
      let stream = try #require(try Stream.find(kiosk.log, connection))
      for size in 0...70 as ClosedRange<Int64> {
        #expect(try stream.range(at: size, connection) == kiosk.tree(size))
      }
    }
  }

  @Test func `an event that nobody understands is stored like any other`() throws {
    let province = try TestProvince()
    var kiosk = try province.enrolledKiosk()
    try kiosk.fill(3)
    try kiosk.add("future.kind", ["z": .list([.text("\u{1}")])])
    try kiosk.fill(6)
    let accepted = try province.collector.accept(
      try kiosk.batch(0, 6), log: kiosk.log, range: nil)
    try province.application.projector.catchUp()

    #expect(accepted.next == 6)
    let row = try province.pool.withConnection {
      try #require(try $0.query("SELECT seq, reason FROM quarantine").first)
    }
    #expect(try row.integer("seq") == 3)
    #expect(try row.text("reason") == "unknown kind future.kind")
    #expect(try province.count("visit") == 4)
  }
}
