import Logging

/// The two threads behind the scanners that the service reads: one waits for their bytes, one for the
/// disk.
final class ScannerThreads: Sendable {
  private let reader: ScannerWorker
  private let readerThread: Worker
  private let intakeThread: Worker

  /// Nothing when the settings name no scanner.
  init?(desk: Desk, problems: ProblemPages, logger: Logger) {
    let settings = desk.settings.scanners
    guard !settings.serial.isEmpty || !settings.evdev.isEmpty else { return nil }
    let intake = ScanIntake(desk: desk, problems: problems, logger: logger)
    let reader = ScannerWorker(
      desk: desk, search: ScannerSearch(settings: settings), intake: intake, logger: logger)
    let intakeThread = Worker(name: "scans") {
      intake.step()
      return 86_400
    }
    intake.onWork { intakeThread.wake() }
    self.reader = reader
    self.intakeThread = intakeThread
    readerThread = Worker(name: "scanners") { reader.step() }
  }

  func start() {
    intakeThread.start()
    readerThread.start()
  }

  /// Reads no further code. One that still waits for the disk has not been shown as recorded.
  func stop() {
    reader.interrupt()
    readerThread.stop(withinSeconds: 2)
    reader.end()
    intakeThread.stop(withinSeconds: 2)
  }
}
