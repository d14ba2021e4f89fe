import Dispatch
import Foundation
import HTTP
package import Logging
import Synchronization

/// Asks every kiosk in its turn, several at a time: one that is slow or gone holds up nobody else.
package final class PullScheduler: Sendable {
  /// Seconds between two looks for kiosks that are due.
  private static let lookSeconds = 2

  let puller: Puller
  let schedule: PullSchedule
  private let logger: Logger
  /// Called after a round that brought something.
  private let onStored: @Sendable () -> Void

  /// Makes a scheduler; nothing runs before `start`.
  package init(
    puller: Puller, schedule: PullSchedule, logger: Logger,
    onStored: @escaping @Sendable () -> Void = {}
  ) {
    self.puller = puller
    self.schedule = schedule
    self.logger = logger
    self.onStored = onStored
  }

  /// How one kiosk's turn ended, for whoever prints it.
  package struct Turn: Sendable {
    /// How it ended.
    package enum End: Equatable, Sendable {
      /// The kiosk answered well and brought this.
      case pulled(Puller.Outcome)
      /// It did not answer, or not well.
      case failed
      /// It was not asked, or not to the end: another puller is at it, or this one is being stopped.
      case postponed
    }

    /// The kiosk.
    package let target: Puller.Target
    /// How it ended.
    package let end: End
  }

  /// The threads that do the work; the caller starts and stops them.
  package func workers() -> [Worker] {
    (1...puller.settings.concurrency).map { number in
      Worker(name: "pull-\(number)", intervalSeconds: Self.lookSeconds, logger: logger) { [self] in
        while !puller.stop.isSet, try step() != nil {}
      }
    }
  }

  /// Lets no further turn begin and ends the requests under way.
  package func stop() {
    puller.stop.set()
    puller.client.interrupt()
  }

  /// Takes the kiosk that has been due for longest and asks it; nil when none is due.
  package func step() throws -> Turn? {
    try schedule.claim().map(turn)
  }

  /// Asks every kiosk that can be asked once, due or not, several at a time, and waits for all of them.
  package func round() throws -> [Turn] {
    let left = Mutex(Array(try puller.targets().reversed()))
    let done = Mutex<[Turn]>([])
    let fault = Mutex<(any Error)?>(nil)
    let group = DispatchGroup()
    for _ in 0..<puller.settings.concurrency {
      group.enter()
      // A thread each: those of Dispatch are as many as there are cores, and all of these may wait.
      Thread { [self] in
        defer { group.leave() }
        while let target = left.withLock({ $0.popLast() }) {
          do {
            let turn = try ask(target)
            done.withLock { $0.append(turn) }
          } catch {
            fault.withLock { $0 = error }
          }
        }
      }.start()
    }
    group.wait()
    if let error = fault.withLock({ $0 }) { throw error }
    return done.withLock { $0 }
  }

  /// Asks this kiosk, due or not, unless another scheduler is at it.
  package func ask(_ target: Puller.Target) throws -> Turn {
    guard let claim = try schedule.claim(only: target.log) else {
      return Turn(target: target, end: .postponed)
    }
    return try turn(claim)
  }

  private func turn(_ claim: PullSchedule.Claim) throws -> Turn {
    let target = claim.target
    do {
      let events = puller.settings.maxEvents(afterFailures: claim.failures)
      let outcome = try puller.pull(target, maxEvents: events) { try schedule.renew(target.log) }
      try schedule.succeeded(target.log, outcome)
      logger.info(
        "pulled",
        metadata: [
          "log": "\(target.log)", "stored": "\(outcome.stored)", "bytes": "\(outcome.bytes)",
        ])
      if outcome.stored > 0 || outcome.personal > 0 { onStored() }
      return Turn(target: target, end: .pulled(outcome))
    } catch let error as PostgresError {
      // A database that takes not even this lets the claim run out.
      try? schedule.giveBack(target.log)
      throw error
    } catch {
      return try ended(target, by: error)
    }
  }

  private func ended(_ target: Puller.Target, by error: any Error) throws -> Turn {
    guard !puller.stop.isSet else {
      // Cut short from here: the kiosk did nothing wrong.
      try schedule.giveBack(target.log)
      return Turn(target: target, end: .postponed)
    }
    let reason = (error as? Problem).map { "\($0.code): \($0.detail)" } ?? "\(error)"
    logger.error("pull failed", metadata: ["log": "\(target.log)", "error": "\(reason)"])
    var random = SystemRandomNumberGenerator()
    try schedule.failed(target.log, reason, using: &random)
    return Turn(target: target, end: .failed)
  }
}
