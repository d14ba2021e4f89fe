import Centre
import Evidence
import Foundation
import HTTP
import Store
import Synchronization

@testable import Kiosk

/// A kiosk in a folder of its own with one course, one open session and one resident, and its
/// check-in screen reached without sockets.
final class DoorKiosk: Sendable {
  let folder: String
  let desk: Desk
  let router: Router
  let resident: Resident
  let session: Session
  private let time: FakeTime

  /// Monday 23 November 2026, 08:02 in Vietnam.
  static let start = (Day(iso: "2026-11-23")?.startMilliseconds ?? 0) + (8 * 60 + 2) * 60_000

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
  static var assets: String { "\(root)/assets" }

  init(name: String = "Đỗ Thị Hạnh", configuration: String = "") throws {
    let folder = "\(NSTemporaryDirectory())/door-\(UInt64.random(in: 0 ... .max))"
    let time = FakeTime(wallMilliseconds: Self.start)
    let clock = Clock { time.reading() }
    let settings = try Settings(text: configuration, file: "test")
    let desk = try Opening(path: folder, settings: settings, clock: clock).desk
    session = try Self.openSession("Kỹ thuật nuôi ốc nhồi", in: desk)
    resident = try desk.store.addResident(
      NewResident(name: name, birthYear: 1985, village: "Xóm 3", phone: "0912345678"),
      now: clock.read())
    router = try Self.router(desk)
    self.folder = folder
    self.time = time
    self.desk = desk
  }

  deinit {
    desk.store.close()
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Lets time pass.
  func wait(seconds: Int64) { time.advance(seconds: seconds) }

  /// Lets every question go that a screen may still show, of this run of the service or the one before.
  func outlastQuestions() { wait(seconds: Int64(2 * desk.settings.checkIn.formSeconds) + 1) }

  /// Opens one more session of a course of its own, so that visitors have to choose.
  @discardableResult
  static func openSession(_ title: String, in desk: Desk) throws -> Session {
    let now = desk.clock.read()
    let course = try desk.store.addCourse(
      NewCourse(title: title, group: .economy, hoursTenths: 125, requiredSessions: 5), now: now)
    let planned = try desk.store.addSession(
      NewSession(
        courseCode: course.code, title: title, day: Day(wallMilliseconds: Self.start),
        startMilliseconds: Self.start, endMilliseconds: Self.start + 9_000_000,
        place: "Nhà văn hóa xóm 3", hoursTenths: 25), now: now)
    return try desk.store.openSession(planned.code, now: now)
  }

  /// The answer to a request, as the server would send it.
  func respond(
    _ method: String, _ target: String, _ body: String = "", type: String? = nil,
    headers: [Header] = [], from address: String = "127.0.0.1"
  ) throws -> Response {
    let type = type ?? (target.hasPrefix("/api/") ? "application/json" : Self.formType)
    let fields = body.isEmpty ? headers : [Header("Content-Type", type)] + headers
    return router.respond(
      to: try Request(
        method: method, target: target, headers: Headers(fields), body: Array(body.utf8),
        remoteAddress: address))
  }

  /// The body that checks the resident in through the interface for programs.
  var checkIn: String { #"{"code":"\#(resident.cardDigits)","source":"serial"}"# }

  private static let formType = "application/x-www-form-urlencoded"

  private static func router(_ desk: Desk) throws -> Router {
    let pages = try Pages(assets: assets)
    let problems = ProblemPages(pages: pages, centreName: "Trung tâm") { _, _, _ in }
    var router = Router { problems.response(to: $0, error: $1) }
    DoorPages(desk: desk, pages: pages, assets: assets, freshMilliseconds: 0)
      .addRoutes(to: &router)
    return router
  }
}

/// A clock that stands still until a test moves it.
private final class FakeTime: Sendable {
  private let wall: Mutex<Int64>

  init(wallMilliseconds: Int64) {
    wall = Mutex(wallMilliseconds)
  }

  func advance(seconds: Int64) { wall.withLock { $0 += seconds * 1_000 } }

  func reading() -> ClockReading {
    let now = wall.withLock { $0 }
    return ClockReading(
      boot: 1, bootMilliseconds: now - DoorKiosk.start, wallMilliseconds: now,
      quality: .networkTime)
  }
}
