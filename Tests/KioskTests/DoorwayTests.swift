import Foundation
import HTTP
import Synchronization
import Testing

@testable import Kiosk

@Suite struct DoorwayTests {
  /// A folder with a doorway over it; what stops it from opening is as the test says.
  private final class Hindered: Sendable {
    let folder = "\(NSTemporaryDirectory())/doorway-\(UInt64.random(in: 0 ... .max))"
    let trouble: Mutex<StartError?>

    init(_ trouble: StartError?) throws {
      self.trouble = Mutex(trouble)
      try Files.makeDirectory(folder, mode: 0o750)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func doorway() throws -> Doorway {
      var settings = try Settings.standard()
      settings.http.port = 0
      return Doorway(
        settings: settings, data: folder, assets: DoorKiosk.assets, logger: Bed.quiet
      ) { [self, settings] port throws(StartError) in
        if let error = trouble.withLock({ $0 }) { throw error }
        var settings = settings
        settings.http.port = port
        return try Application(
          settings: settings, data: folder, assets: DoorKiosk.assets, logger: Bed.quiet)
      }
    }
  }

  private func get(
    _ doorway: Doorway, _ path: String, _ method: String = "GET"
  ) throws
    -> ClientResponse
  {
    try Client().send(
      ClientRequest(method: method, url: "http://127.0.0.1:\(doorway.port)\(path)"))
  }

  @Test(arguments: [StartError.Hindrance.diskFull, .readOnly])
  func `while nothing can be saved the screen says so, and it opens by itself at its address`(
    _ hindrance: StartError.Hindrance
  ) throws {
    let full = StartError(reason: .disk, message: "no room", hindrance: hindrance)
    let hindered = try Hindered(full)
    let doorway = try hindered.doorway()
    try doorway.start()
    defer { doorway.stop() }
    let port = doorway.port

    let screen = try get(doorway, "/")
    #expect(screen.status == .ok && doorway.setUpCode == nil)
    #expect(String(decoding: screen.body, as: UTF8.self).contains("ghi tên vào sổ giấy"))
    #expect(try get(doorway, "/ready").status == .noContent, "waiting pages come here")
    #expect(try get(doorway, "/starting").status == .ok)
    #expect(try get(doorway, "/desk").status == .serviceUnavailable)
    #expect(try get(doorway, "/api/check-ins", "POST").status == .serviceUnavailable)
    #expect(try get(doorway, "/assets/style.css").status == .ok)
    #expect(!doorway.reopen())
    #expect(try get(doorway, "/").status == .ok)

    hindered.trouble.withLock { $0 = nil }
    #expect(doorway.reopen())
    #expect(doorway.port == port && doorway.setUpCode != nil)
    #expect(try get(doorway, "/desk").status == .seeOther)
    #expect(doorway.reopen(), "an open kiosk needs no further attempt")
  }

  @Test func `what does not pass by itself ends the start`() throws {
    let other = StartError(reason: .newerVersion, message: "newer")
    let doorway = try Hindered(other).doorway()

    #expect(throws: other) { try doorway.start() }
    #expect(doorway.port == 0)
  }

  @Test func `with room it is open at once`() throws {
    let doorway = try Hindered(nil).doorway()
    try doorway.start()
    defer { doorway.stop() }

    #expect(doorway.port > 0 && doorway.scheme == "http" && doorway.setUpCode != nil)
  }
}
