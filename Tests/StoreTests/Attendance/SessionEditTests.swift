import Centre
import Evidence
import Testing

@testable import Store

@Suite struct SessionEditTests {
  private func event(_ test: TestStore) throws -> [String?] {
    let last = try test.store.event(at: try test.store.logSize() - 1)
    return [last?.kind, last?.fields["x"]?.text]
  }

  @Test func `a planned session may change in everything but its code`() throws {
    let test = try TestStore()
    let course = try test.course()
    let session = try test.store.addSession(test.newSession(), now: test.now)
    var new = test.newSession(course: course.code, title: "")
    new.day = TestStore.day.advanced(byDays: 2)
    new.startMilliseconds += 2 * Day.milliseconds
    new.endMilliseconds += 2 * Day.milliseconds
    new.place = "nhà văn hóa xóm 5"
    new.organiser = "Hội Nông dân"
    new.speaker = "Bà Lan"
    new.partner = "Trạm khuyến nông"
    new.hoursTenths = 30

    let edited = try test.store.editSession(session.code, new, now: test.now)

    #expect(edited.code == session.code)
    #expect(edited.state == .planned)
    #expect(edited.courseCode == course.code)
    #expect(edited.title == course.title)
    #expect(edited.day == new.day)
    #expect(edited.startMilliseconds == new.startMilliseconds)
    #expect(edited.endMilliseconds == new.endMilliseconds)
    #expect(
      [edited.place, edited.organiser, edited.speaker, edited.partner]
        == [new.place, new.organiser, new.speaker, new.partner])
    #expect(edited.hoursTenths == 30)
    #expect(try event(test) == ["session.edit", course.title])
    let size = try test.store.logSize()
    _ = try test.store.editSession(session.code, new, now: test.now)
    #expect(try test.store.logSize() == size)
  }

  @Test func `changed hours count for everybody who came`() throws {
    let test = try TestStore()
    let course = try test.course(hoursTenths: 30)
    let session = try test.openSession(course: course.code)
    let hanh = try test.resident()
    let minh = try test.resident("Trần Văn Minh")
    _ = try test.checkIn(hanh, session: session.code)
    var new = test.newSession(course: course.code)
    new.title = "Buổi dài hơn"
    new.hoursTenths = 35

    _ = try test.store.editSession(session.code, new, now: test.now)
    let late = try #require(try test.checkIn(minh, session: session.code).welcome)
    let again = try #require(try test.checkIn(hanh, session: session.code).alreadyIn)

    #expect(late.hoursThisYearTenths == 35)
    #expect(again.hoursThisYearTenths == 35)
    #expect(try test.value("SELECT sum(hoursTenths) FROM visit") == 70)
    #expect(try test.value("SELECT sum(hoursTenths) FROM tally") == 140)
    #expect(try test.store.hasVisits(session: session.code))
  }

  @Test func `a session with visits keeps its day and course until they are undone`() throws {
    let test = try TestStore()
    let session = try test.openSession()
    let course = try test.course()
    let visit = try #require(try test.checkIn(try test.resident(), session: session.code).welcome)
    let size = try test.store.logSize()
    var moved = test.newSession()
    moved.day = TestStore.day.advanced(byDays: 1)

    for new in [moved, test.newSession(course: course.code)] {
      #expect(throws: StoreRefusal.sessionHasVisits(code: session.code)) {
        try test.store.editSession(session.code, new, now: test.now)
      }
    }
    #expect(try test.store.logSize() == size)
    _ = try test.store.undoVisit(visit.visitId, withinSeconds: 10, now: test.now)
    #expect(try test.store.editSession(session.code, moved, now: test.now).day == moved.day)
  }

  @Test func `closed sessions, self-study and impossible values are refused`() throws {
    let test = try TestStore()
    let session = try test.openSession()
    var new = test.newSession(title: "Khác")
    new.day = TestStore.day.advanced(byDays: 400)
    #expect(throws: StoreRefusal.outOfRange(field: "day")) {
      try test.store.editSession(session.code, new, now: test.now)
    }
    new = test.newSession(title: "Khác")
    new.endMilliseconds = new.startMilliseconds
    #expect(throws: StoreRefusal.outOfRange(field: "end")) {
      try test.store.editSession(session.code, new, now: test.now)
    }
    try test.store.closeSession(session.code, now: test.now)
    let study = try #require(try test.checkIn(try test.resident()).welcome).sessionCode

    for code in [session.code, study] {
      #expect(throws: StoreRefusal.sessionFixed(code: code)) {
        try test.store.editSession(code, test.newSession(title: "Khác"), now: test.now)
      }
    }
    #expect(throws: StoreRefusal.notFound(.session)) {
      try test.store.editSession("2026-0999", test.newSession(), now: test.now)
    }
  }

  @Test func `a session stays in its course after the course was closed`() throws {
    let test = try TestStore()
    let course = try test.course()
    let session = try test.store.addSession(
      test.newSession(course: course.code), now: test.now)
    let other = try test.store.addSession(test.newSession(), now: test.now)
    try test.store.closeCourse(course.code, now: test.now)
    let new = test.newSession(course: course.code, title: "Tên mới")

    #expect(try test.store.editSession(session.code, new, now: test.now).title == "Tên mới")
    #expect(throws: StoreRefusal.courseClosed(code: course.code)) {
      try test.store.editSession(other.code, new, now: test.now)
    }
  }
}
