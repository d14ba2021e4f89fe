import Centre
import Foundation
import Glibc
import HTTP
import Store
import Synchronization
import Testing

@testable import Kiosk

/// A kiosk with folders of device files of its own, and pseudo-terminals for scanners.
final class ScannerBed {
  let kiosk: DoorKiosk
  let search: ScannerSearch
  let intake: ScanIntake
  let worker: ScannerWorker
  var devices: String { search.devices }
  var system: String { search.system }

  /// - Parameter machine: whether the machine's own device files are searched.
  init(configuration: String = "", machine: Bool = false) throws {
    let kiosk = try DoorKiosk(
      configuration: "[checkIn]\nrepeatSeconds = 3\n[scanners]\n\(configuration)")
    let folder = "\(kiosk.folder)/scanners"
    try Files.makeDirectory("\(folder)/dev/serial/by-id", mode: 0o700)
    let settings = kiosk.desk.settings.scanners
    search =
      machine
      ? ScannerSearch(settings: settings)
      : ScannerSearch(settings: settings, devices: "\(folder)/dev", system: "\(folder)/sys")
    let problems = ProblemPages(
      pages: try Pages(assets: DoorKiosk.assets), centreName: "Trung tâm"
    ) { _, _, _ in }
    intake = ScanIntake(desk: kiosk.desk, problems: problems, logger: Bed.quiet)
    worker = ScannerWorker(desk: kiosk.desk, search: search, intake: intake, logger: Bed.quiet)
    self.kiosk = kiosk
  }

  /// A scanner under /dev/serial/by-id, which the service has found.
  func plugIn(_ name: String) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal()
    symlink(terminal.path, "\(devices)/serial/by-id/\(name)")
    run { $0.contains { $0.name == name && $0.condition == .reading } }
    return terminal
  }

  func pullOut(_ terminal: PseudoTerminal, _ name: String) {
    unlink("\(devices)/serial/by-id/\(name)")
    terminal.hangUp()
  }

  var states: [ScannerState] { kiosk.desk.scanners.withLock { $0 } }

  /// Runs the reader until the scanners are as wanted; a minute of steps at most.
  func run(until isWanted: ([ScannerState]) -> Bool) {
    for _ in 0..<60 {
      _ = worker.step()
      if isWanted(states) { return }
    }
    Issue.record("the scanners never were as wanted: \(states)")
  }

  /// Runs the reader until so many codes have been read in all, and takes them.
  func read(codes: Int) {
    run { $0.reduce(0) { $0 + $1.codes } >= codes }
    intake.step()
  }

  /// A screen that has been greeted.
  func seat() throws -> ScreenSeat {
    let seat = try #require(kiosk.desk.screens.join())
    _ = seat.news(waitSeconds: 0)
    return seat
  }

  func event(_ seat: ScreenSeat) -> ScreenFeed.Event? {
    guard case .event(let event, _) = seat.news(waitSeconds: 0) else { return nil }
    return event
  }
}

/// A serial line without a wire: what is sent here, whoever opens `path` reads.
final class PseudoTerminal {
  private(set) var file: Int32
  let path: String

  // The calls of ioctl(2) behind unlockpt(3) and ptsname(3), which Swift's header does not show.
  private static let setLock: UInt = 0x4004_5431  // TIOCSPTLCK
  private static let getNumber: UInt = 0x8004_5430  // TIOCGPTN

  init() throws {
    var unlocked: Int32 = 0
    var number: Int32 = -1
    file = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard file >= 0, ioctl(file, Self.setLock, &unlocked) == 0,
      ioctl(file, Self.getNumber, &number) == 0
    else { throw Unexpected() }
    path = "/dev/pts/\(number)"
  }

  deinit { hangUp() }

  func send(_ text: String) { send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) { _ = write(file, bytes, bytes.count) }

  func hangUp() {
    if file >= 0 { close(file) }
    file = -1
  }
}
