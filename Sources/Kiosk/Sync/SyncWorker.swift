import Evidence
package import HTTP
package import Logging
package import Store
import Synchronization

/// Brings the log to the province: a hello, then batches until the receipts cover everything, then
/// the personal values that the province may have. It never deletes and never skips; whatever is not
/// a valid receipt confirms nothing. Check-in does not wait for it and does not know it.
package final class SyncWorker: Sendable {
  /// Milliseconds between two questions for the bulletin and the bundle.
  private static let newsRestMilliseconds: Int64 = 3_600_000
  /// After a change of the network the wait is drawn as after so many failures: below a minute.
  private static let networkFailures = 3
  /// So often an answer may speak of two histories without proof before people are asked to look.
  private static let mostSuspicions = 3

  let store: Store
  let keys: Keys
  let clock: Clock
  /// What receipts set; nil where the clock is only read.
  let timekeeper: Timekeeper?
  let settings: SyncSettings
  /// What keeps this kiosk's key certified; nil where nothing is asked for.
  let certification: Certification?
  /// How the kiosk is, for the hello.
  let condition: @Sendable () -> KioskCondition
  /// Erases here who was erased in another history of this kiosk.
  let eraseElsewhere: @Sendable () throws -> Void
  let send: @Sendable (ClientRequest) throws -> ClientResponse
  private let newsAskedMilliseconds = Mutex<Int64?>(nil)
  private let suspicions = Atomic<Int>(0)
  private let plan: SyncPlan
  private let logger: Logger
  private let batchSize: Mutex<BatchSize?> = Mutex(nil)
  private let isAskedFor = Atomic<Bool>(false)
  private let random: Mutex<any RandomNumberGenerator & Sendable>

  /// - Parameters:
  ///   - certification: what keeps this kiosk's key certified.
  ///   - timekeeper: what receipts set.
  ///   - condition: how the kiosk is, for the hello.
  ///   - eraseElsewhere: erases here who was erased in another history; `Desk.eraseElsewhere` in the daemon.
  ///   - send: how a request travels; `Client.send` in the daemon.
  ///   - random: what the back-off is drawn from.
  package init(
    store: Store, keys: Keys, clock: Clock, settings: SyncSettings, logger: Logger,
    certification: Certification? = nil, timekeeper: Timekeeper? = nil,
    condition: @escaping @Sendable () -> KioskCondition = { KioskCondition() },
    random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
    eraseElsewhere: @escaping @Sendable () throws -> Void = {},
    send: @escaping @Sendable (ClientRequest) throws -> ClientResponse
  ) {
    self.store = store
    self.keys = keys
    self.clock = clock
    self.timekeeper = timekeeper
    self.settings = settings
    self.certification = certification
    self.condition = condition
    self.eraseElsewhere = eraseElsewhere
    self.send = send
    self.logger = logger
    self.random = Mutex(random)
    plan = SyncPlan(settings: settings, log: store.log)
  }

  /// Does what is due.
  /// - Parameter isForced: goes now, whatever the plan says.
  @discardableResult
  package func step(isForced: Bool = false) throws -> SyncOutcome {
    let isAskedFor = isAskedFor.exchange(false, ordering: .acquiringAndReleasing)
    guard let enrolment = try keys.enrolment() else {
      return .notEnrolled
    }
    // Enrolled by stick with a province that no network leads to: there is nowhere to send to.
    guard !settings.address(of: enrolment).isEmpty else {
      return .notEnrolled
    }
    guard try isForced || isAskedFor || delayMilliseconds() == 0 else {
      return .notDue
    }
    let outcome = try BranchExchange(worker: self).conversing(enrolment) { enrolment in
      SyncExchange(
        worker: self,
        line: ProvinceLine(
          enrolment: enrolment, address: settings.address(of: enrolment), log: store.log, send: send
        ),
        log: OutgoingLog(store: store, keys: keys, enrolment: enrolment)
      ).run(try store.syncState())
    }
    try note(outcome)
    return outcome
  }

  /// Seconds until something is due.
  package func delaySeconds() -> Double {
    let longest = Double(settings.intervalSeconds)
    guard (try? keys.enrolment()) != nil, let delay = try? delayMilliseconds() else {
      return longest
    }
    return min(longest, max(0.05, Double(delay) / 1_000))
  }

  /// The next step goes now, whatever the plan says: somebody asked for it.
  package func retryNow() {
    isAskedFor.store(true, ordering: .releasing)
  }

  /// What the talk says about the time.
  var clockExchange: ClockExchange {
    ClockExchange(store: store, clock: clock, timekeeper: timekeeper)
  }

  /// The network has changed: whoever waits after a failure waits anew, from now and not long, but for
  /// a random time, so that a commune's kiosks do not come back together. A wait that the province
  /// asked for stays as it is.
  /// - Returns: milliseconds until the next attempt; nil when nothing was brought forward.
  package func networkChanged() throws -> Int64? {
    let now = clock.read()
    guard var state = try plannedState(now), state.plan == .backOff else {
      return nil
    }
    let drawn = backOffMilliseconds(Self.networkFailures)
    guard drawn < plan.delayMilliseconds(state, waiting: 0, now: now) else {
      return nil
    }
    state.planned = TransferState.Moment(now)
    state.waitMilliseconds = drawn
    try store.replan(state)
    return drawn
  }

  /// How much the next batch may hold.
  var nextBatch: BatchSize { changeBatch { $0 } }

  /// A batch arrived, and its receipt was here after so long: the next may be larger.
  func growBatch(events: Int, bytes: Int, milliseconds: Int64) {
    changeBatch { $0.grow(events: events, bytes: bytes, milliseconds: milliseconds) }
  }

  /// A batch did not arrive: the next is smaller.
  /// - Returns: whether it could be made smaller.
  @discardableResult
  func shrinkBatch() -> Bool {
    changeBatch { $0.shrink() }
  }

  /// The size that the line carried before the last stop is where it begins again.
  @discardableResult
  private func changeBatch<Value: Sendable>(_ body: (inout BatchSize) -> Value) -> Value {
    batchSize.withLock { kept in
      var size = kept ?? rememberedBatch()
      defer { kept = size }
      return body(&size)
    }
  }

  /// Whether an hour has passed, by the time since boot, since the province was asked for its news. Then
  /// the hour begins anew at once: a line that breaks under the answer shall not carry it at every turn.
  func takesNewsTurn(bootMilliseconds now: Int64) -> Bool {
    newsAskedMilliseconds.withLock { asked in
      if let asked, now - asked < Self.newsRestMilliseconds {
        return false
      }
      asked = now
      return true
    }
  }

  /// The province may be asked for its news at the next turn.
  func returnNewsTurn() {
    newsAskedMilliseconds.withLock { $0 = nil }
  }

  /// Writes a line that is no outcome of a transfer.
  func log(_ line: String) {
    logger.info("\(line)")
  }

  private func rememberedBatch() -> BatchSize {
    let state = try? store.transferState()
    return BatchSize(
      events: state?.batchEvents ?? settings.batchEvents,
      bytes: state?.batchBytes ?? BatchSize.firstBytes,
      limits: settings.batchEventsLeast...settings.batchEventsMost,
      mostBytes: settings.batchBytes)
  }

  private func delayMilliseconds() throws -> Int64 {
    let now = clock.read()
    let waiting = try store.logSize() - store.syncState().confirmedSize
    return plan.delayMilliseconds(try plannedState(now), waiting: waiting, now: now)
  }

  /// The plan that is kept; after a start of the machine it is counted anew, once.
  private func plannedState(_ now: ClockReading) throws -> TransferState? {
    guard let state = try store.transferState() else {
      return nil
    }
    guard let recounted = plan.recounted(state, now: now) else {
      return state
    }
    try store.replan(recounted)
    return recounted
  }

  private func note(_ outcome: SyncOutcome) throws {
    // Read after the attempt: a receipt that came on the way has ended the row of failures.
    let state = try store.syncState()
    let now = clock.read()
    var failures = 0
    var attention: String?
    let wait: (plan: TransferState.Plan, milliseconds: Int64)
    switch outcome {
    case .notEnrolled, .notDue: return
    case .balanced:
      suspicions.store(0, ordering: .relaxed)
      wait = (.steady, plan.steadyMilliseconds(now: now))
    case .later(let seconds):
      attention = state.attention
      wait = (.exact, Int64(seconds) * 1_000)
    case .failed, .stranger:
      failures = state.failures + 1
      attention = state.attention
      wait = (.backOff, backOffMilliseconds(failures))
    case .unproven(let suspicion):
      failures = state.failures + 1
      let count = suspicions.wrappingAdd(1, ordering: .relaxed).newValue
      attention = count < Self.mostSuspicions ? state.attention : suspicion.rawValue
      wait = (.backOff, backOffMilliseconds(failures))
    case .attention(let reason):
      suspicions.store(0, ordering: .relaxed)
      failures = state.failures + 1
      attention = reason.rawValue
      wait = (.slow, Int64(settings.backOffMostSeconds) * 1_000)
    }
    let next = TransferState(
      plan: wait.plan, planned: TransferState.Moment(now), waitMilliseconds: wait.milliseconds,
      batchEvents: nextBatch.events, batchBytes: nextBatch.bytes, outcome: outcome.word,
      detail: outcome.detail)
    try store.recordAttempt(next, failures: failures, attention: attention)
    log(outcome, failures: failures, waitMilliseconds: wait.milliseconds)
  }

  private func backOffMilliseconds(_ failures: Int) -> Int64 {
    let backOff = BackOff(
      unitSeconds: settings.backOffSeconds, mostSeconds: settings.backOffMostSeconds)
    return random.withLock { random in
      var generator = AnyGenerator(random)
      defer { random = generator.base }
      return backOff.delayMilliseconds(failures: failures, using: &generator)
    }
  }

  private func log(_ outcome: SyncOutcome, failures: Int, waitMilliseconds: Int64) {
    var reason = ""
    switch outcome {
    case .failed(let text): reason = " reason=\"\(text)\""
    case .stranger(let stranger): reason = " reason=\"\(stranger.message)\""
    case .unproven(let suspicion): reason = " reason=\"\(suspicion.rawValue) without a receipt\""
    case .notEnrolled, .notDue, .balanced, .later, .attention: break
    }
    logger.info(
      "event=sync outcome=\(outcome.word) failures=\(failures) wait=\(waitMilliseconds)\(reason)")
  }
}

/// A generator of any type as one type.
private struct AnyGenerator: RandomNumberGenerator {
  var base: any RandomNumberGenerator & Sendable

  init(_ base: any RandomNumberGenerator & Sendable) {
    self.base = base
  }

  mutating func next() -> UInt64 {
    base.next()
  }
}
