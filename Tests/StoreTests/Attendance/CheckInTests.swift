import Centre
import Evidence
import Testing

@testable import Store

@Suite struct CheckInTests {
  @Test func `a check-in is one visit, one event and the sums that the screen greets with`() throws
  {
    let test = try TestStore()
    let resident = try test.resident()
    let course = try test.course(sessions: 3)
    let session = try test.openSession(course: course.code)

    let welcome = try #require(try test.checkIn(resident).welcome)

    #expect(welcome.name == resident.name)
    #expect(welcome.sessionCode == session.code)
    #expect(welcome.sessionCode == "2026-0001")
    #expect(welcome.hoursThisYearTenths == 25)
    #expect(welcome.visitsThisYear == 1)
    #expect(
      welcome.progress == CourseProgress(courseTitle: course.title, attended: 1, required: 3))
    let event = try #require(try test.store.event(at: welcome.eventSeq))
    #expect(event.kind == "visit.in")
    #expect(
      event.fields == ["r": .text("L000001"), "s": .text(session.code), "w": .text("wedge")])
  }

  @Test func `a repeat is answered with the first visit and writes nothing`() throws {
    let test = try TestStore()
    let resident = try test.resident()
    _ = try test.openSession()
    let welcome = try #require(try test.checkIn(resident).welcome)
    let size = try test.store.logSize()
    test.pass(seconds: 2)

    let already = try #require(try test.checkIn(resident).alreadyIn)

    #expect(already.visitId == welcome.visitId)
    #expect(already.sinceMilliseconds == welcome.atMilliseconds)
    #expect(already.hoursThisYearTenths == 25)
    #expect(try test.store.logSize() == size)
  }

  @Test func `a badge that nobody holds is unknown`() throws {
    let test = try TestStore()
    let card = Badge.card(CardCode(sequence: 77))

    let answers = try [card, .identityNumber("037085001234")].map {
      try test.store.checkIn(
        $0, identityHash: [UInt8](repeating: 1, count: 32), session: nil, source: .keypad,
        now: test.now)
    }

    #expect(answers == [.unknownBadge, .unknownBadge])
    #expect(try test.store.logSize() == 1)
  }

  @Test func `an identity card checks in by its keyed hash`() throws {
    let test = try TestStore()
    let hash = [UInt8](repeating: 5, count: 32)
    let resident = try test.store.addResident(
      NewResident(name: "Lê A", identityHash: hash), now: test.now)

    let answer = try test.store.checkIn(
      .identityNumber("037085001234"), identityHash: hash, session: nil, source: .camera,
      now: test.now)

    #expect(answer.welcome?.residentId == resident.id)
  }

  @Test func `several open sessions are a choice, and the chosen one is taken`() throws {
    let test = try TestStore()
    let resident = try test.resident()
    let first = try test.openSession(title: "Một")
    let second = try test.openSession(title: "Hai")

    guard case .chooseSession(let choices) = try test.checkIn(resident) else {
      Issue.record("no choice")
      return
    }
    let welcome = try test.checkIn(resident, session: second.code).welcome

    #expect(choices.map(\.code) == [first.code, second.code])
    #expect(choices.first?.place == "nhà văn hóa xóm 3")
    #expect(welcome?.sessionTitle == "Hai")
  }

  @Test func `without an open session the day's self-study is made once`() throws {
    let test = try TestStore()
    let first = try test.resident("A A")
    let second = try test.resident("B B")

    let one = try #require(try test.checkIn(first).welcome)
    let two = try #require(try test.checkIn(second).welcome)
    let again = try #require(try test.checkIn(first).alreadyIn)

    #expect(one.sessionTitle == "Tự học")
    #expect(one.hoursThisYearTenths == 0)
    #expect(two.sessionCode == one.sessionCode)
    #expect(again.visitId == one.visitId)
    #expect(try test.store.openSessions() == [])
    #expect(try test.store.sessions(on: TestStore.day).map(\.isSelfStudy) == [true])
  }

  @Test func `a forgotten check-out never turns the next morning's check-in into a check-out`()
    throws
  {
    let test = try TestStore()
    let resident = try test.resident()
    let yesterday = try #require(try test.checkIn(resident).welcome)
    test.pass(seconds: 86_400)

    let today = try #require(try test.checkIn(resident).welcome)

    #expect(today.sessionCode != yesterday.sessionCode)
    let old = try #require(try test.store.session(code: yesterday.sessionCode))
    #expect(old.state == .closed)
    let roll = try test.store.roll(session: old.code)
    #expect(roll.first?.outMilliseconds == nil)
    #expect(roll.first?.visitId == yesterday.visitId)
  }

  @Test func `whoever comes again hears the times as the clock's marks correct them`() throws {
    let test = try TestStore()
    let resident = try test.resident()
    let session = try test.openSession()
    test.now = ClockReading(
      boot: 2, bootMilliseconds: 10_000, wallMilliseconds: test.now.wallMilliseconds + 14_400_000,
      quality: .operatorSet)
    try test.reopen()
    let visit = try #require(try test.checkIn(resident).welcome)
    test.pass(seconds: 600)
    // The clock has run three hours fast.
    let truth = test.now.wallMilliseconds - 3 * 3_600_000
    try test.store.recordClock(
      "clock.sync", ["st": .integer(truth), "rt": .integer(80)], now: test.now)
    test.now.wallMilliseconds = truth
    test.now.quality = .receipt

    let again = try #require(try test.checkIn(resident).alreadyIn)
    let left = try test.store.checkOut(visit: visit.visitId, source: .keypad, now: test.now)
    let then = try #require(try test.checkIn(resident).alreadyIn)

    #expect(again.sessionCode == session.code)
    #expect(abs(again.sinceMilliseconds - (truth - 600_000)) < 1_000)
    #expect(left.atMilliseconds == truth)
    #expect(abs(try #require(then.outMilliseconds) - truth) < 20_000)
    #expect(then.sinceMilliseconds == again.sinceMilliseconds)
  }

  @Test func `a named session that is planned, closed or missing is refused; staff may enter late`()
    throws
  {
    let test = try TestStore()
    let resident = try test.resident()
    let planned = try test.store.addSession(test.newSession(), now: test.now)
    let closed = try test.openSession()
    try test.store.closeSession(closed.code, now: test.now)

    for code in [planned.code, closed.code] {
      #expect(throws: StoreRefusal.sessionNotOpen(code: code)) {
        try test.checkIn(resident, session: code)
      }
    }
    for code in ["2026-9999", "2026-1", "x", ""] {
      #expect(throws: StoreRefusal.notFound(.session)) {
        try test.checkIn(resident, session: code)
      }
    }
    let late = try test.store.checkIn(
      resident: resident.id, session: closed.code, source: .paper, now: test.now)
    #expect(late.welcome?.sessionCode == closed.code)
  }

  @Test
  func `undo takes the visit and its sums back within its time, and the visit's number is gone`()
    throws
  {
    let test = try TestStore()
    let resident = try test.resident()
    let course = try test.course()
    _ = try test.openSession(course: course.code)
    let welcome = try #require(try test.checkIn(resident).welcome)
    test.pass(seconds: 10)

    #expect(
      try test.store.undoVisit(welcome.visitId, withinSeconds: 10, now: test.now) == .undone)
    #expect(
      try test.store.undoVisit(welcome.visitId, withinSeconds: 10, now: test.now) == .notFound)
    #expect(try test.store.attendance(resident: resident.id, year: 2026) == (0, 0))
    #expect(
      try test.store.event(at: welcome.eventSeq + 1)?.fields == ["i": .integer(welcome.eventSeq)])

    let again = try #require(try test.checkIn(resident).welcome)
    #expect(again.visitId > welcome.visitId)
    #expect(again.progress?.attended == 1)
    test.pass(seconds: 11)
    #expect(
      try test.store.undoVisit(again.visitId, withinSeconds: 10, now: test.now) == .tooLate)
  }

  @Test func `check-out is written once; self-study counts the time spent`() throws {
    let test = try TestStore()
    let resident = try test.resident()
    let visit = try #require(try test.checkIn(resident).welcome)
    test.pass(seconds: 5400)

    let out = try test.store.checkOut(visit: visit.visitId, source: .wedge, now: test.now)
    test.pass(seconds: 600)
    let again = try test.store.checkOut(visit: visit.visitId, source: .wedge, now: test.now)

    #expect(out.hoursThisYearTenths == 15)
    #expect(again == out)
    #expect(throws: StoreRefusal.notFound(.visit)) {
      try test.store.checkOut(visit: 9999, source: .wedge, now: test.now)
    }
  }

  @Test func `a badge checks out of the session that its holder is in`() throws {
    let test = try TestStore()
    let resident = try test.resident()
    let badge = Badge.card(try CardCode(resident.cardDigits))
    _ = try test.openSession()

    let early = try test.store.checkOut(badge, identityHash: nil, source: .wedge, now: test.now)
    let visit = try #require(try test.checkIn(resident).welcome)
    test.pass(seconds: 60)
    let answer = try test.store.checkOut(badge, identityHash: nil, source: .wedge, now: test.now)

    #expect(early == nil)
    guard case .checkedOut(let out) = answer else {
      Issue.record("not checked out")
      return
    }
    #expect(out.visitId == visit.visitId)
    #expect(out.hoursThisYearTenths == 25)
  }

  @Test func `the roll shows who came, and who came before to the same course`() throws {
    let test = try TestStore()
    let first = try test.resident("Lê Ánh")
    let second = try test.resident("Bùi Bình")
    let course = try test.course()
    let earlier = try test.openSession(course: course.code)
    _ = try test.checkIn(first)
    try test.store.closeSession(earlier.code, now: test.now)
    let session = try test.openSession(course: course.code)
    _ = try test.checkIn(second)

    let roll = try test.store.roll(session: session.code)
    #expect(roll.map(\.resident.name) == ["Bùi Bình", "Lê Ánh"])
    #expect(roll.map { $0.visitId != nil } == [true, false])

    try test.store.setRoll(
      session: session.code, resident: first.id, present: true, now: test.now)
    try test.store.setRoll(
      session: session.code, resident: second.id, present: false, now: test.now)
    let size = try test.store.logSize()
    try test.store.setRoll(
      session: session.code, resident: second.id, present: false, now: test.now)

    let marked = try test.store.roll(session: session.code)
    #expect(marked.map(\.source) == [.roll])
    #expect(try test.store.logSize() == size)
  }

  @Test func `the day's figures give turns and people`() throws {
    let test = try TestStore()
    let first = try test.resident("A A")
    let second = try test.resident("B B")
    let morning = try test.openSession(title: "Sáng")
    _ = try test.checkIn(first)
    _ = try test.checkIn(second)
    try test.store.closeSession(morning.code, now: test.now)
    _ = try test.openSession(title: "Chiều")
    _ = try test.checkIn(first)
    _ = try test.store.addSession(test.newSession(title: "Tối"), now: test.now)

    #expect(
      try test.store.today(TestStore.day)
        == TodayCounts(
          day: TestStore.day, turns: 3, people: 2, present: 1, sessions: 3, openSessions: 1,
          hoursTenths: 75))
    #expect(try test.store.today(TestStore.day.advanced(byDays: 1)).turns == 0)
    #expect(
      try test.store.turns(sessions: test.store.sessions(on: TestStore.day))
        == ["2026-0001": 2, "2026-0002": 1])
  }

  @Test func `a resident's history is the latest visits first`() throws {
    let test = try TestStore()
    let resident = try test.resident()
    for title in ["Một", "Hai", "Ba"] {
      let session = try test.openSession(title: title)
      _ = try test.checkIn(resident)
      try test.store.closeSession(session.code, now: test.now)
    }

    let visits = try test.store.visits(resident: resident.id, limit: 2)

    #expect(visits.map(\.session.title) == ["Ba", "Hai"])
  }
}
