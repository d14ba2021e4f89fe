import Evidence
package import Logging
import Store
import Synchronization

/// Writes the log to a stick in the background: batches, then reading all of it back, and only then
/// "safe to take out". Whatever happens to the stick is a plain word at the desk and harms nothing
/// here: nothing counts as delivered before the province's receipt has come back.
package final class StickWorker: Sendable {
  private static let idleSeconds = 366 * 86_400.0

  /// Staff asked to end it.
  private struct Cancelled: Error {}

  private let desk: Desk
  private let logger: Logger

  /// A worker for what `Desk.startStick` begins.
  package init(desk: Desk, logger: Logger) {
    self.desk = desk
    self.logger = logger
  }

  /// Writes the stick that was chosen, if one was.
  /// - Returns: how it ended; nil when there was nothing to do.
  @discardableResult
  package func step() -> StickJob.Phase? {
    guard let job = desk.stickJob.withLock({ $0 }), job.isRunning else { return nil }
    let phase: StickJob.Phase
    do {
      try run(job)
      phase = .done
    } catch is Cancelled {
      phase = .cancelled
    } catch {
      phase = .failed(StickFault(error, keys: desk.keys.directory))
      logger.warning("event=stick outcome=failed reason=\"\(error)\"")
    }
    change { $0.phase = phase }
    return phase
  }

  /// One step, and the seconds until the next.
  package func delaySecondsAfterStep() -> Double {
    step()
    return Self.idleSeconds
  }

  private func run(_ job: StickJob) throws {
    guard let enrolment = try desk.keys.enrolment() else { throw StickFault.notEnrolled }
    let export = LogExport(
      log: OutgoingLog(store: desk.store, keys: desk.keys, enrolment: enrolment),
      settings: desk.settings.sync)
    let range = try export.range(isAll: job.isAll)
    change { $0.events = Int64(range.count) }
    let stick = try OpenStick(job.path, device: job.device)
    let files = try guarding(stick) { try write(export, range, to: stick) }
    let wrong = try guarding(stick) { try check(files, on: stick) }
    guard wrong == nil else { throw StickFault.different }
    try guarding(stick) { try stick.flush() }
    note(LastExport(at: desk.clock.nowMilliseconds, label: job.label, range: range))
    logger.info("event=stick outcome=done events=\(range.count) files=\(files.count)")
  }

  /// The stick is good, whether this can be written down or not.
  private func note(_ export: LastExport) {
    do {
      try export.write(to: desk.store.directory)
    } catch {
      logger.warning("event=stick outcome=unnoted reason=\"\(error)\"")
    }
  }

  private func write(
    _ export: LogExport, _ range: Range<Int64>, to stick: OpenStick
  ) throws -> [LogExport.Written] {
    try stick.makeFolder()
    let files = try export.write(range, to: stick.folder) { position in
      change {
        $0.eventsDone = position - range.lowerBound
        $0.files += 2
      }
      try goOn(stick)
    }
    change { $0.files = files.count }
    return files
  }

  private func check(_ files: [LogExport.Written], on stick: OpenStick) throws -> String? {
    change { $0.phase = .checking }
    return try ReadBack.firstWrong(of: files, in: stick.folder) { count in
      change { $0.filesChecked = count }
      try goOn(stick)
    }
  }

  /// Whether the work may go on: the stick is there, and nobody asked to end it.
  private func goOn(_ stick: OpenStick) throws {
    guard stick.isThere else { throw StickFault.removed }
    guard desk.stickJob.withLock({ $0?.isCancelled }) == false else { throw Cancelled() }
  }

  /// Whatever fails on a stick that is no longer there is that it was taken away.
  private func guarding<Result>(_ stick: OpenStick, _ body: () throws -> Result) throws -> Result {
    do {
      let result = try body()
      guard stick.isThere else { throw StickFault.removed }
      return result
    } catch let error as FileError {
      throw stick.isThere ? error as any Error : StickFault.removed
    }
  }

  private func change(_ body: (inout StickJob) -> Void) {
    desk.stickJob.withLock { job in
      guard var known = job else { return }
      body(&known)
      job = known
    }
  }
}
