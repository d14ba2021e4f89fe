import Centre
import HTTP
import Paper
import Store
import Testing

@testable import Kiosk

/// The print queue at the desk.
@Suite struct DeskRoomsPrintTests {
  /// Issues a certificate, whose print then waits, and gives the number of that job.
  private func queue(_ bed: DeskRoomsBed) throws -> Int64 {
    let (resident, course) = try bed.addGraduate("Đỗ Thị Hạnh")
    _ = try bed.desk.issueCertificate(resident: resident.id, course: course.code)
    return try #require(try bed.desk.store.printJobs().first).id
  }

  private func worker(
    _ bed: DeskRoomsBed, _ condition: PrinterState.Condition?
  ) -> PrintWorker {
    let state: @Sendable () throws -> PrinterState = {
      guard let condition else {
        throw PrintError(operation: "ask", code: .unreachable, message: "no printer answers")
      }
      return PrinterState(condition: condition, reasons: [], isAcceptingJobs: true)
    }
    let line = PrintLine(state: state) { _, _ in
      throw PrintError(operation: "print", code: .unreachable, message: "no printer answers")
    }
    return PrintWorker(desk: bed.desk, logger: Bed.quiet, line: line)
  }

  @Test func `what waits is named, cancelled and sent again`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    #expect(try bed.get("/desk/prints", as: .clerk).text.contains("Không có bản in nào đang chờ"))
    let job = try queue(bed)
    _ = try bed.desk.printCards(residents: [1])

    let page = try bed.get("/desk/prints", as: .clerk).text
    for text in ["01/GCN-TTHTCĐ – Đỗ Thị Hạnh", "Thẻ của 1 người", "Đang chờ máy in", "08:00"] {
      #expect(page.contains(text), "\(text)")
    }
    #expect(page.contains("/desk/prints/\(job)/cancel"))
    #expect(!page.contains("/desk/prints/\(job)/retry"))
    #expect(try !bed.get("/desk/prints", as: .viewer).text.contains("/cancel"))

    _ = try bed.post("/desk/prints/\(job)/cancel", [:], as: .clerk)
    #expect(try bed.desk.store.printJob(id: job)?.isCancelled == true)
    let after = try bed.get("/desk/prints", as: .clerk).text
    #expect(after.contains("Đã bỏ khỏi hàng chờ"))
    #expect(after.contains("/desk/prints/\(job)/retry"))
    _ = try bed.post("/desk/prints/\(job)/retry", [:], as: .clerk)
    #expect(try bed.desk.store.printJob(id: job)?.state == .waiting)
  }

  @Test func `a fault is told in words and tried again at once`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let job = try queue(bed)
    let worker = worker(bed, .paperOut)
    _ = worker.delaySecondsAfterStep()

    let page = try bed.get("/desk/prints", as: .clerk).text

    for text in ["Máy in hết giấy", "Hãy thêm giấy A4", "Máy in báo lỗi, sẽ thử lại"] {
      #expect(page.contains(text), "\(text)")
    }
    #expect(try worker.step() == .idle)
    _ = try bed.post("/desk/prints/\(job)/retry", [:], as: .clerk)
    #expect(try worker.step() == .waiting("no printer answers"))
  }

  @Test func `why a print was given up is told in words`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let job = try queue(bed)
    _ = try bed.desk.store.nextPrintJob(nowMilliseconds: .max)
    try bed.desk.store.finishPrintJob(
      job, .abandoned(message: "no such letter", fault: "glyphMissing"), nowMilliseconds: 1)

    let page = try bed.get("/desk/prints", as: .clerk).text

    #expect(page.contains("phông chữ không in được"))
    #expect(page.contains("/desk/prints/\(job)/retry"))
  }

  @Test func `the printer is asked only after somebody looked`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    #expect(try bed.get("/desk/prints", as: .viewer).text.contains("Đang hỏi máy in"))

    worker(bed, nil).look()
    worker(bed, .ready).look()
    #expect(try bed.get("/desk/prints", as: .viewer).text.contains("Máy in không trả lời"))
    worker(bed, .ready).look()

    let page = try bed.get("/desk/prints", as: .viewer).text
    #expect(page.contains("Sẵn sàng"))
    #expect(page.contains("Đã hỏi máy in lúc 08:00 28/03/2026"))
  }

  @Test func `what was printed is not cancelled, and readers change nothing`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let job = try queue(bed)
    for action in ["cancel", "retry"] {
      #expect(try bed.post("/desk/prints/\(job)/\(action)", [:], as: .viewer).status == .forbidden)
      #expect(try bed.post("/desk/prints/99/\(action)", [:], as: .clerk).status == .notFound)
    }
    _ = try bed.desk.store.nextPrintJob(nowMilliseconds: .max)
    try bed.desk.store.finishPrintJob(job, .printed(reference: "7"), nowMilliseconds: 1)

    for action in ["cancel", "retry"] {
      let response = try bed.post("/desk/prints/\(job)/\(action)", [:], as: .clerk)
      let cookie = try #require(response.setCookies["desk-flash"]?.split(separator: ";").first)
      let page = try bed.get("/desk/prints", as: .clerk, cookies: ["desk-flash=\(cookie)"])
      #expect(page.text.contains("không thay đổi được nữa"))
    }
    #expect(try bed.desk.store.printJob(id: job)?.state == .done)
  }
}
