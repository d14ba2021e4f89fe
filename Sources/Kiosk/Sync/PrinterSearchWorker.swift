package import Logging
package import Paper
import Synchronization

/// Looks for printers when the desk asks, on a thread of its own: a search takes seconds.
package final class PrinterSearchWorker: Sendable {
  private static let idleSeconds = 366 * 86_400.0

  private let desk: Desk
  private let logger: Logger
  private let search: @Sendable () throws -> PrinterList

  /// - Parameter search: looks for printers.
  package init(
    desk: Desk, logger: Logger,
    search: @escaping @Sendable () throws -> PrinterList = { try PrinterList.search() }
  ) {
    self.desk = desk
    self.logger = logger
    self.search = search
  }

  /// Searches once, if somebody asked.
  package func step() {
    guard desk.printerSearch.withLock({ $0.isRunning }) else { return }
    var done = PrinterSearch()
    do {
      let list = try search()
      logger.info("event=printer-search found=\(list.printers.count)")
      done.list = list
    } catch {
      logger.warning("event=printer-search outcome=fault reason=\"\(error)\"")
      done.hasFailed = true
    }
    done.atMilliseconds = desk.clock.nowMilliseconds
    desk.printerSearch.withLock { [done] in $0 = done }
  }

  /// One step, and the seconds until the next.
  package func delaySecondsAfterStep() -> Double {
    step()
    return Self.idleSeconds
  }
}
