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
  /// Erases here who was erased in another history; what it leaves undone is done at the next start.
  var eraseElsewhere: @Sendable () throws -> Void = {}
  var afterStep: @Sendable (Step) throws -> Void = { _ in }

  /// Brings database and files together at the start, before anything leaves the kiosk. A database that
  /// holds less than was signed for goes on under a new name; a file that a power cut left behind
  /// follows the database.
  /// - Throws: `StoreError`, `FileError`.
  func settle() throws {
    try pinTokens()
    try settleNewKey()
    let signed = keys.marks.signed
    if try isBehind(signed) {
      // By its own files, not by anybody's word: there is nothing to rest for.
      _ = try open(.restored, isResting: false)
    }
    let known = try store.highestNumbers()
    try store.raiseNumbers(signed.numbers.filter { $0.value > known[$0.key] ?? 0 })
    if keys.log != store.log {
      try keys.marks.rename(to: store.log)
    }
    try settleNumbers()
  }

  /// An epoch whose branch the province has not answered leaves the numbers in doubt, unless a person has
  /// told the last one; also when the power failed before that was written down.
  private func settleNumbers() throws {
    guard let last = try store.epochs().last, last.fork == nil,
      last.announcedMilliseconds == nil
    else { return }
    switch keys.numbers.state {
    case .unsure: return
    case .told(let log) where log == store.log: return
    case .known, .told: try keys.numbers.doubt(size: try store.logSize())
    }
  }

  /// A log that was restored without keys goes on under a new name at once: the province believes two
  /// histories only where the log's own key has signed, and this one has signed nothing.
  private func settleNewKey() throws {
    guard var mark = try NewKeyMark(directory: keys.directory) else { return }
    if mark.restored == store.log { _ = try open(.restored, isResting: false) }
    let unknown = try store.epochs().reversed().prefix { $0.announcedMilliseconds == nil }
    guard let first = unknown.last else {
      // The kiosk branches no more, or the province's answer came before a power cut.
      if mark.restored != store.log { NewKeyMark.remove(from: keys.directory) }
      return
    }
    guard mark.enrolled != first.log else { return }
    mark.enrolled = first.log
    try mark.write(to: keys.directory)
  }

  /// Ends the present log and goes on under a new name; false when the kiosk has done so too often.
  /// Where it may not, people must look.
  /// - Parameter isResting: whether an hour must lie between two for one reason.
  func open(_ reason: BranchReason, isResting: Bool = true) throws -> Bool {
    try pinTokens()
    switch try store.openEpoch(reason: reason, now: clock.read(), isResting: isResting) {
    case .opened(let log):
      try keys.numbers.doubt(size: try store.logSize())
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

  /// Takes what the province answered; the tokens, which make it count, come after what was told.
  /// - Returns: the enrolment that holds from now on; nil when the answer is about another tree.
  func take(_ answer: BranchAnswer, _ log: OutgoingLog) throws -> Enrolment? {
    guard answer.log == log.log, store.log == log.log,
      let range = try store.compactRange(at: answer.next), range.root == answer.root
    else { return nil }
    try store.takeBranch(numbers: answer.numbers, erased: answer.erased, fork: answer.next)
    keys.numbers.lift()
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
    NewKeyMark.remove(from: keys.directory)
    try eraseElsewhere()
    return enrolment
  }

  /// Whether an older copy of the database was put back: it is still under a name that was left since,
  /// or its tree is not the one that was signed. A name that was never signed for is one that the power
  /// cut kept from the files.
  private func isBehind(_ signed: LastSigned) throws -> Bool {
    if try isBehindTokens() || isBehindAnswer() { return true }
    guard let entry = signed.entry(of: store.log) else { return false }
    guard signed.entries.first?.log == store.log else { return true }
    return try store.compactRange(at: entry.size)?.root != entry.root
  }

  /// Whether the tokens belong to a log that the database has never heard of, though it has nothing to
  /// announce: with an epoch still to be announced this was found before.
  private func isBehindTokens() throws -> Bool {
    guard let known = (try? keys.enrolment())?.log, known != store.log else { return false }
    return try store.epochs().allSatisfy { $0.announcedMilliseconds != nil && $0.log != known }
  }

  /// Whether the tokens of the present log are here, but not what the province told with them: which numbers
  /// were given, who was erased, how much is common. That is in the database before the tokens are on
  /// disk, so that this is a copy from before; the next announcement brings it again.
  private func isBehindAnswer() throws -> Bool {
    guard let known = (try? keys.enrolment())?.log, known == store.log,
      let last = try store.epochs().last
    else { return false }
    return last.announcedMilliseconds == nil && last.fork == nil
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

extension Epochs {
  /// The same over a desk.
  init(desk: Desk) {
    self.init(
      store: desk.store, keys: desk.keys, clock: desk.clock,
      eraseElsewhere: { try desk.eraseElsewhere() })
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
    case .attention, .unproven, .notEnrolled, .notDue, .balanced, .later, .stranger, .failed:
      return nil
    }
  }
}
