import Centre
import Evidence
import Foundation
import HTTP
import Logging
import Paper
import Store
import Synchronization

@testable import Kiosk

/// A desk over a folder of its own with a clock that the test moves.
final class Bed: Sendable {
  let folder: String
  let desk: Desk
  let data: DataDirectory
  private let holder: Holder

  /// Monday 2 November 2026, 08:00 in Vietnam.
  static let start = (Day(iso: "2026-11-02")?.startMilliseconds ?? 0) + 8 * 3_600_000

  init(configuration: String = "", quality: ClockQuality = .networkTime) throws {
    let folder = "\(NSTemporaryDirectory())/kiosk-\(UInt64.random(in: 0 ... .max))"
    let holder = Holder(
      ClockReading(
        boot: 1, bootMilliseconds: 60_000, wallMilliseconds: Self.start, quality: quality))
    let settings = try Settings(
      text: configuration.isEmpty ? "[desk]\npasswordCost = 10" : configuration, file: "test")
    let opening = try Opening(
      path: folder, settings: settings, clock: Clock { holder.value },
      papers: Papers(assets: DoorKiosk.assets, settings: settings.sign))
    self.folder = folder
    desk = opening.desk
    data = opening.data
    self.holder = holder
  }

  deinit {
    desk.store.close()
    try? FileManager.default.removeItem(atPath: folder)
  }

  var now: ClockReading { holder.value }

  func wait(seconds: Int64) {
    holder.change {
      $0.wallMilliseconds += seconds * 1_000
      $0.bootMilliseconds += seconds * 1_000
    }
  }

  func set(_ change: (inout ClockReading) -> Void) {
    holder.change(change)
  }

  /// A resident whose card can be scanned.
  func addResident(_ name: String = "Đỗ Thị Hạnh") throws -> Resident {
    var form = ResidentForm()
    form.name = name
    form.birth = "1968"
    guard case .saved(let resident) = try desk.addResident(form) else { throw Unexpected() }
    return resident
  }

  /// A course of one session of two hours, which is held today and left open.
  func openCourse(title: String = "Kỹ thuật nuôi ốc nhồi") throws -> (Course, Session) {
    let course = try desk.store.addCourse(
      NewCourse(title: title, group: .economy, hoursTenths: 20, requiredSessions: 1), now: now)
    let session = try desk.store.addSession(
      NewSession(
        courseCode: course.code, day: Day(wallMilliseconds: now.wallMilliseconds),
        startMilliseconds: now.wallMilliseconds, endMilliseconds: now.wallMilliseconds + 7_200_000,
        hoursTenths: 20), now: now)
    _ = try desk.openSession(session.code)
    return (course, session)
  }

  /// A resident who has earned a certificate of a course.
  func earned() throws -> (Resident, Course) {
    let resident = try addResident()
    let (course, session) = try openCourse()
    _ = try desk.checkIn(resident: resident.id, source: .wedge, session: session.code)
    wait(seconds: 7_200)
    _ = try desk.closeSession(session.code)
    return (resident, course)
  }

  /// What backs this kiosk up, on a disk as full as the test says.
  func backup(
    measure: @escaping @Sendable (String) -> DiskUsage? = { DiskUsage(path: $0) }
  ) -> Backup {
    Backup(
      data: folder, keys: desk.keys, clock: desk.clock, limits: desk.settings.limits,
      measure: measure)
  }

  static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}

/// What a test did not expect, where an expectation would not stop it.
struct Unexpected: Error {}

/// A clock reading that closures share.
private final class Holder: Sendable {
  private let mutex: Mutex<ClockReading>

  init(_ value: ClockReading) { mutex = Mutex(value) }

  var value: ClockReading { mutex.withLock { $0 } }

  func change(_ body: (inout ClockReading) -> Void) { mutex.withLock { body(&$0) } }
}
