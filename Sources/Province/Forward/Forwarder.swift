import HTTP

/// Forwards what the logs tell to a learning record store, as xAPI statements.
///
/// There is one at a time: it holds an advisory lock of PostgreSQL as long as its connection lives, and
/// writes its position over that same connection, so that one which lost the lock cannot go on. Before a
/// batch leaves, the position notes that it is under way; whoever finds that note later asks the store
/// for each statement before sending any. So it may be killed anywhere.
package final class Forwarder: Sendable {
  /// What a round came to.
  package enum Outcome: Equatable, Sendable {
    /// Everything is forwarded.
    case complete
    /// It is not time yet, or the store asked for a rest; the milliseconds until it is.
    case waiting(milliseconds: Int64)
    /// All but what may still be under way from before; the milliseconds until it cannot be.
    case settling(milliseconds: Int64)
    /// It did not work; it will be tried again by itself.
    case failed(String)
    /// Somebody asked it to stop.
    case stopped
  }

  /// The statements kept aside at most; with more there is something wrong with the store itself.
  private static let mostAside: Int64 = 1_000
  /// A batch under way is left alone for the time limit and this long.
  private static let graceMilliseconds: Int64 = 1_000

  private let target: DatabaseTarget
  private let projector: Projector
  private let settings: Settings.ForwardSettings
  private let maker: StatementMaker
  private let store: RecordStore
  private let clock: WallClock
  private let random: @Sendable (Int) -> Int64

  init(
    target: DatabaseTarget, projector: Projector, settings: Settings.ForwardSettings,
    maker: StatementMaker, store: RecordStore, clock: WallClock
  ) {
    self.target = target
    self.projector = projector
    self.settings = settings
    self.maker = maker
    self.store = store
    self.clock = clock
    random = { failures in
      var generator = SystemRandomNumberGenerator()
      return BackOff(unitSeconds: 15, mostSeconds: 1_800)
        .delayMilliseconds(failures: failures, using: &generator)
    }
  }

  /// Opens a connection and takes the lock; nil when another forwarder has it.
  package func begin() throws -> ForwardSession? { try ForwardSession(target) }

  /// Ends the round that runs after its present batch, or the projecting before it.
  package func stop() { projector.stop.raise() }

  /// Forwards everything that is projected, one batch of each log after the other.
  ///
  /// - Parameter isHurried: whether the back-off of earlier failures is passed over; a wait that the
  ///   store asked for never is.
  package func round(_ session: ForwardSession, isHurried: Bool = false) throws -> Outcome {
    let ledger = ForwardLedger(connection: session.connection)
    let wait = try ledger.state().waitMilliseconds(
      isHurried: isHurried, nowMilliseconds: clock.milliseconds())
    guard wait == 0 else { return .waiting(milliseconds: wait) }
    try projector.catchUp()
    do {
      try forwardLate(ledger)
      return try forward(ledger)
    } catch let failure as StoreFailure {
      return try note(failure, ledger)
    }
  }

  /// Tries again to bring what was set aside; gives back how many the store has taken now.
  package func retry(_ session: ForwardSession) throws -> (taken: Int, outcome: Outcome) {
    let ledger = ForwardLedger(connection: session.connection)
    var taken = 0
    let wait = try ledger.state().waitMilliseconds(
      isHurried: true, nowMilliseconds: clock.milliseconds())
    guard wait == 0 else { return (0, .waiting(milliseconds: wait)) }
    do {
      for (stream, seqs) in try ledger.asides() {
        for statement in try ledger.batch(stream, seqs: seqs, maker) {
          var delivery = Delivery(store, isDoubtful: true)
          try delivery.deliver([statement])
          switch delivery.fates[statement.id] {
          case .stored:
            try ledger.forget([statement], stream)
            taken += 1
          case .aside(let reason):
            try ledger.setAside(statement, stream, reason, clock.milliseconds())
          case nil: break
          }
        }
      }
      return (taken, .complete)
    } catch let failure as StoreFailure {
      return (taken, try note(failure, ledger))
    }
  }

  /// Sends every log to its beginning, to forward it all again: what the store has is not sent twice.
  package func reset(_ session: ForwardSession) throws {
    try ForwardLedger(connection: session.connection).reset()
  }

  /// Leaves out what happened so far in logs of which nothing was forwarded; gives back how many.
  package func beginNow(_ session: ForwardSession) throws -> Int {
    try projector.catchUp()
    return try ForwardLedger(connection: session.connection).beginNow()
  }

  private func forward(_ ledger: ForwardLedger) throws -> Outcome {
    while true {
      var hasMoved = false
      var waits: [Int64] = []
      for stream in try ledger.behind() {
        guard !projector.stop.isUp else { return .stopped }
        guard let place = try ledger.place(stream) else { continue }
        let wait = settling(place)
        if wait > 0 {
          waits.append(wait)
        } else {
          try step(place, ledger)
          hasMoved = true
        }
      }
      if !hasMoved { return waits.min().map { .settling(milliseconds: $0) } ?? .complete }
    }
  }

  /// Brings what was passed over in quarantine and is understood now. Whether a statement is in the store
  /// already is asked each time: there is no note that says so.
  private func forwardLate(_ ledger: ForwardLedger) throws {
    for late in try ledger.late() where !projector.stop.isUp {
      let batch = try ledger.batch(late, maker)
      var delivery = Delivery(store, isDoubtful: true)
      try delivery.deliver(batch.statements)
      try refuseTooMany(delivery, try ledger.state())
      try ledger.finish(batch, of: late, delivery.fates, now: clock.milliseconds())
    }
  }

  /// How long a batch that may be under way still may be: as long as its request may last.
  private func settling(_ place: ForwardLedger.Place) -> Int64 {
    guard let sent = place.sent else { return 0 }
    let limit = Int64(settings.timeoutSeconds) * 1000 + Forwarder.graceMilliseconds
    return min(limit, max(0, sent + limit - clock.milliseconds()))
  }

  private func step(_ place: ForwardLedger.Place, _ ledger: ForwardLedger) throws {
    let batch = try ledger.batch(
      place, maker, maxCount: settings.maxStatements, maxBytes: settings.maxBytes)
    var delivery = Delivery(store, isDoubtful: place.under != nil)
    if !batch.statements.isEmpty {
      try ledger.note(place, under: batch.next, nowMilliseconds: clock.milliseconds())
      do {
        try delivery.deliver(batch.statements)
        try refuseTooMany(delivery, try ledger.state())
      } catch let failure as StoreFailure {
        if !delivery.isDoubtful { try ledger.clear(place.stream) }
        throw failure
      }
    }
    try ledger.finish(batch, at: place, delivery.fates, now: clock.milliseconds())
  }

  /// A store that takes nothing at all is not set up, and one that refuses so many is broken: that is
  /// not the fault of single statements, and setting them aside would only hide it.
  private func refuseTooMany(_ delivery: Delivery, _ state: ForwardState) throws(StoreFailure) {
    let reasons = delivery.fates.values.compactMap { fate -> String? in
      guard case .aside(let reason) = fate else { return nil }
      return reason
    }
    guard let reason = reasons.first else { return }
    if state.accepted == nil, reasons.count == delivery.fates.count {
      throw StoreFailure("The learning record store has taken no statement yet: \(reason)")
    }
    if state.aside + Int64(reasons.count) > Forwarder.mostAside {
      throw StoreFailure(
        "More than \(Forwarder.mostAside) statements are set aside; see provinced forward --status, "
          + "then --retry. The last reason: \(reason)")
    }
  }

  private func note(_ failure: StoreFailure, _ ledger: ForwardLedger) throws -> Outcome {
    let wait =
      try failure.waitSeconds.map { $0 * 1000 } ?? random(ledger.state().failures + 1)
    try ledger.fail(
      failure.reason, due: clock.milliseconds() + wait, isOrdered: failure.waitSeconds != nil)
    return failure.waitSeconds.map { .waiting(milliseconds: $0 * 1000) } ?? .failed(failure.reason)
  }
}
