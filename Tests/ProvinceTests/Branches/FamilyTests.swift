import Evidence
import Testing

@testable import Province

/// Cards that are copied, put back, carried on sticks and answered in vain: whatever happens, every event
/// is at the province, once.
@Suite struct FamilyTests {
  /// A machine with a card.
  private struct Card {
    var kiosk: TestKiosk
    /// The log whose tokens it has.
    var known: LogID
    /// Where its present log began to be its own.
    var epoch: Int64 = 0
  }

  /// What was written to a stick.
  private struct Stick {
    let branch: (request: BranchRequest, previous: LogID)?
    let log: LogID
    let batches: [[UInt8]]
  }

  private let province: TestProvince
  private let store = FakeStore()

  init() throws { province = try TestProvince() }

  @Test func `whatever becomes of cards, sticks and answers, each event is there once`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed \(seed)")
    var random = SplitMix(state: seed)
    var last: [TestKiosk] = []
    // Few families send what another log has already: the loop goes on until one did.
    var families = 0
    while try families < 5 || (families < 50 && province.count("shared") == 0) {
      var family = try Family(province, store)
      for _ in 0..<60 { try family.step(&random) }
      last += try family.settle()
      families += 1
    }

    try province.application.projector.catchUp()
    #expect(try province.forward(to: store) == .complete)
    var (events, visits) = (Set<Digest>(), Set<Digest>())
    for log in try province.application.ledgerAudit.logs() {
      var tree = CompactRange()
      for line in try province.lines(log) {
        tree.append(Merkle.leafHash(line))
        events.insert(tree.root)
        if try Event(line: line).kind == "visit.in" { visits.insert(tree.root) }
      }
      #expect(tree == (try province.stream(log).range))
      #expect(try province.finding(in: log) == nil)
    }
    // An older copy of a card that nobody asked since knows nothing of what came after it.
    for kiosk in last { #expect(try province.lines(kiosk.log).starts(with: kiosk.lines)) }
    #expect(try province.count("event") == Int64(events.count))
    #expect(try province.countedVisits() == Int64(visits.count))
    #expect(store.order.count == visits.count)
    #expect(Set(store.order).count == visits.count)
    #expect(try province.count("shared") > 0, "the loop tries too little")
  }

  /// The cards that came of one kiosk, and their sticks.
  private struct Family {
    private let province: TestProvince
    private let store: FakeStore
    private var cards: [Card]
    private var sticks: [Stick] = []
    private var count = 0

    init(_ province: TestProvince, _ store: FakeStore) throws {
      self.province = province
      self.store = store
      var kiosk = try province.enrolledKiosk()
      try kiosk.fill(1)
      cards = [Card(kiosk: kiosk, known: kiosk.log)]
    }

    mutating func step(_ random: inout SplitMix) throws {
      let index = Int.random(in: 0..<cards.count, using: &random)
      let size = cards[index].kiosk.size
      switch Int.random(in: 0..<20, using: &random) {
      case 0..<6: try grow(index, Int.random(in: 1...8, using: &random))
      case 6 where cards.count < 4: cards.append(cards[index])
      case 7: try rename(index, at: Int64.random(in: 1...size, using: &random))
      case 8:
        // The whole card was put back, and knows of nothing.
        let lines = cards[index].kiosk.lines
        cards[index].kiosk.inherit(
          lines.prefix(Int(Int64.random(in: max(1, cards[index].epoch + 1)...size, using: &random)))
        )
      case 9...11: try write(index, &random)
      case 12, 13:
        if let stick = sticks.randomElement(using: &random) { take(stick) }
      case 14: _ = try province.forward(to: store)
      default: try sync(index, loses: Int.random(in: 0..<3, using: &random) == 0, &random)
      }
    }

    /// Everything arrives in the end.
    mutating func settle() throws -> [TestKiosk] {
      sticks.forEach(take)
      var random = SplitMix(state: 1)
      for index in cards.indices {
        for _ in 0..<200 where try !isThrough(index) {
          try sync(index, loses: false, &random)
        }
        #expect(try isThrough(index))
      }
      return cards.map(\.kiosk)
    }

    private func isThrough(_ index: Int) throws -> Bool {
      let kiosk = cards[index].kiosk
      return try cards[index].known == kiosk.log && province.lines(kiosk.log) == kiosk.lines
    }

    private mutating func grow(_ index: Int, _ events: Int) throws {
      for _ in 0..<events {
        count += 1
        try cards[index].kiosk.add(
          "visit.in", ["r": .text("L\(count)"), "s": .text("S"), "w": .text("wedge")])
      }
    }

    private mutating func rename(_ index: Int, at size: Int64) throws {
      cards[index].kiosk = try cards[index].kiosk.branched(at: size)
      cards[index].epoch = size
    }

    // MARK: By network

    private mutating func sync(_ index: Int, loses: Bool, _ random: inout SplitMix) throws {
      let kiosk = cards[index].kiosk
      guard cards[index].known == kiosk.log else {
        let fork = try common(cards[index])
        _ = try province.announce(&cards[index].kiosk, of: cards[index].known, at: fork)
        if !loses { cards[index].known = kiosk.log }
        return
      }
      let range = try province.stream(kiosk.log).range
      guard range.size <= kiosk.size, kiosk.tree(range.size) == range else {
        return try rename(index, at: kiosk.size)
      }
      let end = min(kiosk.size, range.size + Int64.random(in: 1...20, using: &random))
      guard range.size < end else { return }
      _ = try province.collector.accept(
        try kiosk.batch(range.size, end), log: kiosk.log, range: nil)
    }

    /// How much the log of the tokens has in common with the card, as the kiosk finds out.
    private func common(_ card: Card) throws -> Int64 {
      var size = min(card.epoch, try province.stream(card.known).next)
      while try province.application.branches.root(of: card.known, at: size)
        != card.kiosk.tree(size).root
      { size -= 1 }
      return size
    }

    // MARK: By stick

    private mutating func write(_ index: Int, _ random: inout SplitMix) throws {
      let card = cards[index]
      var position: Int64 = 0
      var branch: (BranchRequest, LogID)?
      if card.known != card.kiosk.log {
        // Not more than is certain.
        position = Int64.random(in: 0...(try common(card)), using: &random)
        let request = try card.kiosk.announcement(of: card.known, fork: position)
        branch = (request, card.known)
      }
      var batches: [[UInt8]] = []
      while position < card.kiosk.size {
        let end = min(card.kiosk.size, position + Int64.random(in: 5...30, using: &random))
        batches.append(try card.kiosk.batch(position, end))
        position = end
      }
      sticks.append(Stick(branch: branch, log: card.kiosk.log, batches: batches))
    }

    /// What cannot be taken now is refused as a whole; the kiosk has it still.
    private func take(_ stick: Stick) {
      if let branch = stick.branch {
        let batches = stick.batches.map { bytes in { try Batch(gzip: bytes) } }
        _ = try? province.application.branches.take(
          CarriedBranch(request: branch.request, batches: batches))
      }
      for batch in stick.batches {
        _ = try? province.collector.accept(batch, log: stick.log, range: nil)
      }
    }
  }
}
