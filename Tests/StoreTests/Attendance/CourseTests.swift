import Centre
import Testing

@testable import Store

@Suite struct CourseTests {
  @Test func `a course gets a code, is edited, and closed to sessions`() throws {
    let test = try TestStore()
    let course = try test.course()
    #expect(course.code == "CD-001")

    let edited = try test.store.editCourse(
      course.code,
      NewCourse(title: "Trồng lúa sạch", group: .environment, hoursTenths: 10, requiredSessions: 2),
      now: test.now)
    #expect(edited.title == "Trồng lúa sạch")
    #expect(edited.code == course.code)

    try test.store.closeCourse(course.code, now: test.now)
    #expect(try test.store.course(code: course.code)?.isClosed == true)
    #expect(throws: StoreRefusal.courseClosed(code: course.code)) {
      try test.store.addSession(test.newSession(course: course.code), now: test.now)
    }
    #expect(try test.store.courses().map(\.code) == [course.code])
  }

  struct Case: Sendable {
    let title: String
    let code: String
    let hours: Int64
    let refusal: StoreRefusal
  }

  static let refused = [
    Case(title: " ", code: "", hours: 1, refusal: .empty(field: "title")),
    Case(
      title: "Chứng chỉ tin học", code: "", hours: 1,
      refusal: .forbiddenTitle(word: "chứng chỉ")),
    Case(title: "A", code: "CD-001", hours: 1, refusal: .taken(field: "code")),
    Case(title: "A", code: "", hours: -1, refusal: .outOfRange(field: "hours")),
  ]

  @Test(arguments: refused)
  func `a bad course is refused and leaves no event`(_ item: Case) throws {
    let test = try TestStore()
    _ = try test.course()
    let size = try test.store.logSize()

    #expect(throws: item.refusal) {
      try test.store.addCourse(
        NewCourse(
          code: item.code, title: item.title, group: .law, hoursTenths: item.hours,
          requiredSessions: 1), now: test.now)
    }
    #expect(try test.store.logSize() == size)
  }

  @Test func `a session takes its course's title, and its states follow one another`() throws {
    let test = try TestStore()
    let course = try test.course()
    let session = try test.store.addSession(
      test.newSession(course: course.code, title: ""), now: test.now)
    #expect(session.title == course.title)
    #expect(session.state == .planned)

    #expect(try test.store.openSession(session.code, now: test.now).state == .open)
    #expect(try test.store.openSessions().map(\.code) == [session.code])
    #expect(try test.store.closeSession(session.code, now: test.now).state == .closed)
    let size = try test.store.logSize()
    #expect(try test.store.closeSession(session.code, now: test.now).state == .closed)
    #expect(try test.store.logSize() == size)
    #expect(try test.store.sessions(course: course.code).map(\.code) == [session.code])
  }

  @Test func `a session that ends before it starts, or of no course, is refused`() throws {
    let test = try TestStore()
    var new = test.newSession()
    new.endMilliseconds = new.startMilliseconds

    #expect(throws: StoreRefusal.outOfRange(field: "end")) {
      try test.store.addSession(new, now: test.now)
    }
    #expect(throws: StoreRefusal.notFound(.course)) {
      try test.store.addSession(test.newSession(course: "X"), now: test.now)
    }
    #expect(throws: StoreRefusal.notFound(.session)) {
      try test.store.openSession("2026-0001", now: test.now)
    }
  }
}
