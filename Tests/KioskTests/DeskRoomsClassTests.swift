import Centre
import Foundation
import HTTP
import Testing

@testable import Kiosk
@testable import Store

/// Certificates for a whole class: issued in the background, printed as one job, opened as one PDF.
@Suite struct DeskRoomsClassTests {
  /// A course that these people attended, so that each may have a certificate.
  private func classOf(_ names: [String], _ bed: DeskRoomsBed) throws -> Course {
    let (course, session) = try bed.addCourse()
    for name in names {
      let resident = try bed.addResident(name)
      try bed.desk.setRoll(session: session.code, resident: resident.id, isPresent: true)
    }
    _ = try bed.desk.closeSession(session.code)
    return course
  }

  private func worker(_ bed: DeskRoomsBed) -> IssueWorker {
    IssueWorker(desk: bed.desk, logger: Bed.quiet)
  }

  @Test func `a class is issued to in the background and printed as one job`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let course = try classOf(["Vũ Chi", "Đỗ An", "Lê Bình"], bed)
    let list = "/desk/courses/\(course.code)/certificates"
    #expect(try bed.get(list, as: .clerk).text.contains("Cấp cho cả 3 người"))
    #expect(try bed.get("\(list)/run", as: .clerk).headers["Location"] == list)

    let begun = try bed.post("\(list)/run", ["print": "yes"], as: .clerk)
    #expect(begun.headers["Location"] == "\(list)/run")
    #expect(try !bed.get("\(list)/run", as: .clerk).text.contains("name=\"print\""))
    #expect(try bed.desk.register(year: 2026).isEmpty, "the request does not wait for the class")
    let worker = worker(bed)
    #expect(try worker.step() == .issued)
    let page = try bed.get("\(list)/run", as: .viewer)
    for text in ["Đã cấp 1/3 giấy", "Đang cấp", "<noscript><meta http-equiv=\"refresh\""] {
      #expect(page.text.contains(text), "\(text)")
    }
    #expect(!page.text.contains("run/stop"), "a viewer stops nothing")
    #expect(try bed.get(list, as: .clerk).text.contains("Đang cấp cho cả lớp: 1/3 giấy"))
    let outcomes = try (0..<4).map { _ in try worker.step() }

    #expect(outcomes == [.issued, .issued, .ended, .idle])
    let after = try bed.get("\(list)/run", as: .clerk)
    #expect(after.text.contains("trong một lần in"))
    #expect(!after.text.contains("http-equiv"))
    let names = try bed.desk.register(year: 2026).map(\.holderName)
    #expect(names == ["Đỗ An", "Lê Bình", "Vũ Chi"])
    let jobs = try bed.desk.store.printJobs()
    #expect(jobs.count == 1)
    #expect(
      jobs[0].items.compactMap(\.certificateNumber)
        == (try bed.desk.register(year: 2026).map(\.number)))
  }

  @Test func `a class is stopped, goes on with the others, and one class is served at a time`()
    throws
  {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let course = try classOf(["Đỗ An", "Lê Bình", "Vũ Chi"], bed)
    let other = try classOf(["Cao Dũng"], bed)
    let run = "/desk/courses/\(course.code)/certificates/run"
    _ = try bed.post(run, [:], as: .clerk)
    let worker = worker(bed)
    _ = try worker.step()
    let busy = try bed.post("/desk/courses/\(other.code)/certificates/run", [:], as: .clerk)
    #expect(busy.headers["Location"] == run)
    _ = try bed.post("\(run)/stop", [:], as: .clerk)

    #expect(try worker.step() == .ended)
    let stopped = try bed.get(run, as: .clerk).text
    #expect(stopped.contains("Đã dừng") && stopped.contains("Cấp tiếp"))
    #expect(try bed.desk.register(year: 2026).count == 1)
    _ = try bed.post(run, [:], as: .clerk)
    while try worker.step() != .idle {}

    #expect(try bed.desk.register(year: 2026).count == 3)
    #expect(try bed.desk.store.printJobs().isEmpty)
    let again = try bed.post(run, [:], as: .clerk)
    #expect(again.headers["Location"] == "/desk/courses/\(course.code)/certificates")
    #expect(try bed.post(run, [:], as: .viewer).status == .forbidden)
    #expect(try bed.post("\(run)/stop", [:], as: .association).status == .forbidden)
  }

  @Test func `a class that goes on after a stop is printed whole`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let course = try classOf(["Đỗ An", "Lê Bình", "Vũ Chi"], bed)
    let run = "/desk/courses/\(course.code)/certificates/run"
    _ = try bed.post(run, ["print": "yes"], as: .clerk)
    let worker = worker(bed)
    _ = try worker.step()
    _ = try bed.post("\(run)/stop", [:], as: .clerk)
    _ = try worker.step()
    let stopped = try bed.get(run, as: .clerk).text
    #expect(stopped.contains("<input type=\"hidden\" name=\"print\" value=\"yes\">"))

    _ = try bed.post(run, ["print": "yes"], as: .clerk)
    while try worker.step() != .idle {}

    #expect(try bed.desk.store.printJobs().map(\.items.count) == [3])
  }

  @Test func `one person with whom something is always wrong holds up no class`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let course = try classOf(["Đỗ An", "Lê Bình", "Vũ Chi"], bed)
    let run = "/desk/courses/\(course.code)/certificates/run"
    try bed.desk.store.write("damage") { transaction in
      try transaction.run(
        """
        CREATE TRIGGER odd BEFORE INSERT ON certificate WHEN NEW.holderName = 'Đỗ An'
          BEGIN SELECT RAISE(ABORT, 'odd'); END
        """)
    }
    _ = try bed.post(run, [:], as: .clerk)
    let worker = worker(bed)

    let delays = (0..<6).map { _ in worker.delaySecondsAfterStep() }

    #expect(delays == [5, 5, 0, 0, 0, 0])
    #expect(try bed.desk.register(year: 2026).map(\.holderName) == ["Lê Bình", "Vũ Chi"])
    #expect(try bed.desk.store.issueRun(course: course.code)?.skipped == 1)
  }

  @Test func `whoever is served at the desk meanwhile is left out and counted`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let course = try classOf(["Đỗ An", "Lê Bình"], bed)
    let run = "/desk/courses/\(course.code)/certificates/run"
    _ = try bed.post(run, [:], as: .clerk)
    let first = try #require(try bed.desk.store.residents(matching: "do an ", limit: 1).first)
    _ = try bed.desk.issueCertificate(resident: first.id, course: course.code)
    let worker = worker(bed)

    #expect(try worker.step() == .skipped)
    #expect(try worker.step() == .issued)
    #expect(try worker.step() == .ended)

    let page = try bed.get(run, as: .clerk).text
    #expect(page.contains("Đã cấp 1/2 giấy"))
    #expect(page.contains("1 người không còn đủ điều kiện"))
  }

  @Test func `the papers of a class are one print and one PDF, reprints marked`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let course = try classOf(["Đỗ An", "Lê Bình", "Vũ Chi"], bed)
    let list = "/desk/courses/\(course.code)/certificates"
    #expect(try bed.get("\(list)/certificates.pdf", as: .viewer).headers["Location"] == list)
    _ = try bed.post("\(list)/run", [:], as: .clerk)
    let worker = worker(bed)
    while try worker.step() != .idle {}
    #expect(try bed.get(list, as: .clerk).text.contains("In 3 giấy chưa in"))

    let printed = try bed.post("\(list)/print", ["which": "new"], as: .clerk)
    #expect(printed.headers["Location"] == "/desk/prints")
    let nothing = try bed.post("\(list)/print", ["which": "new"], as: .clerk)
    #expect(nothing.headers["Location"] == list)
    _ = try bed.post("\(list)/print", ["which": "all"], as: .clerk)

    #expect(
      try bed.desk.store.printJobs().map { $0.items.map(\.copyNumber) } == [[2, 2, 2], [1, 1, 1]])
    #expect(try bed.get("/desk/prints", as: .clerk).text.contains("3 giấy chứng nhận"))
    let pdf = try bed.get("\(list)/certificates.pdf", as: .viewer)
    #expect(pdf.headers["Content-Type"] == "application/pdf")
    guard case .file(_, 0, let length) = pdf.body else { throw Unexpected() }
    #expect(length > 10_000)
    let drafts = try FileManager.default.contentsOfDirectory(atPath: bed.desk.draftFolder)
    #expect(drafts == [])
    #expect(try bed.post("\(list)/print", ["which": "all"], as: .viewer).status == .forbidden)
  }
}
