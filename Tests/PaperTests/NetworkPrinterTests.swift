import Foundation
import Glibc
import Testing

@testable import Paper

@Suite(.serialized) struct NetworkPrinterTests {
  @Test func `a job reaches a real IPP printer byte for byte`() throws {
    let device = try IPPDevice()
    defer { device.stop() }
    let pdf = try Workshop.papers().certificates.pdf(Workshop.sheet())
    let printer = Printer(try PrinterAddress(device.address), timeoutSeconds: 10)

    #expect(try printer.state().condition == .ready)
    let first = try printer.submit(pdf: pdf, title: "Giấy chứng nhận 14464-1-2026-000012")
    let second = try device.submitWhenFree(printer, pdf: pdf, copies: 2)

    #expect(first == "1")
    #expect(second == "2")
    #expect(try device.spooled() == [pdf, pdf])
  }

  @Test func `a printer without paper says so`() throws {
    let device = try IPPDevice(command: "echo 'STATE: +media-empty' >&2; sleep 2")
    defer { device.stop() }
    let printer = Printer(.ipp(device.address), timeoutSeconds: 10)

    _ = try printer.submit(pdf: Array("%PDF-1.4\n".utf8), title: "a")
    let state = try device.waitUntil(printer) { $0.condition == .paperOut }

    #expect(state.reasons == ["media-empty-warning"])
  }

  @Test func `a job is followed from the document's file to its end`() throws {
    let device = try IPPDevice(command: "echo 'STATE: +media-jam' >&2; sleep 1")
    defer { device.stop() }
    let printer = Printer(.ipp(device.address), timeoutSeconds: 10)
    let pdf = Array("%PDF-1.4\n".utf8) + [UInt8](repeating: 0x20, count: 200_000)
    let file = try Workshop.folder() + "/document"
    try Data(pdf).write(to: URL(fileURLWithPath: file))

    let reference = try printer.submit(file: file, title: "a")
    var seen: [PrintedJob] = []
    while seen.last != .done, seen.count < 2000 {
      seen.append(try printer.job(reference, title: "a"))
      usleep(5000)
    }

    #expect(seen.contains(.held(.paperJam)))
    #expect(seen.last == .done)
    #expect(try device.spooled() == [pdf])
    #expect(try printer.job(reference, title: "another") == .forgotten)
    #expect(try printer.job("99", title: "a") == .forgotten)
    #expect(throws: PrintError.self) { try printer.submit(file: file + "x", title: "a") }
  }

  @Test func `a printer that took the document and gave no answer is asked for the job`() throws {
    let device = try IPPDevice()
    defer { device.stop() }
    let proxy = try SwallowingProxy(to: device.port)
    defer { proxy.stop() }
    let printer = Printer(.ipp(proxy.address), timeoutSeconds: 5, documentSeconds: 2)
    let pdf = try Workshop.papers().certificates.pdf(Workshop.sheet())

    let reference = try printer.submit(pdf: pdf, title: "a #1-x-1")

    #expect(proxy.hasSwallowed)
    #expect(reference == "1")
    #expect(try printer.find(title: "a #1-x-1") == "1")
    #expect(try printer.find(title: "a #1-x-2") == nil)
    #expect(try device.spooled() == [pdf])
  }

  @Test func `a search needs neither CUPS nor Avahi to run`() throws {
    let list = try PrinterList.search(seconds: 1)

    #expect(list.printers.count <= PrinterList.mostPrinters)
    #expect(
      list.hasAnnouncements == FileManager.default.fileExists(atPath: "/run/avahi-daemon/socket"))
  }

  @Test func `a printer in the middle of a job says that it is busy`() throws {
    let device = try IPPDevice(command: "sleep 5")
    defer { device.stop() }
    let printer = Printer(.ipp(device.address), timeoutSeconds: 10)

    _ = try printer.submit(pdf: Array("%PDF-1.4\n".utf8), title: "a")
    let error = #expect(throws: PrintError.self) { try printer.submit(pdf: [1], title: "b") }

    #expect(error?.code == .busy)
  }

  @Test func `a format that the printer refuses is a refusal`() throws {
    let device = try IPPDevice(formats: "image/jpeg")
    defer { device.stop() }

    let error = #expect(throws: PrintError.self) {
      try Printer(.ipp(device.address), timeoutSeconds: 10).submit(pdf: [1], title: "a")
    }

    #expect(error?.code == .refused)
  }

  @Test func `a printer that is gone is unreachable, at once`() throws {
    let device = try IPPDevice()
    device.stop()
    let printer = Printer(.ipp(device.address), timeoutSeconds: 5)

    let printing = #expect(throws: PrintError.self) { try printer.submit(pdf: [1], title: "a") }
    let asking = #expect(throws: PrintError.self) { try printer.state() }

    #expect(printing?.code == .unreachable)
    #expect(asking?.code == .unreachable)
  }

  @Test func `a printer that falls silent does not hold the worker`() throws {
    let silent = try SilentServer()
    defer { silent.stop() }
    let printer = Printer(
      .ipp("ipp://127.0.0.1:\(silent.port)/ipp/print"), timeoutSeconds: 1, documentSeconds: 1)
    let start = Date()

    let error = #expect(throws: PrintError.self) {
      try printer.submit(pdf: [UInt8](repeating: 0x20, count: 8 << 20), title: "a")
    }

    #expect(error?.code == .noAnswer)
    #expect(Date().timeIntervalSince(start) < 8)
  }

  @Test func `the printer's keywords become what a clerk can act upon`() {
    struct Case {
      let state: Int
      let reasons: [String]
      let condition: PrinterState.Condition
    }
    let cases = [
      Case(state: 3, reasons: [], condition: .ready),
      Case(state: 4, reasons: [], condition: .printing),
      Case(state: 5, reasons: [], condition: .stopped),
      Case(state: 3, reasons: ["toner-low-warning"], condition: .ready),
      Case(state: 3, reasons: ["media-empty-warning"], condition: .paperOut),
      Case(state: 3, reasons: ["media-empty-report"], condition: .ready),
      Case(state: 5, reasons: ["media-empty-error"], condition: .paperOut),
      Case(state: 5, reasons: ["media-needed"], condition: .paperOut),
      Case(state: 5, reasons: ["media-jam-error", "media-empty"], condition: .paperJam),
      Case(state: 5, reasons: ["marker-supply-empty-error"], condition: .inkOut),
      Case(state: 5, reasons: ["door-open"], condition: .coverOpen),
      Case(state: 3, reasons: ["offline-report", "connecting-to-device"], condition: .offline),
      Case(state: 5, reasons: ["paused"], condition: .paused),
      Case(state: 4, reasons: ["something-new"], condition: .printing),
    ]
    #expect(PrintedJob(ippState: 5, condition: .printing) == .underWay)
    #expect(PrintedJob(ippState: 6, condition: .inkOut) == .held(.inkOut))
    #expect(PrintedJob(ippState: 7, condition: .ready) == .cancelled)
    #expect(PrintedJob(ippState: 8, condition: .paperOut) == .failed)
    #expect(PrintedJob(ippState: 9, condition: .paperOut) == .done)
    for given in cases {
      let state = PrinterState(
        ippState: given.state, reasons: given.reasons, isAcceptingJobs: true)
      #expect(state.condition == given.condition, "\(given)")
    }
  }
}
