import Evidence
import Synchronization
import Testing

@testable import Province

/// A thousand small logs, each brought by three hands at once, in ranges that overlap as chance will,
/// while connections to the database are cut.
@Suite struct ManyHandsTests {
  private static let seeds = 1_000
  private static let hands = 3

  @Test func `each event is stored once and each receipt holds, whoever brings it`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed \(seed)")
    let province = try TestProvince()
    let second = try Application(
      settings: province.settings, clock: province.clock.wall, logger: TestProvince.quiet)
    let kiosks = try enter(province, seed: seed)
    let axe = try Axe(province)
    let collectors = [province.collector, second.collector]
    let keys = province.application.keys

    let threads = (0..<Self.hands).map { number in
      OwnThread {
        var hand = Hand(
          number: number, collector: collectors[number % 2], province: keys,
          random: SplitMix(state: seed &+ UInt64(number) &+ 1), axe: axe)
        for kiosk in kiosks { try hand.bring(kiosk) }
        return hand.cuts
      }
    }
    let cuts = try threads.map { try #require(try $0.value()) }.reduce(0, +)

    #expect(cuts > 0, "no connection was cut under way")
    try check(kiosks, province)
  }

  /// Writes small logs and makes them known, without the enrolment that is tested elsewhere.
  private func enter(_ province: TestProvince, seed: UInt64) throws -> [TestKiosk] {
    var random = SplitMix(state: seed)
    return try (0..<Self.seeds).map { _ in
      var kiosk = TestKiosk(host: province.settings.province.host)
      try kiosk.fill(Int.random(in: 1...16, using: &random))
      try province.pool.withConnection { connection in
        _ = try connection.change(
          "INSERT INTO stream (log, centre, key, range) VALUES ($1, '14464-1', $2, $3)",
          [
            .bytes(kiosk.log.bytes), .bytes(kiosk.key.publicKey.bytes),
            .bytes(CompactRange().encoded()),
          ])
      }
      return kiosk
    }
  }

  private func check(_ kiosks: [TestKiosk], _ province: TestProvince) throws {
    let events = kiosks.reduce(0) { $0 + $1.size }
    #expect(try province.count("event") == events)
    #expect(
      try province.integer("SELECT count(*) AS n FROM (SELECT DISTINCT stream, seq FROM event) d")
        == events)
    #expect(try province.integer("SELECT sum(last - first)::bigint AS n FROM batch") == events)
    let verifier = province.application.keys.verifier
    try province.pool.withConnection { connection in
      for kiosk in kiosks {
        let stream = try #require(try Stream.find(kiosk.log, connection))
        #expect(stream.next == kiosk.size)
        #expect(stream.range == kiosk.tree(kiosk.size))
        #expect(try stream.lines(from: 0, to: kiosk.size, connection) == kiosk.lines)
        let receipts = try connection.query(
          "SELECT last, receipt FROM batch WHERE stream = $1 ORDER BY first", [.integer(stream.id)])
        for row in receipts {
          let receipt = try Receipt(text: try row.text("receipt"), province: verifier)
          #expect(receipt.checkpoint.size == (try row.integer("last")))
          #expect(receipt.checkpoint.root == kiosk.tree(receipt.checkpoint.size).root)
        }
        #expect(try receipts.last?.text("receipt") == stream.receipt)
      }
    }
  }
}

/// Cuts connections to the province's database, whichever chance picks.
private final class Axe: Sendable {
  private let connection: Mutex<Connection>

  init(_ province: TestProvince) throws {
    connection = Mutex(try Connection(try province.settings.target))
  }

  func fall() throws {
    try connection.withLock { connection in
      _ = try connection.query(
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'active'
        ORDER BY random() LIMIT 1
        """)
    }
  }
}

/// One that brings logs: by push, which names its range, or by pull and stick, which do not.
private struct Hand {
  let number: Int
  let collector: Collector
  let province: KeyRing
  var random: SplitMix
  let axe: Axe
  /// How often a connection was cut under this hand.
  var cuts = 0

  /// Brings the whole log; what it believes to be next may be old.
  mutating func bring(_ kiosk: TestKiosk) throws {
    var next: Int64 = 0
    while next < kiosk.size {
      let start = max(0, next - Int64.random(in: 0...4, using: &random))
      let end = min(kiosk.size, max(next + 1, start + Int64.random(in: 1...12, using: &random)))
      let isPush = Bool.random(using: &random)
      do {
        if Int.random(in: 0..<50, using: &random) == 0 { try axe.fall() }
        let accepted = try collector.accept(
          try kiosk.batch(start, end), log: kiosk.log,
          range: isPush ? SeqRange(start: start, end: end) : nil)
        #expect(accepted.next >= end)
        let receipt = try Receipt(text: accepted.receipt, province: province.verifier)
        #expect(receipt.checkpoint.origin == kiosk.origin)
        #expect(receipt.checkpoint.size >= end)
        #expect(receipt.checkpoint.root == kiosk.tree(receipt.checkpoint.size).root)
        next = accepted.next
      } catch let error as PostgresError where error.isTransient {
        cuts += 1
      } catch let problem as Problem {
        #expect(problem.code == "gap")
        next = problem.members["next"]?.integer ?? 0
      }
    }
  }
}
