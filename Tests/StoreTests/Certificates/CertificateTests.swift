import Centre
import Evidence
import Testing

@testable import Store

@Suite struct CertificateTests {
  @Test func `an issued certificate is numbered, in the register and in the log`() throws {
    let test = try TestStore()
    let resident = try test.resident()
    let course = try test.course()

    let certificate = try #require(try test.certificate(resident, course))

    #expect(certificate.number == "14464-1-2026-000001")
    #expect(certificate.token == Array("token 14464-1-2026-000001".utf8))
    #expect(certificate.sheet.holderName == resident.name)
    #expect(certificate.hoursTenths == 25)
    #expect(try test.store.certificate(number: certificate.number) == certificate)
    #expect(try test.store.certificates(year: 2026) == [certificate])
    #expect(try test.store.certificates(course: course.code) == [certificate])
    #expect(try test.store.certificates(resident: resident.id) == [certificate])
    #expect(try test.store.lastIssuedAtSeconds() == certificate.issuedAtSeconds)
    let event = try #require(try test.store.event(at: certificate.issueSeq))
    let values = try test.store.personalValues(
      from: certificate.issueSeq, to: certificate.issueSeq + 1)
    #expect(event.kind == "certificate.issue")
    #expect(event.fields["n"]?.text == certificate.number)
    #expect(event.fields["d"]?.integer == TestStore.day.daysSince1970)
    #expect(
      values.first { $0.field == "token" }?.value == Base64.encode(certificate.token))
    #expect(values.allSatisfy { $0.matches(event) })
  }

  @Test func `who is not eligible hears why, and no number is used`() throws {
    let test = try TestStore()
    let resident = try test.resident()
    let course = try test.course(sessions: 2, hoursTenths: 50)
    _ = try test.openSession(course: course.code)
    _ = try test.checkIn(resident)

    let answer = try test.store.issueCertificate(
      resident: resident.id, course: course.code, now: test.now, prepare: TestStore.prepare)

    #expect(
      answer
        == .notEligible([
          .courseStillOpen, .tooFewSessions(attended: 1, required: 2),
          .tooFewHours(attendedTenths: 25, requiredTenths: 50),
        ]))
    let list = try test.store.eligibility(course: course.code)
    #expect(list.map(\.resident) == [resident])
    #expect(try test.store.certificates(year: 2026) == [])
  }

  @Test func `numbers have no gaps: a signing that fails uses none up`() throws {
    struct Broken: Error {}
    let test = try TestStore()
    let course = try test.course()
    let first = try test.resident("A A")
    let second = try test.resident("B B")
    let session = try test.openSession(course: course.code)
    _ = try test.checkIn(first)
    _ = try test.checkIn(second)
    try test.store.closeSession(session.code, now: test.now)
    let size = try test.store.logSize()

    #expect(throws: Broken.self) {
      try test.store.issueCertificate(resident: first.id, course: course.code, now: test.now) {
        _ in throw Broken()
      }
    }
    #expect(try test.store.logSize() == size)
    #expect(try test.issue(first, course)?.number == "14464-1-2026-000001")
    #expect(try test.issue(second, course)?.number == "14464-1-2026-000002")
    #expect(try test.issue(second, course) == nil)
  }

  @Test func `numbers restart with the year`() throws {
    let test = try TestStore()
    let resident = try test.resident()
    _ = try test.certificate(resident, try test.course())
    test.pass(seconds: 366 * 86_400)

    let next = try test.certificate(resident, try test.course())

    #expect(next?.number == "14464-1-2027-000001")
  }

  @Test func `nothing is issued before the last issue`() throws {
    let test = try TestStore()
    let first = try test.resident("A A")
    let course = try test.course()
    let certificate = try #require(try test.certificate(first, course))
    let second = try test.resident("B B")
    _ = try test.store.checkIn(
      resident: second.id, session: "2026-0001", source: .roll, now: test.now)
    test.now.wallMilliseconds -= 2000

    let answer = try test.store.issueCertificate(
      resident: second.id, course: course.code, now: test.now, prepare: TestStore.prepare)

    #expect(answer == .clockBeforeLastIssue(lastSeconds: certificate.issuedAtSeconds))
  }

  @Test func `a certificate from a wild clock stops nobody once the time is known`() throws {
    let test = try TestStore()
    let course = try test.course()
    test.now.wallMilliseconds += 30 * 86_400_000
    let wild = try #require(try test.certificate(try test.resident("A A"), course))
    let second = try test.resident("B B")
    _ = try test.store.checkIn(
      resident: second.id, session: "2026-0001", source: .roll, now: test.now)
    test.now.wallMilliseconds -= 30 * 86_400_000

    let behind = try test.store.issueCertificate(
      resident: second.id, course: course.code, now: test.now, prepare: TestStore.prepare)
    test.now.quality = .receipt
    let issued = try test.issue(second, course)

    #expect(behind == .clockBeforeLastIssue(lastSeconds: wild.issuedAtSeconds))
    #expect(issued?.issuedAtSeconds == test.now.wallMilliseconds / 1_000)
    #expect(try test.store.integrityCheck() == [])
  }

  @Test func `a cancelled certificate keeps its number, and a new one may be issued`() throws {
    let test = try TestStore()
    let resident = try test.resident()
    let course = try test.course()
    let first = try #require(try test.certificate(resident, course))

    #expect(throws: StoreRefusal.empty(field: "reason")) {
      try test.store.cancelCertificate(number: first.number, reason: " ", now: test.now)
    }
    let cancelled = try test.store.cancelCertificate(
      number: first.number, reason: "Sai tên", now: test.now)
    let again = try test.store.cancelCertificate(
      number: first.number, reason: "Lại", now: test.now)
    let second = try #require(try test.issue(resident, course))

    #expect(cancelled.state == .cancelled)
    #expect(again == cancelled)
    #expect(second.number == "14464-1-2026-000002")
    #expect(try test.store.certificates(year: 2026).map(\.state) == [.cancelled, .issued])
    #expect(throws: StoreRefusal.notFound(.certificate)) {
      try test.store.cancelCertificate(number: "x", reason: "y", now: test.now)
    }
  }

  @Test func `a badge that is given out stands in the log, a cancelled certificate gives none`()
    throws
  {
    let test = try TestStore()
    let number = try #require(try test.certificate(test.resident(), test.course())).number

    #expect(try test.store.recordExport(certificate: number, showsName: true, now: test.now))
    let line = try #require(try test.store.lines(from: 0, to: .max).last)
    let event = try Event(line: line)
    #expect(event.kind == "certificate.export")
    #expect(event.fields == ["n": .text(number), "p": .integer(1), "w": .text("badge")])

    _ = try test.store.cancelCertificate(number: number, reason: "Sai tên", now: test.now)
    let size = try test.store.logSize()
    #expect(try !test.store.recordExport(certificate: number, showsName: false, now: test.now))
    #expect(try test.store.logSize() == size)
    #expect(throws: StoreRefusal.notFound(.certificate)) {
      try test.store.recordExport(certificate: "x", showsName: false, now: test.now)
    }
  }
}
