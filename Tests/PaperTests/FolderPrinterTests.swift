import Foundation
import Testing

@testable import Paper

@Suite struct FolderPrinterTests {
  @Test func `a job becomes a file of the same bytes, and a second one takes another name`() throws
  {
    let folder = try Workshop.folder() + "/prints"
    let printer = Printer(.folder(folder))

    let first = try printer.submit(pdf: [1, 2, 3], title: "14464-1-2026-000012")
    let second = try printer.submit(pdf: [4], title: "14464-1-2026-000012", copies: 2)

    #expect(first == "14464-1-2026-000012.pdf")
    #expect(second == "14464-1-2026-000012-2.pdf")
    #expect(try Workshop.bytes(folder + "/" + first) == [1, 2, 3])
    #expect(try Workshop.bytes(folder + "/" + second) == [4])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
    #expect(try printer.state().condition == .ready)
  }

  @Test(arguments: [
    ("../../etc/passwd", "-..-etc-passwd"), ("", "print"), ("...", "print"),
    ("Số: 12/GCN-TTHTCĐ", "Số- 12-GCN-TTHTCĐ"), ("a\u{0}b\nc", "a-b-c"),
    (String(repeating: "ế", count: 200), String(repeating: "ế", count: 40)),
  ])
  func `a title makes a harmless file name`(_ title: String, _ name: String) {
    #expect(FolderPrinter.fileName(title) == name)
  }

  @Test func `a folder that cannot be made is said in words`() throws {
    let file = try Workshop.file([0], named: "file")

    let error = #expect(throws: PrintError.self) {
      try Printer(.folder(file + "/under")).submit(pdf: [1], title: "x")
    }

    #expect(error?.code == .folder)
  }

  @Test(arguments: [
    ("/var/lib/kiosk/prints", PrinterAddress.folder("/var/lib/kiosk/prints")),
    ("folder:prints", .folder("prints")),
    ("ipp://192.168.1.20/ipp/print", .ipp("ipp://192.168.1.20/ipp/print")),
    ("ipps://printer.local:8631/ipp/print", .ipp("ipps://printer.local:8631/ipp/print")),
  ])
  func `an address is a folder or a printer`(_ text: String, _ address: PrinterAddress) throws {
    #expect(try PrinterAddress(text) == address)
  }

  @Test(arguments: ["", "folder:", "http://192.168.1.20/", "socket://192.168.1.20", "ipp://"])
  func `any other address is refused`(_ text: String) {
    let error = #expect(throws: PrintError.self) { try PrinterAddress(text) }

    #expect(error?.code == .address)
  }
}
