import Centre
import Evidence
import Testing

@testable import Store

@Suite struct GuestTests {
  @Test func `a named guest is one event each for person, consent and visit, and has no card`()
    throws
  {
    let test = try TestStore()
    let session = try test.openSession()

    let welcome = try test.guest("Trần Văn Ứng")

    let guest = try #require(try test.store.resident(id: welcome.residentId))
    #expect(guest.isGuest && !guest.isHead && guest.cardDigits.isEmpty)
    #expect(guest.name == "Trần Văn Ứng" && guest.village == "Xóm 2")
    #expect(welcome.sessionCode == session.code && welcome.hoursThisYearTenths == 25)
    let kinds = try (welcome.eventSeq - 2...welcome.eventSeq).map {
      try test.store.event(at: $0)?.kind
    }
    #expect(kinds == ["resident.add", "consent.give", "visit.in"])
    let consent = try #require(try test.store.consents(resident: guest.id).first)
    #expect(consent.text == TestStore.consent && !consent.isWithdrawn)
    #expect(consent.givenMilliseconds == test.now.wallMilliseconds)
    let event = try #require(try test.store.event(at: consent.seq))
    #expect(event.fields["r"]?.text == guest.pseudonym)
    #expect(event.fields["d"]?.text == sha256(Array("vi\nMáy giữ họ tên.".utf8)).hex)
    #expect(try test.store.personalValues(from: 0, to: 1_000).allSatisfy { $0.field != "card" })
  }

  @Test func `a head is a turn and nobody of the people, and nothing is kept of it`() throws {
    let test = try TestStore()
    _ = try test.openSession()
    _ = try test.checkIn(try test.resident())
    let before = try test.store.personalValues(from: 0, to: 1_000)

    let welcomes = try (0..<3).map { _ in try test.guest(nil) }

    let today = try test.store.today(TestStore.day)
    #expect(today.turns == 4 && today.people == 1 && today.heads == 3)
    #expect(today.hoursTenths == 100)
    #expect(try test.store.personalValues(from: 0, to: 1_000) == before)
    #expect(try test.store.consents(resident: welcomes[0].residentId).isEmpty)
    #expect(try test.store.residentCount() == 1)
    #expect(try test.store.residents(offset: 0, limit: 10).count == 1)
    let event = try #require(try test.store.event(at: welcomes[0].eventSeq - 1))
    #expect(event.kind == "resident.add" && event.fields["g"]?.integer == 2)
    #expect(event.fields["p"] == nil)
  }

  @Test func `the guest who comes again is found by name and stays one person`() throws {
    let test = try TestStore()
    let first = try test.openSession(title: "Một")
    let welcome = try test.guest("Trần Văn Ứng")
    try test.store.closeSession(first.code, now: test.now)
    _ = try test.openSession(title: "Hai")

    let found = try test.store.residents(matching: "tran van ung", limit: 8)
    let again = try test.store.checkIn(
      resident: try #require(found.first?.id), session: nil, source: .search, now: test.now)

    #expect(found.map(\.id) == [welcome.residentId])
    #expect(again.welcome?.visitsThisYear == 2)
    #expect(try test.store.today(TestStore.day).people == 1)
  }

  @Test func `a form that is sent again counts once and is answered with its visit`() throws {
    let test = try TestStore()
    _ = try test.openSession()
    let welcome = try test.guest("Trần Văn Ứng", arrival: 7)
    let size = try test.store.logSize()
    try test.reopen()
    let reopened = try test.store.logSize()

    let again = try test.store.checkIn(
      guest: .named(name: "Trần Văn Ứng", village: "", consent: TestStore.consent),
      arrival: [UInt8](repeating: 7, count: 16), session: nil, source: .keypad, now: test.now)

    #expect(again?.alreadyIn?.visitId == welcome.visitId)
    #expect(try test.store.logSize() == reopened && reopened == size + 1)
    #expect(try test.store.guestCounts().named == 1)
  }

  @Test(arguments: [true, false])
  func `the same form from many hands at once is one person and one visit`(
    _ isNamed: Bool
  )
    async throws
  {
    let test = try TestStore()
    _ = try test.openSession()
    let (store, now) = (test.store, test.now)
    let guest: NewGuest =
      isNamed ? .named(name: "Trần Văn Ứng", village: "", consent: TestStore.consent) : .head

    let answers = try await withThrowingTaskGroup(of: CheckInAnswer?.self) { group in
      for _ in 0..<16 {
        group.addTask {
          try store.checkIn(
            guest: guest, arrival: [UInt8](repeating: 1, count: 16), session: nil,
            source: .keypad, now: now)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }

    #expect(answers.compactMap { $0?.welcome }.count == 1)
    #expect(answers.compactMap { $0?.alreadyIn }.count == 15)
    let counts = try store.guestCounts()
    #expect(counts.named + counts.heads == 1)
    #expect(try store.today(TestStore.day).turns == 1)
  }

  @Test func `with several open sessions nobody is written before one is chosen`() throws {
    let test = try TestStore()
    _ = try test.openSession(title: "Một")
    let second = try test.openSession(title: "Hai")
    let size = try test.store.logSize()

    let choice = try test.store.checkIn(
      guest: .head, arrival: randomBytes(16), session: nil, source: .keypad, now: test.now)

    guard case .chooseSession(let sessions) = choice else {
      Issue.record("no choice")
      return
    }
    #expect(sessions.map(\.title) == ["Một", "Hai"])
    #expect(try test.store.logSize() == size)
    #expect(try test.guest(nil, session: second.code).sessionTitle == "Hai")
  }

  @Test func `a session that was closed while the guest chose leaves nobody behind`() throws {
    let test = try TestStore()
    let session = try test.openSession()
    try test.store.closeSession(session.code, now: test.now)
    let size = try test.store.logSize()

    #expect(throws: StoreRefusal.sessionNotOpen(code: session.code)) {
      try test.guest("Trần Văn Ứng", session: session.code)
    }
    #expect(try test.store.logSize() == size)
    #expect(try test.store.guestCounts().named == 0)
  }

  @Test func `without an open session a guest is counted under self-study`() throws {
    let test = try TestStore()

    let welcome = try test.guest(nil)

    #expect(welcome.sessionTitle == "Tự học" && welcome.hoursThisYearTenths == 0)
  }

  @Test func `taking the visit back forgets the guest's name and withdraws the consent`() throws {
    let test = try TestStore()
    _ = try test.openSession()
    let welcome = try test.guest("Trần Văn Quỳnh Xuyến", arrival: 3)

    let answer = try test.store.undoVisit(welcome.visitId, withinSeconds: 10, now: test.now)

    #expect(answer == .undone)
    #expect(try test.store.overwriteIfDue())
    let guest = try #require(try test.store.resident(id: welcome.residentId))
    #expect(guest.isErased)
    #expect(try test.store.consents(resident: guest.id).first?.isWithdrawn == true)
    #expect(try test.store.personalValues(from: 0, to: 1_000).isEmpty)
    #expect(try test.store.residents(matching: "quynh xuyen", limit: 8).isEmpty)
    #expect(try test.store.today(TestStore.day).turns == 0)
    #expect(try test.store.integrityCheck() == [])
    let again = try test.store.checkIn(
      guest: .head, arrival: [UInt8](repeating: 3, count: 16), session: nil, source: .keypad,
      now: test.now)
    #expect(again == nil, "the form brings nobody back")
  }

  @Test func `a guest who gets a card keeps the visits and is a guest no more`() throws {
    let test = try TestStore()
    _ = try test.openSession()
    let welcome = try test.guest("tran van ung")

    let resident = try test.store.editResident(
      welcome.residentId, NewResident(name: "Trần Văn Ứng", birthYear: 1960), now: test.now)

    #expect(!resident.isGuest && resident.cardDigits.count == 10)
    #expect(try test.checkIn(resident).alreadyIn?.visitId == welcome.visitId)
    #expect(try test.store.guests(limit: 10).isEmpty)
    let event = try #require(try test.store.event(at: try test.store.logSize() - 1))
    #expect(event.kind == "resident.edit" && event.fields["g"] == nil)
  }

  @Test func `a head that turns out to be somebody is one of the people from then on`() throws {
    let test = try TestStore()
    _ = try test.openSession()
    let welcome = try test.guest(nil)

    _ = try test.store.editResident(
      welcome.residentId, NewResident(name: "Trần Văn Ứng"), now: test.now)

    let today = try test.store.today(TestStore.day)
    #expect(today.people == 1 && today.heads == 0)
    #expect(try test.store.residents(matching: "tran van ung", limit: 8).count == 1)
  }

  @Test func `the desk lists guests, the latest first, heads when asked for`() throws {
    let test = try TestStore()
    _ = try test.guest("Trần Văn Một")
    _ = try test.guest(nil)
    let last = try test.guest("Trần Văn Ba")

    let named = try test.store.guests(limit: 10)
    let all = try test.store.guests(withHeads: true, limit: 10)

    #expect(named.map(\.guest.name) == ["Trần Văn Ba", "Trần Văn Một"])
    #expect(all.count == 3 && all[0].guest.id == last.residentId)
    #expect(named[0].visits == 1)
    #expect(named[0].arrivedMilliseconds == test.now.wallMilliseconds)
    #expect(try test.store.guestCounts() == (2, 1))
  }
}
