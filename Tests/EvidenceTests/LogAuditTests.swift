import Testing

@testable import Evidence

/// A log of 10,000 events in memory, as somebody who can write to the file leaves it behind.
@Suite struct LogAuditTests {
  /// Rows as they stand in a file: place, line, check value.
  struct Log {
    static let interval = 512
    var entries: [LogAudit.Entry] = []
    var edges: [Int: CompactRange] = [:]

    static func line(_ seq: Int, boot: Int64 = 1, lateMilliseconds: Int64 = 0) throws -> [UInt8] {
      let clock = ClockReading(
        boot: boot, bootMilliseconds: Int64(seq) * 1700,
        wallMilliseconds: 1_795_395_600_000 + Int64(seq) * 1700 + lateMilliseconds,
        quality: .networkTime)
      return try Event(
        seq: Int64(seq), clock: clock, kind: "visit.in",
        fields: ["r": .text("L\(seq % 977)"), "s": .text("2026-0031"), "w": .text("wedge")]
      ).line()
    }

    static func entry(_ place: Int, _ line: [UInt8]) -> LogAudit.Entry {
      LogAudit.Entry(place: Int64(place), line: line, check: Merkle.leafHash(line).check)
    }

    init(count: Int) throws {
      for seq in 0..<count { entries.append(Log.entry(seq, try Log.line(seq))) }
      recomputeEdges()
    }

    var tree: CompactRange { tree(entries.count) }

    func tree(_ size: Int) -> CompactRange {
      var tree = CompactRange()
      for entry in entries.prefix(size) { tree.append(Merkle.leafHash(entry.line)) }
      return tree
    }

    /// What a thorough forger does last.
    mutating func recomputeEdges() {
      var tree = CompactRange()
      edges = [:]
      for entry in entries {
        tree.append(Merkle.leafHash(entry.line))
        if tree.size % Int64(Log.interval) == 0 { edges[Int(tree.size)] = tree }
      }
      edges[entries.count] = tree
    }

    /// Puts a line into a place, its check value with it unless it is left behind.
    mutating func put(_ line: [UInt8], at place: Int, isCheckKept: Bool = false) {
      let check = isCheckKept ? entries[place].check : Merkle.leafHash(line).check
      entries[place] = LogAudit.Entry(place: Int64(place), line: line, check: check)
    }

    /// Moves what stands from `place` on by one, places and check values with it.
    mutating func shift(from place: Int, by step: Int) {
      for index in place..<entries.count {
        let entry = entries[index]
        entries[index] = LogAudit.Entry(
          place: entry.place + Int64(step), line: entry.line, check: entry.check)
      }
    }

    func finding(anchors: [LogAudit.Anchor] = []) -> LogFinding? {
      var audit = LogAudit(anchors: anchors)
      for (index, entry) in entries.enumerated() {
        let next = index + 1 < entries.count ? entries[index + 1] : nil
        guard audit.take(entry, peek: { next }) != nil else { break }
        let size = Int(audit.tree.size)
        if let edge = edges[size] { audit.meet(edgeIsRight: edge == audit.tree) }
      }
      return audit.verdict()
    }
  }

  private static let whole = Result { try Log(count: 3000) }

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let flaw: LogFinding.Flaw
    let range: ClosedRange<Int64>
    let change: @Sendable (inout Log) throws -> Void
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "a flipped byte in a text", flaw: .changed, range: 700...700) { log in
      var line = log.entries[700].line
      line[line.count - 4] ^= 0x01
      log.put(line, at: 700, isCheckKept: true)
    },
    Case(name: "a flipped byte in a bracket", flaw: .damaged, range: 700...700) { log in
      var line = log.entries[700].line
      line[0] ^= 0x80
      log.put(line, at: 700, isCheckKept: true)
    },
    Case(name: "a removed event", flaw: .missing, range: 700...700) { log in
      log.entries.remove(at: 700)
    },
    Case(name: "ten removed events", flaw: .missing, range: 700...709) { log in
      log.entries.removeSubrange(700..<710)
    },
    Case(name: "a removed event, the rest moved up", flaw: .missing, range: 700...700) { log in
      log.entries.remove(at: 700)
      log.shift(from: 700, by: -1)
    },
    Case(name: "two exchanged events", flaw: .reordered, range: 700...700) { log in
      let (first, second) = (log.entries[700].line, log.entries[1500].line)
      log.put(second, at: 700)
      log.put(first, at: 1500)
    },
    Case(name: "two exchanged neighbours", flaw: .reordered, range: 700...700) { log in
      let (first, second) = (log.entries[700].line, log.entries[701].line)
      log.put(second, at: 700)
      log.put(first, at: 701)
    },
    Case(name: "an event written over another", flaw: .reordered, range: 700...700) { log in
      log.put(log.entries[20].line, at: 700)
    },
    Case(name: "an event put in", flaw: .added, range: 700...700) { log in
      log.shift(from: 700, by: 1)
      log.entries.insert(Log.entry(700, try Log.line(700, lateMilliseconds: 1)), at: 700)
    },
    Case(name: "a copy put in", flaw: .added, range: 700...700) { log in
      log.shift(from: 700, by: 1)
      log.entries.insert(Log.entry(700, log.entries[20].line), at: 700)
    },
    Case(name: "a second row for one place", flaw: .added, range: 700...700) { log in
      log.entries.insert(log.entries[700], at: 701)
    },
    Case(name: "another time", flaw: .redated, range: 700...700) { log in
      log.put(try Log.line(700, lateMilliseconds: 86_400_000), at: 700, isCheckKept: true)
    },
    Case(name: "another time and a new check value", flaw: .rewritten, range: 512...1023) { log in
      log.put(try Log.line(700, lateMilliseconds: 86_400_000), at: 700)
    },
    Case(name: "another time after the last edge", flaw: .rewritten, range: 2560...2999) { log in
      log.put(try Log.line(2800, lateMilliseconds: 86_400_000), at: 2800)
    },
    Case(name: "a wrong edge, the lines untouched", flaw: .edge, range: 1024...1024) { log in
      log.edges[1024] = log.edges[512]
    },
    Case(name: "another time, all edges made anew", flaw: .rewritten, range: 0...1999) { log in
      log.put(try Log.line(700, lateMilliseconds: 86_400_000), at: 700)
      log.recomputeEdges()
    },
    Case(name: "another time after the first receipt", flaw: .rewritten, range: 2000...2499) {
      log in
      log.put(try Log.line(2100, lateMilliseconds: 86_400_000), at: 2100)
      log.recomputeEdges()
    },
    Case(name: "a shortened log, all else made anew", flaw: .missing, range: 2200...2499) { log in
      log.entries.removeSubrange(2200...)
      log.recomputeEdges()
    },
  ]

  @Test(arguments: cases)
  func `what was done to a log is named with the first position`(_ item: Case) throws {
    let whole = try Self.whole.get()
    var log = whole
    try item.change(&log)
    let anchors = [2500, 2000].map { size in
      LogAudit.Anchor(size: Int64(size), root: whole.tree(size).root, name: "receipt")
    }

    let finding = try #require(log.finding(anchors: anchors))

    #expect(finding.flaw == item.flaw)
    #expect(finding.first...finding.last == item.range)
  }

  @Test func `a whole log has nothing to find`() throws {
    let log = try Self.whole.get()

    #expect(log.finding() == nil)
    #expect(
      log.finding(anchors: [
        LogAudit.Anchor(size: 3000, root: log.tree.root, name: "receipt"),
        LogAudit.Anchor(size: 0, root: Merkle.emptyRoot, name: "receipt"),
      ]) == nil)
  }

  @Test func `every change of one byte is found where it was made`() throws {
    var random = SeededGenerator(seed: printedSeed())
    let whole = try Log(count: 600)
    for _ in 0..<500 {
      var log = whole
      let place = Int.random(in: 0..<600, using: &random)
      var line = log.entries[place].line
      let index = Int.random(in: line.indices, using: &random)
      line[index] ^= UInt8.random(in: 1...255, using: &random)
      log.put(line, at: place, isCheckKept: true)

      let finding = log.finding()

      #expect(finding?.first == Int64(place), "\(String(describing: finding))")
    }
  }

  @Test func `a glance sees in a line what the event says`() throws {
    let clock = ClockReading(
      boot: 3, bootMilliseconds: 9, wallMilliseconds: 1_795_395_600_009, quality: .receipt)
    let event = Event(
      seq: 7, clock: clock, kind: "certificate.cancel",
      fields: [
        "i": .integer(4), "n": .text("14464-1-2026-000001"), "p": .object([:]), "r": .text("L1"),
        "s": .text("ệ"), "x": .list([.object(["q": .integer(1)])]), "qq": .integer(1),
      ])

    let glance = try EventGlance(line: try event.line())

    #expect(glance.seq == 7 && glance.kind == "certificate.cancel")
    #expect(glance.boot == 3 && glance.bootMilliseconds == 9)
    #expect(glance.wallMilliseconds == 1_795_395_600_009)
    #expect(glance.target == 4 && glance.number == "14464-1-2026-000001")
    #expect(glance.resident == "L1" && glance.session == "ệ" && glance.hasPersonalDigests)
  }

  @Test func `a glance takes the line of a newer program and refuses another spelling`() throws {
    #expect(try EventGlance(line: Array(#"{"k":7,"q":5,"v":2}"#.utf8)).seq == 5)
    for text in [#"{"q":5, "v":1}"#, #"{"v":1,"q":5}"#, #"{"k":"x"}"#, #"{"q":-1}"#, "{}", ""] {
      #expect(throws: Malformed.self, "\(text)") { try EventGlance(line: Array(text.utf8)) }
    }
  }
}
