import Centre
import Evidence
import GRDB
import Testing

@testable import Store

@Suite struct MergePropertyTests {
  @Test(arguments: 0..<4)
  func `random merges and partings leave what a count of the log gives`(_ round: Int) throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("MergePropertyTests seed \(seed)")
    var random = SplitMix(state: seed)
    let test = try TestStore()
    let residents = try (0..<3).map { try test.resident("Lê Văn \($0)").id }
    var guests: [Int64] = []
    var sessions: [String] = []
    for _ in 0..<160 {
      test.pass(seconds: Int64.random(in: 0...600, using: &random))
      do {
        switch Int.random(in: 0..<12, using: &random) {
        case 0: sessions.append(try test.openSession(title: "Buổi \(sessions.count)").code)
        case 1, 2:
          guard let session = sessions.randomElement(using: &random) else { continue }
          guests.append(try test.guest("Khách", session: session).residentId)
        case 3:
          guard let guest = guests.randomElement(using: &random) else { continue }
          try test.store.unmergeGuest(guest, by: nil, now: test.now)
        case 4, 5:
          guard let guest = guests.randomElement(using: &random) else { continue }
          try test.store.mergeGuest(
            guest, into: residents.randomElement(using: &random) ?? 1, by: nil, now: test.now)
        case 6:
          guard let session = sessions.randomElement(using: &random) else { continue }
          try test.store.setRoll(
            session: session, resident: (guests + residents).randomElement(using: &random) ?? 1,
            present: Bool.random(using: &random), now: test.now)
        case 7, 8:
          guard let session = sessions.randomElement(using: &random) else { continue }
          _ = try test.store.enterFromPaper(
            .resident((guests + residents).randomElement(using: &random) ?? 1), session: session,
            written: test.now.wallMilliseconds - 60_000, now: test.now)
        case 9:
          let seq = Int64.random(in: 0..<(try test.store.logSize()), using: &random)
          guard let session = try test.store.event(at: seq)?.fields["s"]?.text else { continue }
          _ = try test.store.takeBackFromPaper(visit: seq, session: session, now: test.now)
        default:
          guard let session = sessions.randomElement(using: &random) else { continue }
          _ = try test.store.checkIn(
            resident: (guests + residents).randomElement(using: &random) ?? 1, session: session,
            source: .search, now: test.now)
        }
      } catch is StoreRefusal {
        continue
      }
    }

    let counted = try Self.count(test.store.lines(from: 0, to: .max))
    let found = try test.store.read("look") { db in
      Set(
        try Row.fetchAll(
          db,
          sql: """
            SELECT v.residentId, s.year, s.number FROM visit v JOIN session s ON s.id = v.sessionId
            """
        ).map { row -> String in
          let (year, number): (Int, Int) = (row[1], row[2])
          return "\(Resident.pseudonym(id: row[0])) \(SessionRow.code(year: year, number: number))"
        })
    }
    #expect(found == counted)
    #expect(try Self.toldByTables(test) == Self.told(test.store.lines(from: 0, to: .max)))
    #expect(try test.value(Self.wrongSums) == 0)
    #expect(try test.store.integrityCheck() == [])
  }

  /// Sums that are not those of the visits.
  private static let wrongSums = """
    SELECT count(*) FROM
      (SELECT v.residentId AS id, count(*) AS turns, sum(v.hoursTenths) AS hours FROM visit v
        GROUP BY v.residentId) c
      FULL JOIN (SELECT * FROM tally WHERE scope < 0 AND turns > 0) t ON t.residentId = c.id
    WHERE c.turns IS NOT t.turns OR c.hours IS NOT t.hoursTenths
    """

  /// When people came as staff told it, counting visits and spare ones together.
  private static func toldByTables(_ test: TestStore) throws -> [Int64: Int64] {
    try test.store.read("look") { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT visitId, arrivedMs FROM visitTold
          UNION ALL SELECT id, arrivedMs FROM spareVisit WHERE arrivedMs IS NOT NULL
          """)
      return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
    }
  }

  /// The same of a log: whose hands a visit is in changes nothing about when the person came.
  private static func told(_ lines: [[UInt8]]) throws -> [Int64: Int64] {
    var told: [Int64: Int64] = [:]
    for line in lines {
      let event = try Event(line: line)
      if event.kind == "visit.in" { told[event.seq] = event.fields["a"]?.integer }
      if event.kind == "visit.undo" { told[event.fields["i"]?.integer ?? -1] = nil }
    }
    return told
  }

  /// Who was where, as a reader of the log counts: a guest is the resident while the merge stands.
  private static func count(_ lines: [[UInt8]]) throws -> Set<String> {
    var visits: [Int64: (person: String, session: String)] = [:]
    var owners: [String: String] = [:]
    for line in lines {
      let event = try Event(line: line)
      let text = { (key: String) in event.fields[key]?.text ?? "" }
      switch event.kind {
      case "visit.in": visits[event.seq] = (text("r"), text("s"))
      case "visit.undo": visits[event.fields["i"]?.integer ?? -1] = nil
      case "resident.merge": owners[text("r")] = text("y")
      case "resident.unmerge": owners[text("r")] = nil
      default: break
      }
    }
    return Set(visits.values.map { "\(owners[$0.person] ?? $0.person) \($0.session)" })
  }
}
