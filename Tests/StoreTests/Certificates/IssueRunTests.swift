import Centre
import Evidence
import Testing

@testable import Store

@Suite struct IssueRunTests {
  /// A course that these people attended.
  private func classOf(_ names: [String], _ test: TestStore) throws -> (Course, [Resident]) {
    let course = try test.course()
    let people = try names.map { try test.resident($0) }
    let session = try test.openSession(course: course.code)
    for one in people { _ = try test.checkIn(one, session: session.code) }
    try test.store.closeSession(session.code, now: test.now)
    return (course, people)
  }

  @Test func `a run counts what it issued and whom it left out, and prints as one job`() throws {
    let test = try TestStore()
    let (course, people) = try classOf(["A", "B"], test)
    let store = test.store
    let run = try #require(
      try store.beginIssueRun(course: course.code, wanted: 3, isPrinted: true, now: test.now))
    let ids = people.map(\.id) + [people[0].id]

    for id in ids {
      _ = try store.issueCertificate(
        resident: id, course: course.code, run: run.id, now: test.now, prepare: TestStore.prepare)
    }
    #expect(try store.runningIssueRun()?.issued == 2)
    let numbers = try store.certificates(course: course.code).map(\.number)
    try store.endIssueRun(run.id, .done, now: test.now)
    try store.endIssueRun(run.id, .cancelled, now: test.now)

    let ended = try #require(try store.issueRun(course: course.code))
    #expect(ended.state == .done)
    #expect((ended.issued, ended.skipped, ended.wanted) == (2, 1, 3))
    #expect(try store.printJobs().map { $0.items.compactMap(\.certificateNumber) } == [numbers])
    #expect(try store.runningIssueRun() == nil)
  }

  @Test func `one run at a time, and a stop interrupts it while what was issued stands`() throws {
    let test = try TestStore()
    let (course, people) = try classOf(["A", "B"], test)
    let begin = {
      try test.store.beginIssueRun(
        course: course.code, wanted: 2, isPrinted: false, now: test.now)
    }
    let run = try #require(try begin())
    #expect(try begin() == nil)
    _ = try test.store.issueCertificate(
      resident: people[0].id, course: course.code, run: run.id, now: test.now,
      prepare: TestStore.prepare)

    try test.reopen()

    let after = try #require(try test.store.issueRun(id: run.id))
    #expect(after.state == .interrupted)
    #expect(after.issued == 1)
    #expect(try test.store.certificates(course: course.code).count == 1)
    #expect(try begin() != nil)
    #expect(throws: StoreRefusal.notFound(.course)) {
      try test.store.beginIssueRun(course: "x", wanted: 1, isPrinted: false, now: test.now)
    }
  }

  @Test func `a run that goes on with broken ones prints what they issued, and nothing older`()
    throws
  {
    let test = try TestStore()
    let (course, people) = try classOf(["A", "B", "C", "D"], test)
    let store = test.store
    let issue = { (person: Int, isPrinted: Bool, end: IssueRun.State) in
      let run = try #require(
        try store.beginIssueRun(
          course: course.code, wanted: 1, isPrinted: isPrinted, now: test.now))
      _ = try store.issueCertificate(
        resident: people[person].id, course: course.code, run: run.id, now: test.now,
        prepare: TestStore.prepare)
      test.now.wallMilliseconds += 5_000
      return try store.endIssueRun(run.id, end, now: test.now)
    }

    #expect(try issue(0, false, .done) == 0)
    #expect(try issue(1, true, .cancelled) == 0)
    #expect(try issue(2, true, .cancelled) == 0)
    #expect(try issue(3, true, .done) == 3)

    let numbers = try store.certificates(course: course.code).map(\.number)
    #expect(
      try store.printJobs().map { $0.items.compactMap(\.certificateNumber) }
        == [Array(numbers.dropFirst())])
  }
}
