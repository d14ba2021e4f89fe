import Centre
import HTTP
import Paper
import Store
import Testing

@testable import Kiosk

/// Choosing the printer at the desk.
@Suite struct DeskRoomsPrinterTests {
  private static let address = "ipp://192.0.2.7/ipp/print"

  @Test func `a printer is chosen by its address, kept, and given back`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let job = try bed.desk.store.enqueuePrint(
      cards: [try bed.addResident("Đỗ An").id], now: bed.desk.clock.read())
    _ = try bed.desk.store.nextPrintJob(nowMilliseconds: 1)
    try bed.desk.store.finishPrintJob(
      job, .failed(message: "gone", fault: "unreachable", retryAtMilliseconds: .max),
      nowMilliseconds: 1)
    let before = try bed.get("/desk/printer", as: .clerk).text
    #expect(before.contains("Chưa chọn máy in") && before.contains("Theo tệp cấu hình của máy"))
    let waiting = try bed.get("/desk/prints", as: .clerk).text
    #expect(waiting.contains("Máy in không trả lời. Hãy xem máy in đã bật"))
    #expect(waiting.contains("href=\"/desk/printer\""))

    let chosen = try bed.post("/desk/printer", ["address": " \(Self.address) "], as: .clerk)

    #expect(chosen.status == .seeOther)
    #expect(try bed.desk.printerChoice() == PrinterChoice(address: Self.address, source: .desk))
    let page = try bed.get("/desk/printer", as: .viewer).text
    #expect(page.contains("Gửi tới \(Self.address)") && page.contains("Chọn tại bàn quản lý"))
    #expect(!page.contains("<form method=\"post\" action=\"/desk/printer"))
    #expect(try bed.desk.store.nextPrintJob(nowMilliseconds: 1)?.id == job, "tried at once")
    _ = try bed.post("/desk/printer", ["use": "folder"], as: .director)
    #expect(try bed.desk.printerChoice() == PrinterChoice(address: "", source: .desk))
    _ = try bed.post("/desk/printer", ["use": "file"], as: .director)
    #expect(try bed.desk.printerChoice().source == .file)
  }

  struct Wrong: Sendable {
    let address: String
    let contains: String
  }

  @Test(arguments: [
    Wrong(address: "", contains: "Hãy nhập địa chỉ máy in"),
    Wrong(address: "/etc", contains: "Địa chỉ phải bắt đầu bằng ipp://"),
    Wrong(address: "folder:/etc", contains: "Địa chỉ phải bắt đầu bằng ipp://"),
    Wrong(address: "http://a/", contains: "Địa chỉ phải bắt đầu bằng ipp://"),
    Wrong(address: "ipp://", contains: "Địa chỉ phải bắt đầu bằng ipp://"),
  ])
  func `what is no printer's address is not taken`(_ item: Wrong) throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()

    let answer = try bed.post("/desk/printer", ["address": item.address], as: .clerk)

    #expect(answer.status == .unprocessableContent)
    #expect(answer.text.contains(item.contains))
    #expect(try bed.desk.printerChoice().source == .file)
    #expect(
      try bed.post("/desk/printer", ["address": Self.address], as: .viewer).status == .forbidden)
  }

  struct Found: Sendable {
    let list: PrinterList?
    let contains: String
  }

  private static let one = FoundPrinter(
    name: "Văn phòng", address: address, model: "HP LaserJet", location: "tầng 1")

  @Test(arguments: [
    Found(
      list: PrinterList(printers: [one], hasQueues: true, hasAnnouncements: true),
      contains: "Dùng máy in Văn phòng"),
    Found(
      list: PrinterList(printers: [], hasQueues: true, hasAnnouncements: true),
      contains: "Không tìm thấy máy in nào"),
    Found(
      list: PrinterList(printers: [], hasQueues: false, hasAnnouncements: true),
      contains: "Dịch vụ CUPS không chạy"),
    Found(
      list: PrinterList(printers: [], hasQueues: true, hasAnnouncements: false),
      contains: "Dịch vụ Avahi không chạy"),
    Found(
      list: PrinterList(printers: [], hasQueues: false, hasAnnouncements: false),
      contains: "không chạy CUPS và Avahi"),
    Found(list: nil, contains: "gói libcups2"),
  ])
  func `a search runs in the background, and its outcome is told in words`(_ found: Found) throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()
    let worker = PrinterSearchWorker(desk: bed.desk, logger: Bed.quiet) {
      guard let list = found.list else {
        throw PrintError(operation: "look", code: .unreachable, message: "no library")
      }
      return list
    }
    worker.step()
    #expect(try !bed.get("/desk/printer", as: .clerk).text.contains(found.contains))
    _ = try bed.post("/desk/printer/search", [:], as: .clerk)
    let during = try bed.get("/desk/printer", as: .clerk).text
    #expect(during.contains("Đang tìm máy in") && during.contains("http-equiv=\"refresh\""))

    worker.step()

    let after = try bed.get("/desk/printer", as: .clerk).text
    #expect(after.contains(found.contains))
    #expect(!after.contains("http-equiv"))
  }

  @Test func `a test page goes through the queue`() throws {
    let bed = try DeskRoomsBed()
    try bed.addUsers()

    _ = try bed.post("/desk/printer/test-page", [:], as: .clerk)

    #expect(try bed.desk.store.printJobs().first?.kind == .test)
    #expect(try bed.get("/desk/prints", as: .clerk).text.contains("Trang in thử"))
    #expect(try bed.post("/desk/printer/test-page", [:], as: .viewer).status == .forbidden)
  }
}
