import Centre
import Evidence
import Foundation
import GRDB
import Testing

@testable import Store

@Suite struct PaperDayTests {
  private let test: TestStore

  init() throws { test = try TestStore() }

  private func enter(
    _ resident: Resident, _ session: Session, written: Int64? = nil
  ) throws -> CheckInAnswer {
    try test.store.enterFromPaper(
      .badge(.card(try CardCode(resident.cardDigits)), identityHash: nil), session: session.code,
      written: written, now: test.now)
  }

  private func lastEvent() throws -> Event {
    try Event(line: try #require(try test.store.lines(from: 0, to: .max).last))
  }

  @Test func `an entry of days ago says when it was made and when the person came`() throws {
    let resident = try test.resident()
    let session = try test.openSession()
    try test.store.closeSession(session.code, now: test.now)
    test.pass(seconds: 3 * 86_400)

    let welcome = try #require(try enter(resident, session).welcome)

    let event = try lastEvent()
    #expect(event.kind == "visit.in")
    #expect(event.clock.wallMilliseconds == test.now.wallMilliseconds)
    #expect(event.fields["w"]?.text == "paper")
    #expect(event.fields["a"]?.integer == session.startMilliseconds)
    #expect(event.fields["ab"]?.text == "start")
    #expect(welcome.atMilliseconds == session.startMilliseconds)
    let roll = try test.store.roll(session: session.code)
    #expect(roll.map(\.source) == [.paper])
    #expect(
      roll[0].told == ToldArrival(milliseconds: session.startMilliseconds, basis: .sessionStart))
    let past = try test.store.visits(resident: resident.id, limit: 1)
    #expect(past[0].told == roll[0].told)
    #expect(try test.store.attendance(resident: resident.id, year: 2026).visits == 1)
  }

  @Test func `a written time is kept, and a repeat answers with it`() throws {
    let resident = try test.resident()
    let session = try test.openSession()
    let written = session.startMilliseconds + 600_000

    _ = try enter(resident, session, written: written)
    let again = try enter(resident, session)

    #expect(again.alreadyIn?.sinceMilliseconds == written)
    #expect(try test.value("SELECT count(*) FROM visit") == 1)
    #expect(try test.store.roll(session: session.code)[0].told?.basis == .written)
  }

  @Test func `a session held while the kiosk was off is opened, and closed when it is over`() throws
  {
    let resident = try test.resident()
    let session = try test.store.addSession(test.newSession(), now: test.now)
    test.pass(seconds: 86_400)

    _ = try enter(resident, session)

    #expect(try test.store.session(code: session.code)?.state == .closed)
    let kinds = try test.store.lines(from: 0, to: .max).suffix(3).map { try Event(line: $0).kind }
    #expect(kinds == ["session.open", "session.close", "visit.in"])
  }

  @Test func `a session to come takes no paper, and leaves no trace of the try`() throws {
    let resident = try test.resident()
    var new = test.newSession()
    new.startMilliseconds += 3_600_000
    let session = try test.store.addSession(new, now: test.now)
    let size = try test.store.head().size

    #expect(throws: StoreRefusal.sessionNotOpen(code: session.code)) {
      try enter(resident, session)
    }
    #expect(try test.store.head().size == size)
  }

  @Test func `an unknown card opens nothing`() throws {
    let session = try test.store.addSession(test.newSession(), now: test.now)
    test.pass(seconds: 86_400)
    let badge = Badge.card(CardCode(sequence: 77_777))

    let answer = try test.store.enterFromPaper(
      .badge(badge, identityHash: nil), session: session.code, written: nil, now: test.now)

    #expect(answer == .unknownBadge)
    #expect(try test.store.session(code: session.code)?.state == .planned)
  }

  @Test func `an entry is taken back by a reversing event, whenever it was made`() throws {
    let resident = try test.resident()
    let session = try test.openSession()
    let visit = try #require(try enter(resident, session).welcome).visitId
    test.pass(seconds: 86_400)

    #expect(
      try test.store.takeBackFromPaper(visit: visit, session: session.code, now: test.now))
    #expect(
      try !test.store.takeBackFromPaper(visit: visit, session: session.code, now: test.now))

    #expect(try lastEvent().kind == "visit.undo")
    #expect(try test.value("SELECT count(*) FROM visitTold") == 0)
    #expect(try test.store.attendance(resident: resident.id, year: 2026).visits == 0)
  }

  @Test func `only entries from paper are taken back here`() throws {
    let resident = try test.resident()
    let session = try test.openSession()
    let visit = try #require(try test.checkIn(resident).welcome).visitId

    #expect(
      try !test.store.takeBackFromPaper(visit: visit, session: session.code, now: test.now))
    #expect(try test.value("SELECT count(*) FROM visit") == 1)
  }

  @Test func `a mark on the roll says its time while the session runs, the start afterwards`()
    throws
  {
    let one = try test.resident()
    let other = try test.resident("Trần Văn Ứng")
    let session = try test.openSession()

    try test.store.setRoll(session: session.code, resident: one.id, present: true, now: test.now)
    try test.store.closeSession(session.code, now: test.now)
    test.pass(seconds: 86_400)
    try test.store.setRoll(
      session: session.code, resident: other.id, present: true, now: test.now)

    let roll = try test.store.roll(session: session.code)
    let told = Dictionary(uniqueKeysWithValues: roll.map { ($0.resident.id, $0.told) })
    #expect(told[one.id] == .some(nil))
    #expect(told[other.id]??.basis == .sessionStart)
  }

  @Test func `the audit still finds every row in the log`() throws {
    let resident = try test.resident()
    let session = try test.openSession()
    _ = try enter(resident, session, written: session.startMilliseconds + 60_000)

    #expect(try Store.audit(inDirectory: test.directory).findings.isEmpty)
  }

  @Test func `villages are counted, and their people listed`() throws {
    for (name, village) in [("An", "Xóm 1"), ("Bình", "Xóm 1"), ("Chi", "")] {
      _ = try test.store.addResident(NewResident(name: name, village: village), now: test.now)
    }

    #expect(try test.store.villages().map { "\($0.name):\($0.residents)" } == [":1", "Xóm 1:2"])
    #expect(try test.store.residents(village: "Xóm 1", limit: 9).map(\.name) == ["An", "Bình"])
    #expect(try test.store.residents(village: nil, limit: 2).count == 2)
  }
}
