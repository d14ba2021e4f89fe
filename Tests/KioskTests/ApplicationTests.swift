import Foundation
import HTTP
import Testing

@testable import Kiosk

@Suite struct ApplicationTests {
  private func application(_ folder: String, port: Int = 0) throws -> Application {
    var settings = try Settings.standard()
    settings.http.port = port
    return try Application(
      settings: settings, data: folder, assets: DoorKiosk.assets, logger: Bed.quiet)
  }

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = "\(NSTemporaryDirectory())/application-\(UInt64.random(in: 0 ... .max))"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  @Test func `it starts on a free port, serves the screen and stops`() throws {
    try withFolder { folder in
      let application = try application(folder)
      try application.start()
      defer { application.stop() }
      let client = Client()
      let base = "http://127.0.0.1:\(application.port)"

      let screen = try client.send(ClientRequest(url: "\(base)/"))
      let desk = try client.send(ClientRequest(url: "\(base)/desk"))
      let nothing = try client.send(ClientRequest(url: "\(base)/nothing"))
      let wrong = try client.send(ClientRequest(method: "DELETE", url: "\(base)/check-in"))

      #expect(screen.status == .ok)
      #expect(desk.status == .seeOther)
      #expect(nothing.status == .notFound)
      #expect(wrong.status == .methodNotAllowed)
      #expect(application.setUpCode != nil)
    }
  }

  @Test func `a second instance on the same data directory is refused`() throws {
    try withFolder { folder in
      let first = try application(folder)
      defer { first.stop() }

      let error = #expect(throws: StartError.self) { try application(folder) }

      #expect(error?.reason == .secondInstance)
      #expect(error?.message.contains(folder) ?? false)
    }
  }

  @Test func `a taken port is named`() throws {
    try withFolder { folder in
      let first = try application("\(folder)/1")
      try first.start()
      defer { first.stop() }
      let second = try application("\(folder)/2", port: first.port)
      defer { second.stop() }

      let error = #expect(throws: StartError.self) { try second.start() }

      #expect(error?.reason == .address)
      #expect(error?.message.contains("\(first.port)") ?? false)
    }
  }

  @Test func `missing assets are named before anything is opened`() throws {
    try withFolder { folder in
      let error = #expect(throws: StartError.self) {
        try Application(
          settings: try Settings.standard(), data: folder, assets: "/nowhere", logger: Bed.quiet)
      }

      #expect(error?.reason == .assets)
      #expect(!Files.exists(folder))
    }
  }

  @Test func `check tells disk, clock, printer and province apart`() throws {
    try withFolder { folder in
      var settings = try Settings.standard()
      settings.printer.address = "ipp://127.0.0.1:1/none"
      settings.scanners.serial = []

      let findings = Trial(settings: settings, data: folder, assets: DoorKiosk.assets) { _ in
        throw Unexpected()
      }.run()

      #expect(
        findings.map(\.subject) == [
          .checkDisk, .checkClock, .checkPapers, .checkPrinter, .checkProvince,
        ])
      #expect(findings.map(\.isGood) == [true, true, true, false, true])
      #expect(!Files.exists(folder))
    }
  }

  @Test func `check finds a key that others may read, as the start does`() throws {
    try withFolder { folder in
      try application(folder).stop()
      func keys() throws -> Trial.Finding? {
        let settings = try Settings.standard()
        return Trial(settings: settings, data: folder, assets: DoorKiosk.assets) { _ in
          throw Unexpected()
        }.run().first { $0.subject == .checkKeys }
      }
      #expect(try keys()?.isGood == true)

      chmod("\(folder)/keys/device.key", 0o644)

      let texts = try Texts(directory: "\(DoorKiosk.assets)/text")
      #expect(try keys()?.isGood == false)
      #expect(try keys()?.detail(texts, .en).contains("device.key") ?? false)
      let error = #expect(throws: StartError.self) { try application(folder) }
      #expect(error?.message.contains("make it mode 600") ?? false)
    }
  }

  @Test func `check says of each scanner whether it can be read, and what to do`() throws {
    try withFolder { folder in
      let terminal = try PseudoTerminal()
      var settings = try Settings.standard()
      settings.scanners.serial = [terminal.path, "/dev/no-scanner"]
      let texts = try Texts(directory: "\(DoorKiosk.assets)/text")

      let findings = Trial(settings: settings, data: folder, assets: DoorKiosk.assets) { _ in
        throw Unexpected()
      }.run()
        .filter { $0.subject == .checkScanner }

      #expect(findings.map(\.isGood) == [true, false])
      let words = findings.map { $0.detail(texts, .en) }
      #expect(words[0] == "\(terminal.path): can be read (\(terminal.path))")
      #expect(words[1] == "/dev/no-scanner: stands in the settings but is not plugged in")
    }
  }
}
