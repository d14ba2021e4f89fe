import Centre
import Evidence
import Foundation
import Paper
import Store
import Synchronization

@testable import Kiosk

/// A kiosk whose kernel's clocks the test moves, over a folder that outlives switching it off.
final class ClockBed: Sendable {
  /// Monday 2 November 2026, 08:00 in Vietnam.
  static let morning = Bed.start
  static let day: Int64 = 86_400_000

  /// The kernel's clocks, and what time it truly is.
  struct Machine {
    var boot = 1
    var bootMilliseconds: Int64 = 60_000
    var wallMilliseconds: Int64
    var truth: Int64 = ClockBed.morning
    var isSynchronized = false

    /// Time passes on every clock.
    mutating func pass(milliseconds: Int64) {
      bootMilliseconds += milliseconds
      wallMilliseconds += milliseconds
      truth += milliseconds
    }
  }

  let folder: String
  private let hasBattery: Bool
  private let machine: Mutex<Machine>
  private let opening: Mutex<Opening?>

  /// - Parameter wall: what the kernel's wall clock shows at first.
  init(wall: Int64 = 0, hasBattery: Bool = false) throws {
    folder = "\(NSTemporaryDirectory())/clock-\(UInt64.random(in: 0 ... .max))"
    self.hasBattery = hasBattery
    machine = Mutex(Machine(wallMilliseconds: wall))
    opening = Mutex(nil)
    try open()
  }

  deinit {
    opening.withLock { $0?.desk.store.close() }
    try? FileManager.default.removeItem(atPath: folder)
  }

  var desk: Desk { get throws { try current.desk } }
  var timekeeper: Timekeeper { get throws { try current.data.timekeeper } }
  var now: ClockReading { get throws { try desk.clock.read() } }
  var truth: Int64 { machine.withLock { $0.truth } }
  var moment: Int64 { machine.withLock { $0.bootMilliseconds } }

  private var current: Opening {
    get throws {
      guard let opening = opening.withLock({ $0 }) else { throw Unexpected() }
      return opening
    }
  }

  /// Opens the kiosk on the machine as it runs.
  func open() throws {
    let settings = try Settings(
      text: "[desk]\npasswordCost = 10\n[clock]\nhasBattery = \(hasBattery)", file: "test")
    // Weakly: the bed owns what reads it.
    let kernel = KernelClock(
      bootID: "boot-\(machine.withLock { $0.boot })",
      builtMilliseconds: Self.morning - 30 * Self.day
    ) { [weak self] in
      self?.reading
        ?? KernelReading(bootMilliseconds: 0, wallMilliseconds: 0, isSynchronized: false)
    }
    let opened = try Opening(
      path: folder, settings: settings,
      papers: Papers(assets: DoorKiosk.assets, settings: settings.sign),
      kernel: kernel)
    opening.withLock { $0 = opened }
  }

  /// The service ends and starts again; the machine runs on.
  func restart() throws {
    try close()
    try open()
  }

  /// The power fails, and comes back after so long.
  /// - Parameter wall: what the kernel's wall clock shows then.
  func reboot(offSeconds: Int64 = 0, wall: Int64 = 0) throws {
    try current.desk.store.close()
    machine.withLock {
      $0.boot += 1
      $0.truth += offSeconds * 1_000
      $0.bootMilliseconds = 20_000
      $0.wallMilliseconds = wall
      $0.isSynchronized = false
    }
    try open()
  }

  func wait(seconds: Int64) {
    machine.withLock { $0.pass(milliseconds: seconds * 1_000) }
  }

  func set(_ change: (inout Machine) -> Void) {
    machine.withLock { change(&$0) }
  }

  /// Somebody checks in; the event's position.
  func scan(_ name: String = "Đỗ Thị Hạnh") throws -> Int64 {
    var form = ResidentForm()
    form.name = name
    guard case .saved(let resident) = try desk.addResident(form),
      case .welcome(let welcome) = try desk.checkIn(resident: resident.id, source: .keypad)
    else { throw Unexpected() }
    return welcome.eventSeq
  }

  func time(of seq: Int64) throws -> CorrectedTime {
    guard let time = try desk.store.times(of: [seq])[seq] else { throw Unexpected() }
    return time
  }

  func events(_ kind: String) throws -> [Event] {
    try desk.store.lines(from: 0, to: .max).map { try Event(line: $0) }.filter { $0.kind == kind }
  }

  private func close() throws {
    let open = try current
    open.desk.store.close()
    try open.data.timekeeper.saveFloor()
  }

  private var reading: KernelReading {
    machine.withLock {
      KernelReading(
        bootMilliseconds: $0.bootMilliseconds, wallMilliseconds: $0.wallMilliseconds,
        isSynchronized: $0.isSynchronized)
    }
  }
}
