import Centre
import Evidence
import Foundation
import Synchronization
import Testing

@testable import Kiosk
@testable import Store

@Suite struct DeskCertificateTests {
  @Test func `who has earned it gets a certificate that verifies as a demonstration`() throws {
    let bed = try Bed()
    let (resident, course) = try bed.earned()

    let outcome = try bed.desk.issueCertificate(resident: resident.id, course: course.code)

    guard case .issued(let certificate) = outcome else { throw Unexpected() }
    #expect(certificate.number == "14464-1-2026-000001")
    #expect(certificate.sheet.isDemonstration)
    #expect(!certificate.sheet.rootFingerprint.isEmpty)
    let text = certificate.sheet.qrPrefix + certificate.sheet.qrDigits
    let answer = Inspection(trust: Trust(roots: RootList(roots: [])), today: nil).inspect(
      text: text)
    #expect(answer.verdict == .demonstration)
    #expect(answer.token?.claims.holderName == "Đỗ Thị Hạnh")
    #expect(try bed.desk.store.waitingPrintJobs() == 1)
  }

  @Test func `the PDF is the same bytes each time and its code verifies`() throws {
    let bed = try Bed()
    let (resident, course) = try bed.earned()
    let outcome = try bed.desk.issueCertificate(resident: resident.id, course: course.code)
    guard case .issued(let certificate) = outcome else { throw Unexpected() }

    let first = try #require(try bed.desk.certificatePDF(number: certificate.number))
    bed.wait(seconds: 86_400)
    let second = try bed.desk.certificatePDF(number: certificate.number)

    #expect(first == second)
    let answers = Inspection(trust: Trust(roots: RootList(roots: [])), today: nil).inspect(first)
    #expect(answers.map(\.verdict) == [.demonstration])
    #expect(try bed.desk.certificatePDF(number: "14464-1-2026-000002") == nil)
  }

  @Test func `with an untrusted clock nothing is issued`() throws {
    let bed = try Bed()
    let (resident, course) = try bed.earned()
    bed.set { $0.quality = .restoredFloor }

    let outcome = try bed.desk.issueCertificate(resident: resident.id, course: course.code)

    #expect(outcome == .refused(.clockUntrusted(.restoredFloor)))
    #expect(try bed.desk.register(year: 2026).isEmpty)
  }

  @Test func `nothing is issued before the last certificate`() throws {
    let bed = try Bed()
    let (resident, course) = try bed.earned()
    _ = try bed.desk.issueCertificate(resident: resident.id, course: course.code)
    let last = bed.now.wallMilliseconds / 1_000
    bed.wait(seconds: -3_600)

    let outcome = try bed.desk.issueCertificate(resident: resident.id, course: course.code)

    #expect(outcome == .refused(.beforeLastIssue(lastIssuedAtSeconds: last)))
  }

  @Test func `nothing is issued outside the device certificate`() throws {
    let bed = try Bed()
    let (resident, course) = try bed.earned()
    let province = try ScriptedProvince(bed)
    let from = bed.now.wallMilliseconds / 1_000 + 60
    try province.enrol(notBefore: from, expires: from + 1_000)

    let outcome = try bed.desk.issueCertificate(resident: resident.id, course: course.code)

    #expect(
      outcome
        == .refused(.outsideDeviceCertificate(notBeforeSeconds: from, expiresSeconds: from + 1_000))
    )
  }

  @Test func `an enrolled kiosk's certificate is genuine under the province's root`() throws {
    let bed = try Bed()
    let (resident, course) = try bed.earned()
    let province = try ScriptedProvince(bed)
    try province.enrol()

    let outcome = try bed.desk.issueCertificate(resident: resident.id, course: course.code)

    guard case .issued(let certificate) = outcome else { throw Unexpected() }
    #expect(!certificate.sheet.isDemonstration)
    let inspection = Inspection(trust: Trust(roots: province.roots), today: nil)
    #expect(
      inspection.inspect(text: certificate.sheet.qrPrefix + certificate.sheet.qrDigits).verdict
        == .genuine)
  }

  @Test func `a title that belongs to the schools is refused when the course is written`() throws {
    let bed = try Bed()
    var form = CourseForm()
    form.title = "Chứng chỉ tin học"
    form.group = "other"
    form.hours = "12,5"
    form.requiredSessions = "3"

    guard case .invalid(let problems) = try bed.desk.addCourse(form) else { throw Unexpected() }

    #expect(problems.map(\.reason) == [.forbiddenTitle])
  }

  @Test func `while its session is open a course gives no certificate`() throws {
    let bed = try Bed()
    let resident = try bed.addResident()
    let (course, session) = try bed.openCourse()
    _ = try bed.desk.checkIn(resident: resident.id, source: .roll, session: session.code)

    let outcome = try bed.desk.issueCertificate(resident: resident.id, course: course.code)

    #expect(outcome == .notEligible([.courseStillOpen]))
  }

  @Test func `a reprint bears the next copy number and a cancelled certificate is not printed`()
    throws
  {
    let bed = try Bed()
    let (resident, course) = try bed.earned()
    let outcome = try bed.desk.issueCertificate(resident: resident.id, course: course.code)
    guard case .issued(let certificate) = outcome else { throw Unexpected() }

    #expect(try bed.desk.printCertificate(certificate.number) == .queued(copyNumber: 2))
    #expect(
      try bed.desk.cancelCertificate(certificate.number, reason: " ")
        == .invalid(FormProblem(field: "reason", reason: .missing)))
    #expect(try bed.desk.cancelCertificate(certificate.number, reason: "Sai tên") == .cancelled)
    #expect(
      try bed.desk.cancelCertificate(certificate.number, reason: "Sai tên") == .alreadyCancelled)
    #expect(try bed.desk.printCertificate(certificate.number) == .cancelled)
    #expect(try bed.desk.printCertificate("14464-1-2026-000009") == .notFound)
  }

  @Test func `threads that overtake one another between clock and commit all issue`() throws {
    let bed = try Bed()
    let (course, session) = try bed.openCourse()
    let people = try "ABCDEFGHIKLMNOPQRSTUVXYZ".map { try bed.addResident("Nguyễn Văn \($0)").id }
    for id in people {
      _ = try bed.desk.checkIn(resident: id, source: .wedge, session: session.code)
    }
    bed.wait(seconds: 7_200)
    _ = try bed.desk.closeSession(session.code)
    let issued = Mutex(0)

    DispatchQueue.concurrentPerform(iterations: people.count) { index in
      bed.wait(seconds: 1)
      let outcome = try? bed.desk.issueCertificate(
        resident: people[index], course: course.code, isPrinted: false)
      if case .issued = outcome { issued.withLock { $0 += 1 } }
    }

    #expect(issued.withLock { $0 } == people.count)
    let numbers = try bed.desk.register(year: 2026).map(\.number)
    #expect(numbers == (1...24).map { "14464-1-2026-" + String(format: "%06d", $0) })
  }

  struct Wrong: Sendable {
    let name: String
    let refusal: IssueRefusal
  }

  @Test(arguments: [
    Wrong(name: "Đỗ Thị 😀", refusal: .glyphMissing),
    Wrong(name: String(repeating: "W", count: 79), refusal: .textTooLong),
  ])
  func `what can never be drawn uses up no number`(_ wrong: Wrong) throws {
    let bed = try Bed()
    let course = try bed.earned().1
    let resident = try bed.graduate(wrong.name, course)

    let outcome = try bed.desk.issueCertificate(resident: resident.id, course: course.code)

    #expect(outcome == .refused(wrong.refusal))
    #expect(try bed.desk.register(year: 2026).isEmpty)
  }

  @Test func `a title that is too long for its claim is left out of a class and holds up no other`()
    throws
  {
    let bed = try Bed()
    let (resident, course) = try bed.earned()
    let title = String(repeating: "Ậ", count: 120)
    let draft = CertificateDraft(
      number: CertificateNumber(centre: try CentreCode("14464-1"), year: 2026, sequence: 1),
      resident: resident,
      subject: .course(
        Course(
          id: course.id, code: course.code, title: title, group: course.group,
          hoursTenths: course.hoursTenths, requiredSessions: course.requiredSessions,
          isClosed: false),
        Eligibility.Attendance(
          sessions: 1, hoursTenths: 20, firstDay: Day(daysSince1970: 1),
          lastDay: Day(daysSince1970: 1))), issuedAtSeconds: bed.now.wallMilliseconds / 1_000)
    let signer = try bed.desk.keys.signer(atSeconds: draft.issuedAtSeconds)

    #expect(throws: CodeTooLarge.self) { try bed.desk.paper(for: draft, signer: signer) }
  }

  @Test func `a paper that cannot be drawn is printed apart from its class, and named`() throws {
    let bed = try Bed()
    let (first, course) = try bed.earned()
    let second = try bed.graduate("Lê Bình", course)
    for one in [first, second] {
      _ = try bed.desk.issueCertificate(
        resident: one.id, course: course.code, isPrinted: false)
    }
    try bed.desk.store.write("damage") { transaction in
      try transaction.run("DROP TRIGGER certificateIsOnlyErased")
      try transaction.run(
        "UPDATE certificate SET sheet = replace(sheet, 'Đỗ Thị Hạnh', 'Đỗ Thị 😀')")
    }
    #expect(try bed.desk.printCertificates(course: course.code, isAll: true) == 2)
    let printed: Mutex<[[UInt8]]> = Mutex([])
    let line = PrintLine { file, _ in
      let bytes = try Files.read(file, mostBytes: 1 << 20)
      printed.withLock { $0.append(bytes) }
      return PrintLine.Receipt("7")
    }

    _ = PrintWorker(desk: bed.desk, logger: Bed.quiet, line: line).delaySecondsAfterStep()

    let jobs = try bed.desk.store.printJobs()
    #expect(jobs.map(\.state) == [.abandoned, .done])
    #expect(jobs.first?.fault == "glyphMissing")
    #expect(jobs.first?.items.map(\.residentId) == [first.id])
    let good = try bed.desk.certificatePDF(number: "14464-1-2026-000002")
    #expect(printed.withLock { $0 } == [good])
    #expect(try bed.desk.certificatesPDF(course: course.code) != nil)
  }
}

extension Bed {
  /// Another person who has earned a certificate of a course.
  fileprivate func graduate(_ name: String, _ course: Course) throws -> Resident {
    let resident = try desk.store.addResident(
      NewResident(name: name, birthYear: 1985), now: now)
    let session = try #require(try desk.store.sessions(course: course.code).first)
    try desk.setRoll(session: session.code, resident: resident.id, isPresent: true)
    return resident
  }
}
