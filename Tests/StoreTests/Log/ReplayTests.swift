import Centre
import Evidence
import GRDB
import Testing

@testable import Store

/// The log alone tells everything that the tables hold: random operations, then a replay of the
/// lines into a small model, compared with the tables.
@Suite struct ReplayTests {
  @Test(arguments: 0..<4)
  func `random operations leave the tables that a replay of the log gives`(_ round: Int) throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("ReplayTests seed \(seed)")
    let test = try TestStore()
    var actor = Actor(test: test, random: SplitMix(state: seed))

    for step in 0..<400 {
      try actor.act()
      if step == 200 { try test.reopen() }
    }

    let lines = try test.store.lines(from: 0, to: .max)
    var model = Model()
    var range = CompactRange()
    for line in lines {
      try model.apply(try Event(line: line))
      range.append(Merkle.leafHash(line))
    }
    #expect(range == (try test.store.head()).range)
    #expect(try model == Model(tablesOf: test))
    #expect(try test.store.integrityCheck() == [])
    #expect(model.visits.count > 5)
  }
}

/// Does random things to a store, also useless and forbidden ones.
private struct Actor {
  let test: TestStore
  var random: SplitMix
  var residents: [Int64] = []
  var sessions: [String] = []
  var courses: [String] = []

  mutating func act() throws {
    test.pass(seconds: Int64.random(in: 0...3000, using: &random))
    do {
      try step()
    } catch is StoreRefusal {
      return
    }
  }

  private mutating func step() throws {
    switch Int.random(in: 0..<21, using: &random) {
    case 0, 1: residents.append(try test.resident("Nguyễn Văn \(residents.count)").id)
    case 2: courses.append(try test.course(sessions: Int.random(in: 1...2, using: &random)).code)
    case 3, 4:
      let course = Bool.random(using: &random) ? courses.randomElement(using: &random) : nil
      sessions.append(
        try test.store.addSession(test.newSession(course: course), now: test.now).code)
    case 5, 6: try test.store.openSession(anySession(), now: test.now)
    case 7, 8: try test.store.closeSession(anySession(), now: test.now)
    case 9: _ = try test.store.undoVisit(anyVisit(), withinSeconds: 4000, now: test.now)
    case 10, 11: _ = try test.store.checkOut(visit: anyVisit(), source: .wedge, now: test.now)
    case 12:
      try test.store.setRoll(
        session: anySession(), resident: anyResident(),
        present: Bool.random(using: &random), now: test.now)
    case 13:
      _ = try test.store.issueCertificate(
        resident: anyResident(), course: courses.randomElement(using: &random) ?? "",
        now: test.now, prepare: TestStore.prepare)
    case 16:
      _ = try test.store.issueAward(
        Award(title: "Khuyến học", citation: "x \(Int.random(in: 0..<8, using: &random))"),
        to: anyResident(), print: Bool.random(using: &random), now: test.now,
        prepare: TestStore.prepare)
    case 14:
      let all = try test.store.certificates(year: 2026)
      guard let one = all.randomElement(using: &random) else { return }
      try spoil(one, all)
    case 15:
      let all = try test.store.certificates(year: 2026)
      guard let one = all.randomElement(using: &random) else { return }
      _ = try test.store.recordExport(
        certificate: one.number, showsName: Bool.random(using: &random), now: test.now)
    case 17:
      _ = try test.store.enterFromPaper(
        .resident(anyResident()), session: anySession(),
        written: Bool.random(using: &random) ? test.now.wallMilliseconds - 7_200_000 : nil,
        now: test.now)
    case 18:
      _ = try test.store.takeBackFromPaper(
        visit: anyVisit(), session: anySession(), now: test.now)
    default:
      let session = Bool.random(using: &random) ? anySession() : nil
      _ = try test.store.checkIn(
        resident: anyResident(), session: session, source: .search, now: test.now)
    }
  }

  /// Cancels a certificate, replaces it, or says of it what took its place.
  private mutating func spoil(_ one: Certificate, _ all: [Certificate]) throws {
    switch Int.random(in: 0..<3, using: &random) {
    case 0: _ = try test.store.cancelCertificate(number: one.number, reason: "x", now: test.now)
    case 1:
      _ = try test.store.replaceCertificate(
        number: one.number, reason: "y", now: test.now, prepare: TestStore.prepare)
    default:
      let other = all.randomElement(using: &random)?.number ?? ""
      _ = try test.store.linkCertificate(
        number: one.number, replacedBy: other, now: test.now)
    }
  }

  private mutating func anyResident() -> Int64 { residents.randomElement(using: &random) ?? 99 }
  private mutating func anySession() -> String { sessions.randomElement(using: &random) ?? "" }

  private mutating func anyVisit() throws -> Int64 {
    let ids = try test.store.pool.read { db in
      try Int64.fetchAll(db, sql: "SELECT id FROM visit ORDER BY id")
    }
    return ids.randomElement(using: &random) ?? 0
  }
}

/// What the log says, and what the tables say, in one comparable form.
private struct Model: Equatable {
  var residents: Set<String> = []
  var courses: Set<String> = []
  var sessions: [String: String] = [:]
  var visits: [Int64: String] = [:]
  var left: Set<Int64> = []
  /// When the person came as staff told it, and what that rests on.
  var told: [Int64: String] = [:]
  var turns: [String: Int] = [:]
  var certificates: [String: String] = [:]

  init() {}

  mutating func apply(_ event: Event) throws {
    let text = { (key: String) in event.fields[key]?.text ?? "" }
    switch event.kind {
    case "resident.add": residents.insert(text("r"))
    case "course.add": courses.insert(text("c2"))
    case "session.add": sessions[text("s")] = "planned"
    case "session.open": sessions[text("s")] = "open"
    case "session.close": sessions[text("s")] = "closed"
    case "visit.in":
      visits[event.seq] = "\(text("r")) \(text("s"))"
      turns[text("r"), default: 0] += 1
      if let arrived = event.fields["a"]?.integer { told[event.seq] = "\(arrived) \(text("ab"))" }
    case "visit.out":
      let key = "\(text("r")) \(text("s"))"
      if let id = visits.first(where: { $0.value == key })?.key { left.insert(id) }
    case "visit.undo":
      let id = event.fields["i"]?.integer ?? -1
      let removed = visits.removeValue(forKey: id)
      let visit = try #require(removed)
      left.remove(id)
      told[id] = nil
      let resident = String(visit.prefix { $0 != " " })
      turns[resident, default: 0] -= 1
      if turns[resident] == 0 { turns[resident] = nil }
    case "certificate.issue": certificates[text("n")] = "\(text("r")) \(text("c2")) issued"
    case "certificate.cancel":
      // The one that takes its place was issued before, so that a reader knows it already.
      let next = text("y")
      #expect(next.isEmpty || certificates[next] != nil)
      let about = certificates[text("n"), default: ""].dropLast("issued".count)
      certificates[text("n")] = "\(about)cancelled \(text("x")) \(next)"
    case "certificate.replace":
      #expect(certificates[text("y")] != nil)
      certificates[text("n"), default: ""] += text("y")
    default: break
    }
  }

  init(tablesOf test: TestStore) throws {
    try test.store.forEachResident { residents.insert($0.pseudonym) }
    courses = Set(try test.store.courses().map(\.code))
    let day = TestStore.day
    for session in try test.store.sessions(from: day, to: day.advanced(byDays: 60)) {
      sessions[session.code] = session.state.rawValue
      for entry in try test.store.roll(session: session.code) {
        guard let id = entry.visitId else { continue }
        visits[id] = "\(entry.resident.pseudonym) \(session.code)"
        if entry.outMilliseconds != nil { left.insert(id) }
        told[id] = entry.told.map { "\($0.milliseconds) \($0.basis.rawValue)" }
      }
    }
    try test.store.forEachResident { resident in
      let sum = try test.store.attendance(resident: resident.id, year: 2026).visits
      if sum > 0 { turns[resident.pseudonym] = sum }
    }
    var pseudonyms: [Int64: String] = [:]
    try test.store.forEachResident { pseudonyms[$0.id] = $0.pseudonym }
    for certificate in try test.store.certificates(year: 2026) {
      let about = "\(pseudonyms[certificate.residentId] ?? "") \(certificate.courseCode) "
      certificates[certificate.number] =
        about
        + (certificate.cancelReason.map { "cancelled \($0) \(certificate.replacedBy ?? "")" }
          ?? certificate.state.rawValue)
    }
  }
}
