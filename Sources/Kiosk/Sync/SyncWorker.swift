import Evidence
package import HTTP
package import Logging
package import Store
import Synchronization

/// Brings the log to the province: a hello, then batches until the receipts cover everything, then
/// the personal values that the province may have. It never deletes and never skips; whatever is not
/// a valid receipt confirms nothing. Check-in does not wait for it and does not know it.
package final class SyncWorker: Sendable {
  /// Milliseconds between two questions for the bundle.
  private static let bundleRestMilliseconds: Int64 = 3_600_000

  let store: Store
  let keys: Keys
  let clock: Clock
  let settings: SyncSettings
  /// What keeps this kiosk's key certified; nil where nothing is asked for.
  let certification: Certification?
  let send: @Sendable (ClientRequest) throws -> ClientResponse
  private let bundleAskedMilliseconds = Mutex<Int64?>(nil)
  private let plan: SyncPlan
  private let logger: Logger
  private let batchEvents: Mutex<Int>
  private let random: Mutex<any RandomNumberGenerator & Sendable>

  /// - Parameters:
  ///   - certification: what keeps this kiosk's key certified.
  ///   - send: how a request travels; `Client.send` in the daemon.
  ///   - random: what the back-off is drawn from.
  package init(
    store: Store, keys: Keys, clock: Clock, settings: SyncSettings, logger: Logger,
    certification: Certification? = nil,
    random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
    send: @escaping @Sendable (ClientRequest) throws -> ClientResponse
  ) {
    self.store = store
    self.keys = keys
    self.clock = clock
    self.settings = settings
    self.certification = certification
    self.send = send
    self.logger = logger
    self.random = Mutex(random)
    plan = SyncPlan(settings: settings, log: store.log)
    batchEvents = Mutex(settings.batchEvents)
  }

  /// Does what is due.
  /// - Parameter isForced: goes now, whatever the plan says.
  @discardableResult
  package func step(isForced: Bool = false) throws -> SyncOutcome {
    guard let enrolment = try keys.enrolment() else {
      return .notEnrolled
    }
    // Enrolled by stick with a province that no network leads to: there is nowhere to send to.
    guard !address(of: enrolment).isEmpty else {
      return .notEnrolled
    }
    let state = try store.syncState()
    guard try isForced || delayMilliseconds(state) == 0 else {
      return .notDue
    }
    let exchange = SyncExchange(
      worker: self,
      line: ProvinceLine(
        enrolment: enrolment, address: address(of: enrolment), log: store.log, send: send),
      log: OutgoingLog(store: store, key: keys.device, enrolment: enrolment))
    let outcome = exchange.run(state)
    try note(outcome, after: state)
    return outcome
  }

  /// Seconds until something is due.
  package func delaySeconds() -> Double {
    let longest = Double(settings.intervalSeconds)
    guard let state = try? store.syncState(), let delay = try? delayMilliseconds(state) else {
      return longest
    }
    return min(longest, max(0.05, Double(delay) / 1_000))
  }

  /// The events that the next batch may hold.
  var nextBatchEvents: Int { batchEvents.withLock { $0 } }

  /// A batch arrived: the next may be larger.
  func growBatch() {
    batchEvents.withLock { $0 = min(settings.batchEventsMost, $0 * 2) }
  }

  /// A batch did not arrive: the next is smaller.
  /// - Returns: whether it could be made smaller.
  @discardableResult
  func shrinkBatch() -> Bool {
    batchEvents.withLock { events in
      let smaller = max(settings.batchEventsLeast, events / 2)
      defer { events = smaller }
      return smaller < events
    }
  }

  /// Whether an hour has passed, by the time since boot, since the bundle was asked for.
  func mayAskForBundle(bootMilliseconds now: Int64) -> Bool {
    bundleAskedMilliseconds.withLock { asked in
      asked.map { now - $0 >= Self.bundleRestMilliseconds } ?? true
    }
  }

  /// The province has answered to that question, whatever it said.
  func noteBundleAsked(bootMilliseconds now: Int64) {
    bundleAskedMilliseconds.withLock { $0 = now }
  }

  /// Writes a line that is no outcome of a transfer.
  func log(_ line: String) {
    logger.info("\(line)")
  }

  private func delayMilliseconds(_ state: SyncState) throws -> Int64 {
    plan.delayMilliseconds(
      state: state, logSize: try store.logSize(), nowMilliseconds: clock.nowMilliseconds)
  }

  private func address(of enrolment: Enrolment) -> String {
    let url = settings.provinceURL.isEmpty ? enrolment.url : settings.provinceURL
    return url.hasSuffix("/") ? String(url.dropLast()) : url
  }

  private func note(_ outcome: SyncOutcome, after state: SyncState) throws {
    let now = clock.nowMilliseconds
    var next: Int64?
    var failures = 0
    var attention: String?
    switch outcome {
    case .notEnrolled, .notDue: return
    case .balanced: break
    case .later(let seconds): next = now + Int64(seconds) * 1_000
    case .failed:
      failures = state.failures + 1
      attention = try store.syncState().attention
      next = now + backOffMilliseconds(failures)
    case .attention(let reason):
      failures = state.failures + 1
      attention = reason.rawValue
      next = now + Int64(settings.backOffMostSeconds) * 1_000
    }
    try store.recordAttempt(
      atMilliseconds: now, nextMilliseconds: next, failures: failures, attention: attention)
    log(outcome, failures: failures)
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

  private func log(_ outcome: SyncOutcome, failures: Int) {
    var reason = ""
    if case .failed(let text) = outcome {
      reason = " reason=\"\(text)\""
    }
    logger.info("event=sync outcome=\(outcome.word) failures=\(failures)\(reason)")
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
