import Evidence
import Foundation
import Logging

/// Looks from time to time whether the browser at the door still gives signs, and when it does not,
/// says so once and runs the command that the settings name, such as one that restarts it.
struct ScreenWorker: Sendable {
  let desk: Desk
  let logger: Logger

  /// One look.
  /// - Returns: the seconds until the next.
  func step() -> Double {
    let now = desk.clock.read().bootMilliseconds
    let finding = desk.screen.look(at: now)
    if let seconds = finding.newSilenceSeconds {
      logger.error("event=screen outcome=silent seconds=\(seconds)")
    }
    let command = desk.settings.checkIn.silentScreenCommand
    if finding.isActionDue, let program = command.first {
      desk.screen.noteAction(at: now)
      run(program, Array(command.dropFirst()))
    }
    return Double(desk.screen.intervalSeconds)
  }

  /// Starts the program and does not wait for it: what it restarts may take a minute.
  private func run(_ program: String, _ arguments: [String]) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    process.terminationHandler = { [logger] in
      let outcome = $0.terminationStatus == 0 ? "done" : "failed"
      logger.notice("event=screen outcome=\(outcome) status=\($0.terminationStatus)")
    }
    do {
      try process.run()
    } catch {
      logger.error("event=screen outcome=failed reason=\"The command cannot be started: \(error)\"")
    }
  }
}
