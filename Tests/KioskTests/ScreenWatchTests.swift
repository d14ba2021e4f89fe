import Centre
import Evidence
import Foundation
import HTTP
import Logging
import Testing

@testable import Kiosk

@Suite struct ScreenWatchTests {
  private let watch = ScreenWatch(silentSeconds: 40)

  /// Looks every ten seconds of a span, as the worker does; what each look found.
  private func look(from first: Int64, through last: Int64) -> [ScreenWatch.Finding] {
    stride(from: first, through: last, by: 10).map { watch.look(at: $0 * 1_000) }
  }

  @Test func `where no sign ever came, none is missed`() {
    let found = look(from: 0, through: 10_000)

    #expect(found.allSatisfy { $0 == ScreenWatch.Finding() })
    #expect(watch.state == .closed && watch.silences == 0)
  }

  @Test func `a page that gives its signs is alive`() {
    for second in stride(from: Int64(0), through: 3_600, by: 10) {
      watch.hear(at: second * 1_000)
      #expect(watch.look(at: second * 1_000 + 5_000) == ScreenWatch.Finding())
    }
    #expect(watch.state == .alive)
  }

  @Test func `after 40 seconds of silence it is noticed once, and the action is due`() {
    watch.hear(at: 0)

    let found = look(from: 0, through: 60)

    #expect(found.map(\.newSilenceSeconds) == [nil, nil, nil, nil, 40, nil, nil])
    #expect(found.map(\.isActionDue) == [false, false, false, false, true, true, true])
    #expect(watch.state == .silent && watch.silences == 1)
  }

  @Test func `the action is due at most once in five minutes, as long as the silence lasts`() {
    watch.hear(at: 0)
    var acted: [Int64] = []
    for second in stride(from: Int64(0), through: 1_000, by: 10)
    where watch.look(at: second * 1_000).isActionDue {
      watch.noteAction(at: second * 1_000)
      acted.append(second)
    }
    #expect(acted == [40, 340, 640, 940])
    #expect(watch.silences == 1)
  }

  @Test func `a sign ends the silence, and the next one counts anew`() {
    watch.hear(at: 0)
    _ = look(from: 0, through: 50)

    #expect(watch.hear(at: 60_000))
    #expect(watch.state == .alive)

    #expect(look(from: 60, through: 120).compactMap(\.newSilenceSeconds) == [40])
    #expect(watch.silences == 2)
  }

  @Test func `a page that was closed in order is not missed`() {
    watch.hear(at: 0)
    watch.leave()
    #expect(look(from: 0, through: 1_000).allSatisfy { $0 == ScreenWatch.Finding() })
  }

  @Test func `when the whole machine stood still, the page is given time to speak`() {
    watch.hear(at: 0)
    _ = watch.look(at: 10_000)

    #expect(watch.look(at: 600_000) == ScreenWatch.Finding())
    #expect(watch.look(at: 610_000) == ScreenWatch.Finding())
    #expect(watch.look(at: 620_000).newSilenceSeconds == 40)
  }
}

@Suite struct ScreenRoutesTests {
  @Test func `the page's signs are taken from this machine only`() throws {
    let kiosk = try DoorKiosk()

    #expect(try kiosk.respond("POST", "/heartbeat", "state=here").status == .noContent)
    #expect(kiosk.desk.screen.state == .alive)
    #expect(try kiosk.respond("POST", "/heartbeat", "state=away").status == .noContent)
    #expect(kiosk.desk.screen.state == .closed)

    let far = try kiosk.respond("POST", "/heartbeat", "state=here", from: "192.168.1.20")
    let foreign = try kiosk.respond(
      "POST", "/heartbeat", "state=here", headers: [Header("Origin", "http://else.example")])
    #expect(far.status == .forbidden && foreign.status == .forbidden)
    #expect(try kiosk.respond("POST", "/heartbeat", "state=x").status == .badRequest)
    #expect(kiosk.desk.screen.state == .closed)
  }

  @Test func `a silent screen stands in the status and among what waits for somebody`() throws {
    let kiosk = try DoorKiosk()
    _ = try kiosk.respond("POST", "/heartbeat", "state=here")
    let worker = ScreenWorker(desk: kiosk.desk, logger: Logger(label: "test"))
    for _ in 0..<5 {
      _ = worker.step()
      kiosk.wait(seconds: 10)
    }
    let status = try kiosk.respond("GET", "/api/status")
    let text = status.text

    #expect(text.contains(#""screen":"silent""#) && text.contains(#""screenSilences":1"#))
    #expect(try kiosk.desk.needs().contains(.screen))
  }

  @Test func `a command runs when the screen falls silent, without a shell`() async throws {
    let mark = "\(NSTemporaryDirectory())/screen-\(UInt64.random(in: 0 ... .max)) $(id)"
    defer { try? FileManager.default.removeItem(atPath: mark) }
    let kiosk = try DoorKiosk(
      configuration: "[checkIn]\nsilentScreenCommand = [\"/bin/mkdir\", \"\(mark)\"]")
    _ = try kiosk.respond("POST", "/heartbeat", "state=here")
    let worker = ScreenWorker(desk: kiosk.desk, logger: Logger(label: "test"))
    for _ in 0..<5 {
      _ = worker.step()
      kiosk.wait(seconds: 10)
    }
    while !FileManager.default.fileExists(atPath: mark) { await Task.yield() }
  }

  @Test func `the command's program must be named by its full path`() {
    #expect(throws: SettingsError.self) {
      try Settings(text: "[checkIn]\nsilentScreenCommand = [\"systemctl\"]", file: "test")
    }
  }

  @Test func `the page that stands in knows nobody, runs no script, and comes back by itself`()
    throws
  {
    let kiosk = try DoorKiosk()
    let page = try kiosk.respond("GET", "/starting")
    let text = page.text

    #expect(text.contains("Máy đang khởi động") && text.contains("The machine is starting"))
    #expect(text.contains(#"<meta http-equiv="refresh" content="2">"#) && !text.contains("<script"))
    #expect(page.headers["Content-Security-Policy"]?.hasPrefix("default-src 'none'") == true)
    #expect(try kiosk.respond("GET", "/ready").status == .noContent)
    let script = try kiosk.respond("GET", "/sw.js")
    #expect(script.headers["Content-Type"]?.hasPrefix("text/javascript") == true)
  }
}
