import Centre
import Evidence
import GRDB
import Testing

@testable import Store

@Suite struct MergeTests {
  @Test func `the guest's visits count for the resident, and the log only grew by the merge`()
    throws
  {
    let test = try TestStore()
    let resident = try test.resident()
    let course = try test.course(sessions: 3)
    let session = try test.openSession(course: course.code)
    let visit = try test.guest("Trần Văn Ứng").visitId
    let size = try test.store.logSize()

    let seq = try test.store.mergeGuest(2, into: resident.id, by: 5, now: test.now)

    #expect(seq == size)
    #expect(try test.store.logSize() == size + 1)
    let event = try #require(try test.store.event(at: seq))
    #expect(event.kind == "resident.merge")
    #expect(event.fields == ["r": .text("L000002"), "y": .text("L000001"), "u": .integer(5)])
    #expect(try attendance(resident.id, test) == [1, 25])
    #expect(try attendance(2, test) == [0, 0])
    #expect(try test.store.standings(resident: resident.id).first?.sessions == 1)
    #expect(try test.store.roll(session: session.code).map(\.resident.id) == [resident.id])
    #expect(try test.store.visits(resident: resident.id, limit: 9).count == 1)
    #expect(try test.checkIn(resident).alreadyIn?.visitId == visit)
    #expect(try test.store.residents(matching: "tran van ung", limit: 8).isEmpty)
    #expect(try test.store.today(TestStore.day).people == 1)
    #expect(try test.store.guests(mergedInto: resident.id).map(\.guest.id) == [2])
  }

  @Test func `both at one session are one turn, and taking the merge back gives both back`() throws
  {
    let test = try TestStore()
    let resident = try test.resident()
    let session = try test.openSession()
    let guest = try test.guest("Trần Văn Ứng")
    test.pass(seconds: 60)
    let own = try #require(try test.checkIn(resident).welcome)

    try test.store.mergeGuest(guest.residentId, into: resident.id, by: nil, now: test.now)

    #expect(try test.store.today(TestStore.day).turns == 1)
    #expect(try attendance(resident.id, test) == [1, 25])
    // Equal hours and no leaving: the one who came first counts.
    #expect(try test.store.roll(session: session.code).map(\.visitId) == [guest.visitId])

    try test.store.unmergeGuest(guest.residentId, by: nil, now: test.now)

    #expect(try test.store.today(TestStore.day).turns == 2)
    #expect(try attendance(resident.id, test) == [1, 25])
    #expect(try attendance(guest.residentId, test) == [1, 25])
    let visits = try test.store.roll(session: session.code).compactMap(\.visitId)
    #expect(Set(visits) == [guest.visitId, own.visitId])
    #expect(try test.store.residents(matching: "tran van ung", limit: 8).count == 1)
    let event = try #require(try test.store.event(at: try test.store.logSize() - 1))
    #expect(event.kind == "resident.unmerge" && event.fields["i"]?.integer != nil)
    #expect(try test.store.integrityCheck() == [])
  }

  @Test func `a leaving that is known is kept through merging and parting`() throws {
    let test = try TestStore()
    let resident = try test.resident()
    let guest = try test.guest("Trần Văn Ứng")
    test.pass(seconds: 7_200)
    _ = try test.store.checkOut(visit: guest.visitId, source: .keypad, now: test.now)
    _ = try test.checkIn(resident)

    try test.store.mergeGuest(guest.residentId, into: resident.id, by: nil, now: test.now)
    #expect(try attendance(resident.id, test) == [1, 20])
    #expect(try test.store.visits(resident: resident.id, limit: 9).first?.departure != nil)
    try test.store.unmergeGuest(guest.residentId, by: nil, now: test.now)

    #expect(try attendance(guest.residentId, test) == [1, 20])
    #expect(try attendance(resident.id, test) == [1, 0])
    #expect(try test.store.visits(resident: guest.residentId, limit: 9).first?.departure != nil)
  }

  @Test func `an arrival that staff told is kept through merging and parting, also beside another`()
    throws
  {
    let test = try TestStore()
    let resident = try test.resident()
    let guest = try test.guest("Trần Văn Ứng").residentId
    let alone = try test.openSession(title: "Buổi của khách")
    let shared = try test.openSession(title: "Buổi của cả hai")
    let written = shared.startMilliseconds + 600_000
    for (person, session, time) in [
      (resident.id, shared, written), (guest, shared, written + 60_000), (guest, alone, nil),
    ] {
      _ = try test.store.enterFromPaper(
        .resident(person), session: session.code, written: time, now: test.now)
    }
    let told = { (person: Int64) in
      try test.store.visits(resident: person, limit: 9).map { $0.told?.milliseconds }
    }
    let before = try [told(resident.id), told(guest)]
    #expect(before[0] == [written])
    #expect(Set(before[1]) == [written + 60_000, alone.startMilliseconds, nil])

    try test.store.mergeGuest(guest, into: resident.id, by: nil, now: test.now)
    #expect(
      Set(try told(resident.id)) == [written, alone.startMilliseconds, nil],
      "the first of two equal visits counts")
    try test.store.unmergeGuest(guest, by: nil, now: test.now)

    #expect(try [told(resident.id), told(guest)] == before)
    #expect(try test.value("SELECT count(*) FROM visitTold") == 3)
  }

  @Test func `who leaves after the merge is named in the log as when coming`() throws {
    let test = try TestStore()
    let resident = try test.resident()
    _ = try test.openSession()
    let guest = try test.guest("Trần Văn Ứng")
    try test.store.mergeGuest(guest.residentId, into: resident.id, by: nil, now: test.now)

    let out = try test.store.checkOut(visit: guest.visitId, source: .wedge, now: test.now)

    #expect(out.residentId == resident.id)
    let event = try #require(try test.store.event(at: try test.store.logSize() - 1))
    #expect(event.kind == "visit.out" && event.fields["r"]?.text == "L000002")
  }

  @Test func `a session at which the person was not takes back both visits`() throws {
    let test = try TestStore()
    let resident = try test.resident()
    let session = try test.openSession()
    let guest = try test.guest("Trần Văn Ứng")
    _ = try test.checkIn(resident)
    try test.store.mergeGuest(guest.residentId, into: resident.id, by: nil, now: test.now)
    let size = try test.store.logSize()

    try test.store.setRoll(
      session: session.code, resident: resident.id, present: false, now: test.now)
    try test.store.unmergeGuest(guest.residentId, by: nil, now: test.now)

    let kinds = try (size..<size + 3).map { try test.store.event(at: $0)?.kind }
    #expect(kinds == ["visit.undo", "visit.undo", "resident.unmerge"])
    #expect(try test.store.today(TestStore.day).turns == 0)
  }

  @Test(arguments: [0, 1])
  func `one of two visits is taken back alone, and the other counts`(_ index: Int) throws {
    let test = try TestStore()
    let resident = try test.resident()
    let guest = try test.guest("Trần Văn Ứng").residentId
    let session = try test.openSession()
    let visits = try [guest, resident.id].map { person in
      try #require(
        try test.store.enterFromPaper(
          .resident(person), session: session.code, written: nil, now: test.now
        ).welcome
      ).visitId
    }
    try test.store.mergeGuest(guest, into: resident.id, by: nil, now: test.now)
    // The first counts, the second is spare.
    #expect(try test.store.roll(session: session.code).map(\.visitId) == [visits[0]])
    let size = try test.store.logSize()

    let isDone = try test.store.takeBackFromPaper(
      visit: visits[index], session: session.code, now: test.now)

    #expect(isDone)
    #expect(try test.store.logSize() == size + 1)
    #expect(try test.store.event(at: size)?.fields["i"]?.integer == visits[index])
    #expect(try test.store.roll(session: session.code).map(\.visitId) == [visits[1 - index]])
    #expect(try test.value("SELECT count(*) FROM spareVisit") == 0)
    #expect(try attendance(resident.id, test) == [2, 25])
    #expect(
      try !test.store.takeBackFromPaper(
        visit: visits[index], session: session.code, now: test.now))
    try test.store.unmergeGuest(guest, by: nil, now: test.now)
    #expect(try attendance(resident.id, test) == (index == 0 ? [1, 25] : [0, 0]))
  }

  @Test func `a visit undone at the door leaves the other person's`() throws {
    let test = try TestStore()
    let resident = try test.resident()
    _ = try test.openSession()
    let guest = try test.guest("Trần Văn Ứng")
    let own = try #require(try test.checkIn(resident).welcome)
    try test.store.mergeGuest(guest.residentId, into: resident.id, by: nil, now: test.now)

    let answer = try test.store.undoVisit(guest.visitId, withinSeconds: 60, now: test.now)

    #expect(answer == .undone)
    #expect(try attendance(resident.id, test) == [1, 25])
    #expect(try test.value("SELECT id FROM visit") == own.visitId)
  }

  @Test func `two guests of one resident part one after the other`() throws {
    let test = try TestStore()
    let resident = try test.resident()
    _ = try test.openSession()
    let first = try test.guest("Trần Văn Một")
    let second = try test.guest("Trần Văn Hai")
    for guest in [first, second] {
      try test.store.mergeGuest(guest.residentId, into: resident.id, by: nil, now: test.now)
    }
    #expect(try attendance(resident.id, test) == [1, 25])

    try test.store.unmergeGuest(first.residentId, by: nil, now: test.now)

    #expect(try attendance(first.residentId, test) == [1, 25])
    // What was spare beside the first now counts.
    #expect(try attendance(resident.id, test) == [1, 25])
    #expect(try test.value("SELECT count(*) FROM spareVisit") == 0)
    try test.store.unmergeGuest(second.residentId, by: nil, now: test.now)
    #expect(try attendance(resident.id, test) == [0, 0])
    #expect(try test.store.today(TestStore.day).turns == 2)
  }

  @Test func `an old page that names the guest counts the resident`() throws {
    let test = try TestStore()
    let resident = try test.resident()
    let guest = try test.guest("Trần Văn Ứng")
    try test.store.mergeGuest(guest.residentId, into: resident.id, by: nil, now: test.now)
    _ = try test.openSession()

    let answer = try test.store.checkIn(
      resident: guest.residentId, session: nil, source: .search, now: test.now)

    #expect(answer.welcome?.residentId == resident.id)
  }

  @Test func `paper, the roll and an award that name the guest mean the resident`() throws {
    let test = try TestStore()
    let resident = try test.resident()
    let guest = try test.guest("Trần Văn Ứng").residentId
    try test.store.mergeGuest(guest, into: resident.id, by: nil, now: test.now)
    let session = try test.openSession()

    let entry = try test.store.enterFromPaper(
      .resident(guest), session: session.code, written: nil, now: test.now)
    #expect(entry.welcome?.residentId == resident.id)
    try test.store.setRoll(session: session.code, resident: guest, present: false, now: test.now)
    #expect(try test.store.roll(session: session.code).isEmpty)

    let award = Award(title: "Khuyến học", citation: "đã học", basis: nil)
    let issued = try test.store.issueAward(
      award, to: guest, now: test.now, prepare: TestStore.prepare)
    guard case .issued(let certificate) = issued else { throw Unexpected() }
    #expect(certificate.residentId == resident.id)
    let again = try test.store.issueAward(
      award, to: guest, now: test.now, prepare: TestStore.prepare)
    #expect(again == .notEligible([.alreadyIssued(number: certificate.number)]))
  }

  @Test func `a guest whose visits a certificate rests on is parted once it is cancelled`() throws {
    let test = try TestStore()
    let resident = try test.resident()
    let course = try test.course()
    let session = try test.openSession(course: course.code)
    let guest = try test.guest("Trần Văn Ứng", session: session.code).residentId
    try test.store.closeSession(session.code, now: test.now)
    let other = try test.guest("Trần Văn Hai").residentId
    for guest in [guest, other] {
      try test.store.mergeGuest(guest, into: resident.id, by: nil, now: test.now)
    }
    let certificate = try #require(try test.issue(resident, course))
    let size = try test.store.logSize()

    #expect(throws: StoreRefusal.cannotMerge(.countsForCertificate)) {
      try test.store.unmergeGuest(guest, by: nil, now: test.now)
    }
    #expect(try test.store.logSize() == size)
    // The other's visit was to no session of the course.
    try test.store.unmergeGuest(other, by: nil, now: test.now)
    _ = try test.store.cancelCertificate(
      number: certificate.number, reason: "gộp nhầm", now: test.now)
    try test.store.unmergeGuest(guest, by: nil, now: test.now)

    #expect(try attendance(guest, test) == [1, 25])
    #expect(try attendance(resident.id, test) == [0, 0])
  }

  @Test func `what may not be merged is refused and writes nothing`() throws {
    let test = try TestStore()
    let resident = try test.resident()
    let other = try test.resident("Lê Văn Hai")
    let guest = try test.guest("Trần Văn Một").residentId
    let second = try test.guest("Trần Văn Hai").residentId
    let third = try test.guest("Trần Văn Ba").residentId
    let course = try test.course()
    let held = try test.openSession(course: course.code)
    _ = try test.store.checkIn(
      resident: third, session: held.code, source: .search, now: test.now)
    try test.store.closeSession(held.code, now: test.now)
    #expect(try test.issue(try #require(try test.store.resident(id: third)), course) != nil)
    try test.store.mergeGuest(guest, into: resident.id, by: nil, now: test.now)
    let size = try test.store.logSize()

    let cases: [(Int64, Int64, GuestMerge.Refusal)] = [
      (resident.id, other.id, .notAGuest), (guest, other.id, .notAGuest),
      (second, third, .notAResident), (second, second, .notAResident),
      (third, resident.id, .holdsCertificate),
    ]
    for (guest, resident, refusal) in cases {
      #expect(throws: StoreRefusal.cannotMerge(refusal)) {
        try test.store.mergeGuest(guest, into: resident, by: nil, now: test.now)
      }
    }
    #expect(throws: StoreRefusal.notFound(.resident)) {
      try test.store.mergeGuest(second, into: 99, by: nil, now: test.now)
    }
    #expect(throws: StoreRefusal.cannotMerge(.notAGuest)) {
      try test.store.unmergeGuest(second, by: nil, now: test.now)
    }
    #expect(throws: StoreRefusal.notFound(.resident)) {
      try test.store.editResident(guest, NewResident(name: "X Y"), now: test.now)
    }
    #expect(try test.store.logSize() == size)
  }

  @Test func `erasing either name erases the person under both, everywhere`() throws {
    for erased in [Int64(1), 2] {
      let test = try TestStore()
      let resident = try test.resident("Đỗ Thị Quỳnh Xuyến")
      let guest = try test.guest("Do Thi Quynh Xuyen")
      _ = try test.openSession()
      try test.store.mergeGuest(guest.residentId, into: resident.id, by: nil, now: test.now)

      _ = try test.store.eraseResident(erased, by: 1, reason: .consent, now: test.now)

      #expect(try test.store.personalValues(from: 0, to: 1_000).isEmpty)
      #expect(try test.store.resident(id: 1)?.isErased == true)
      #expect(try test.store.resident(id: 2)?.isErased == true)
      #expect(try test.store.consents(resident: 2).first?.isWithdrawn == true)
      #expect(try attendance(1, test) == [1, 0])
      #expect(try test.store.erased().persons.count == 2)
      #expect(throws: StoreRefusal.cannotMerge(.erased)) {
        try test.store.unmergeGuest(2, by: nil, now: test.now)
      }
      #expect(try test.store.integrityCheck() == [])
    }
  }

  @Test func `one guest merged from two desks at once is merged once`() async throws {
    let test = try TestStore()
    let residents = try (0..<8).map { try test.resident("Lê Văn \($0)") }
    _ = try test.openSession()
    let guest = try test.guest("Trần Văn Ứng").residentId
    let (store, now) = (test.store, test.now)

    let merged = await withTaskGroup(of: Bool.self) { group in
      for resident in residents {
        group.addTask {
          (try? store.mergeGuest(guest, into: resident.id, by: nil, now: now)) != nil
        }
        group.addTask {
          _ = try? store.checkIn(resident: resident.id, session: nil, source: .search, now: now)
          return false
        }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }

    #expect(merged == 1)
    let today = try store.today(TestStore.day)
    #expect(today.turns == 8 && today.people == 8)
    #expect(
      try test.value("SELECT count(*) FROM visit") == 8,
      "the guest's visit counts for the one who was there too")
    #expect(try store.integrityCheck() == [])
  }

  private func attendance(_ resident: Int64, _ test: TestStore) throws -> [Int64] {
    let sum = try test.store.attendance(resident: resident, year: 2026)
    return [Int64(sum.visits), sum.hoursTenths]
  }
}
