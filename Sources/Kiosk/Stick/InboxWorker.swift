import Glibc
package import Logging
import Store

/// Looks every second whether a command has left something in the inbox.
package final class InboxWorker: Sendable {
  private static let pauseSeconds = 1.0

  private let desk: Desk
  private let logger: Logger
  private let inbox: Inbox

  /// A worker for the desk's data directory.
  package init(desk: Desk, logger: Logger) {
    self.desk = desk
    self.logger = logger
    inbox = Inbox(data: desk.store.directory)
    inbox.clean(nowSeconds: time(nil))
  }

  /// Takes what lies there.
  /// - Returns: how many files.
  @discardableResult
  package func step() throws -> Int {
    let intake = Intake(desk: desk)
    return try inbox.takeAll { path in
      let answer = intake.take(file: path)
      logger.info("event=import outcome=\(answer.text) good=\(answer.isGood)")
      return answer
    }
  }

  /// One step, and the seconds until the next.
  package func delaySecondsAfterStep() -> Double {
    do {
      try step()
    } catch {
      logger.error("event=import outcome=fault reason=\"\(error)\"")
    }
    return Self.pauseSeconds
  }
}
