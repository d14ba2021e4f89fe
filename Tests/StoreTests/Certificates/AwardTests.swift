import Centre
import Evidence
import GRDB
import Testing

@testable import Store

@Suite struct AwardTests {
  private static let award = Award(
    title: "Thành tích khuyến học năm 2026", citation: "đã có nhiều đóng góp",
    basis: "Theo Quyết định số 12")

  private func issue(
    _ award: Award = award, to resident: Resident, _ test: TestStore, print: Bool = false
  ) throws -> IssueAnswer {
    try test.store.issueAward(
      award, to: resident.id, print: print, now: test.now, prepare: TestStore.prepare)
  }

  private func issued(_ answer: IssueAnswer) throws -> Certificate {
    guard case .issued(let certificate) = answer else { throw Unexpected() }
    return certificate
  }

  @Test func `awards and course certificates share one register without a gap`() throws {
    let test = try TestStore()
    let resident = try test.resident()
    let course = try #require(try test.certificate(resident, try test.course()))
    let size = try test.store.logSize()

    let first = try issued(try issue(to: resident, test, print: true))
    var other = Self.award
    other.title = "Dòng họ học tập"
    let second = try issued(try issue(other, to: resident, test))

    #expect([course, first, second].map(\.number.last) == ["1", "2", "3"])
    #expect(first.courseCode == "KH" && first.award == Self.award && course.award == nil)
    #expect(first.hoursTenths == 0)
    let event = try #require(try test.store.event(at: size))
    #expect(event.kind == "certificate.issue")
    #expect(event.fields["c2"]?.text == "KH" && event.fields["h"]?.integer == 0)
    #expect(event.fields["d"]?.integer == TestStore.day.daysSince1970)
    #expect(try test.store.event(at: size + 1)?.kind == "certificate.print")
    #expect(try test.store.printJobs().first?.items.first?.certificateNumber == first.number)
    #expect(
      try test.store.certificates(year: 2026)
        == [course, first, second].map { one in
          try #require(try test.store.certificate(number: one.number))
        })
    #expect(try test.store.certificates(course: "KH").isEmpty)
    #expect(try test.store.certificates(resident: resident.id).count == 3)
    #expect(try test.store.integrityCheck() == [])
  }

  @Test func `the same words are given once while they stand, and again after a cancellation`()
    throws
  {
    let test = try TestStore()
    let resident = try test.resident()
    let first = try issued(try issue(to: resident, test))

    #expect(
      try issue(to: resident, test)
        == .notEligible([.alreadyIssued(number: first.number)]))
    #expect(try issued(try issue(to: try test.resident("Lê Văn An"), test)).number.hasSuffix("2"))
    _ = try test.store.cancelCertificate(number: first.number, reason: "x", now: test.now)
    #expect(try issued(try issue(to: resident, test)).number.hasSuffix("3"))
  }

  @Test func `a corrected award takes the place of the old one, with its words or new ones`() throws
  {
    let test = try TestStore()
    let resident = try test.resident()
    let first = try issued(try issue(to: resident, test))
    let replace = { (number: String, award: Award?) in
      try test.store.replaceCertificate(
        number: number, reason: "y", award: award, now: test.now, prepare: TestStore.prepare)
    }
    var words = Self.award
    words.citation = "đã có nhiều đóng góp cho phong trào"

    guard case .replaced(let old, let second) = try replace(first.number, words) else {
      throw Unexpected()
    }
    guard case .replaced(_, let third) = try replace(second.number, nil) else {
      throw Unexpected()
    }

    #expect(old.replacedBy == second.number && second.award == words && third.award == words)
    #expect(try replace(first.number, nil) == .alreadyCancelled)
    #expect(try test.store.integrityCheck() == [])
  }

  @Test func `an award does not take the place of a course's certificate, nor the other way round`()
    throws
  {
    let test = try TestStore()
    let resident = try test.resident()
    let course = try #require(try test.certificate(resident, try test.course()))
    _ = try test.store.cancelCertificate(number: course.number, reason: "x", now: test.now)
    let award = try issued(try issue(to: resident, test))

    #expect(
      try test.store.linkCertificate(
        number: course.number, replacedBy: award.number, now: test.now) == nil)
    #expect(throws: DatabaseError.self) {
      try test.raw(
        "UPDATE certificate SET replacedBy = '\(award.number)' WHERE number = '\(course.number)'")
    }
  }

  @Test func `no course takes the code of awards, and bad words are refused`() throws {
    let test = try TestStore()
    let resident = try test.resident()
    for code in ["KH", "kh"] {
      #expect(throws: StoreRefusal.taken(field: "code")) {
        try test.store.addCourse(
          NewCourse(
            code: code, title: "Nuôi ong", group: .economy, hoursTenths: 20, requiredSessions: 1),
          now: test.now)
      }
    }
    #expect(throws: StoreRefusal.empty(field: "citation")) {
      try issue(Award(title: "a", citation: " "), to: resident, test)
    }
    #expect(throws: StoreRefusal.forbiddenTitle(word: "chứng chỉ")) {
      try issue(Award(title: "Chứng chỉ khuyến học", citation: "b"), to: resident, test)
    }
    #expect(throws: StoreRefusal.notFound(.resident)) {
      try test.store.issueAward(
        Self.award, to: 99, now: test.now, prepare: TestStore.prepare)
    }
    let guest = try test.store.addResident(NewResident(name: "", isGuest: true), now: test.now)
    #expect(try issue(to: guest, test) == .notEligible([.guestWithoutName]))
    test.pass(seconds: 60)
    _ = try issue(to: resident, test)
    test.pass(seconds: -120)
    guard
      case .clockBeforeLastIssue = try issue(
        Award(title: "a", citation: "b"), to: resident, test)
    else { throw Unexpected() }
    #expect(try test.store.certificates(year: 2026).count == 1)
  }

  @Test func `those who have completed a course are listed, with a certificate or without`() throws
  {
    let test = try TestStore()
    let course = try test.course()
    let session = try test.openSession(course: course.code)
    let (one, other) = (try test.resident("Lê Văn An"), try test.resident("Lê Văn Ba"))
    _ = try test.checkIn(one, session: session.code)
    _ = try test.checkIn(other, session: session.code)
    #expect(
      try test.store.completions(course: course.code).map(\.resident.id) == [one.id, other.id])
    try test.store.closeSession(session.code, now: test.now)
    _ = try test.issue(one, course)

    let all = try test.store.completions(course: course.code)

    #expect(all.map(\.resident.id) == [one.id, other.id])
    #expect(all.first?.attendance.sessions == 1)
    let long = try test.course(sessions: 2)
    #expect(try test.store.completions(course: long.code).isEmpty)
    #expect(throws: StoreRefusal.notFound(.course)) { try test.store.completions(course: "x") }
  }
}
