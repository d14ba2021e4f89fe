import Evidence
import Store

/// Keeps one kiosk's history apart from any other under the same key: a restored or copied card goes on
/// under a new log name (an epoch), and nothing of either history is lost.
///
/// The database is the master. Between any two writes the power may fail: `settle` at the start and
/// `BranchExchange` at the next transfer go on from whatever is on disk.
struct Epochs: Sendable {
  /// What has just been written, for tests that cut the power there.
  enum Step: CaseIterable, Sendable {
    case opened, renamed, taken, receipted, enrolled
  }

  let store: Store
  let keys: Keys
  let clock: Clock
  var afterStep: @Sendable (Step) throws -> Void = { _ in }

  /// Whether the province has still to hear of the present log's name.
  func isPending(_ enrolment: Enrolment) -> Bool {
    enrolment.log != store.log
  }

  /// Brings database and files together at the start, before anything leaves the kiosk. A database that
  /// holds less than was signed for goes on under a new name; a file that a power cut left behind
  /// follows the database.
  /// - Throws: `StoreError`, `FileError`.
  func settle() throws {
    let signed = keys.marks.signed
    try pinTokens()
    if try isBehind(signed) {
      _ = try open(.restored)
    }
    let known = try store.highestNumbers()
    try store.raiseNumbers(signed.numbers.filter { $0.value > known[$0.key] ?? 0 })
    if keys.log != store.log {
      try keys.marks.rename(to: store.log)
    }
  }

  /// Ends the present log and goes on under a new name; false when the kiosk has done so too often.
  /// Where it may not, people must look.
  func open(_ reason: BranchReason) throws -> Bool {
    try pinTokens()
    switch try store.openEpoch(reason: reason, now: clock.read()) {
    case .opened(let log):
      try afterStep(.opened)
      try keys.marks.rename(to: log)
      try afterStep(.renamed)
      return true
    case .tooMany, .tooSoon:
      let state = try store.syncState()
      try store.recordAttempt(
        atMilliseconds: state.lastAttemptMilliseconds ?? 0,
        nextMilliseconds: state.nextAttemptMilliseconds, failures: state.failures,
        attention: Attention(reason).rawValue)
      return false
    }
  }

  /// The kiosk's word about its present log, for the log that its tokens belong to.
  /// - Parameter fork: entries [0, fork) are common.
  /// - Returns: nil when there is nothing to announce, or the log has no such place.
  func announcement(
    of log: OutgoingLog, fork: Int64
  ) throws -> BranchRequest? {
    guard isPending(log.enrolment), let previous = log.enrolment.log,
      let epoch = try store.epochs().last, fork <= epoch.size,
      let range = try store.compactRange(at: fork)
    else { return nil }
    return try BranchRequest(
      log: log.log, previous: previous, fork: fork, root: range.root, size: epoch.size,
      reason: epoch.reason, madeSeconds: epoch.openedMilliseconds / 1_000,
      checkpoint: fork == 0 ? nil : try log.checkpoint(over: range), key: keys.device)
  }

  /// The same as a file that is carried to the province, where nobody can be asked how much is common: what
  /// was confirmed is. Nil when there is nothing to announce.
  func carriedAnnouncement(of log: OutgoingLog) throws -> (name: String, bytes: [UInt8])? {
    let fork = min(try store.syncState().confirmedSize, try store.epochs().last?.size ?? 0)
    guard let request = try announcement(of: log, fork: fork) else { return nil }
    return ("\(log.log.hex).branch.json", try request.json())
  }

  /// Takes what the province answered; the tokens, which make it count, come after what was told.
  /// - Returns: the enrolment that holds from now on; nil when the answer is about another tree.
  func take(_ answer: BranchAnswer, _ log: OutgoingLog) throws -> Enrolment? {
    guard answer.log == log.log, store.log == log.log,
      let range = try store.compactRange(at: answer.next), range.root == answer.root
    else { return nil }
    try store.takeBranch(numbers: answer.numbers, erased: answer.erased, fork: answer.next)
    try afterStep(.taken)
    if let text = answer.receipt,
      let receipt = try? Receipt(text: text, province: log.enrolment.verifier)
    {
      _ = try log.keep(receipt)
      try afterStep(.receipted)
    }
    var enrolment = log.enrolment
    enrolment.token = answer.token
    enrolment.pullTokenDigest = sha256(Array(answer.pullToken.utf8))
    enrolment.log = log.log
    try TrustLock.held(in: keys.directory) { [enrolment] in
      try enrolment.writeTokens(to: keys.directory)
    }
    try afterStep(.enrolled)
    try store.noteAnnounced(now: clock.read())
    return enrolment
  }

  /// Whether an older copy of the database was put back: it is still under a name that was left since,
  /// or its tree is not the one that was signed. A name that was never signed for is one that the power
  /// cut kept from the files.
  private func isBehind(_ signed: LastSigned) throws -> Bool {
    if try isBehindTokens() { return true }
    guard let entry = signed.entry(of: store.log) else { return false }
    guard signed.entries.first?.log == store.log else { return true }
    return try store.compactRange(at: entry.size)?.root != entry.root
  }

  /// Whether the tokens belong to a later log than the database has ever heard of, though it has nothing
  /// to announce.
  private func isBehindTokens() throws -> Bool {
    guard let enrolment = try? keys.enrolment(), isPending(enrolment) else { return false }
    let epochs = try store.epochs()
    return epochs.allSatisfy { $0.announcedMilliseconds != nil && $0.log != enrolment.log }
  }

  /// An earlier program did not write which log its tokens belong to; it must be known before the log has
  /// another name.
  private func pinTokens() throws {
    guard let written = try? Enrolment(directory: keys.directory), written.log == nil,
      let enrolment = try keys.enrolment()
    else { return }
    try TrustLock.held(in: keys.directory) { try enrolment.writeTokens(to: keys.directory) }
  }
}

extension Attention {
  /// What people are told when the kiosk may not branch.
  init(_ reason: BranchReason) {
    switch reason {
    case .fork: self = .fork
    case .restored: self = .restored
    }
  }
}

extension BranchReason {
  /// Whether an outcome is a reason to branch.
  init?(_ outcome: SyncOutcome) {
    switch outcome {
    case .attention(.fork): self = .fork
    case .attention(.restored): self = .restored
    case .attention, .notEnrolled, .notDue, .balanced, .later, .stranger, .failed:
      return nil
    }
  }
}
