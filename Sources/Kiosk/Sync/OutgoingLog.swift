import Evidence
import Store

/// This kiosk's log as the province sees it: the same signed bytes for push, pull and stick.
struct OutgoingLog: Sendable {
  /// Why a range cannot be sent.
  enum Fault: Error, Equatable {
    /// What the disk gives does not hash to the tree that was kept.
    case damaged
    /// One event alone is larger than a batch may be.
    case tooLarge
    /// The log goes on under another name since this was begun.
    case renamed
  }

  /// What became of a receipt.
  enum Keeping: Equatable {
    /// It is kept, or a better one was kept before.
    case kept
    /// It belongs to another log, to one that was left meanwhile, or has lost this kiosk's own
    /// signature on the way.
    case strange
    /// It covers more than this log holds: the card was restored.
    case restored
    /// The province signed another root at this size: there are two histories.
    case fork
  }

  let store: Store
  let keys: Keys
  let enrolment: Enrolment
  /// The name of the log, for one conversation; a later one has another.
  let log: LogID

  /// The log as it is named now.
  init(store: Store, keys: Keys, enrolment: Enrolment) {
    self.store = store
    self.keys = keys
    self.enrolment = enrolment
    log = store.log
  }

  /// The first line of every checkpoint.
  var origin: String { enrolment.origin(of: log) }

  /// What checks this log's own signatures.
  func verifier() throws -> NoteVerifier {
    try NoteVerifier(name: origin, kind: .ed25519, key: keys.device.publicKey)
  }

  /// The signed note over the tree `range`, which must have been read before: then it holds nothing that
  /// came after the log got another name. That it was signed for is on disk first.
  /// - Throws: `Fault.renamed`, `FileError`.
  func checkpoint(over range: CompactRange) throws -> String {
    guard try store.storedLog() == log else {
      throw Fault.renamed
    }
    let checkpoint = Checkpoint(origin: origin, size: range.size, root: range.root)
    let entry = LastSigned.Entry(log: log, size: range.size, root: checkpoint.root)
    try keys.marks.note(entry) { try store.highestNumbers() }
    return try checkpoint.signed(by: keys.device)
  }

  /// The batch that begins at `start`: at most `events` events, fewer when they do not fit in
  /// `mostBytes`.
  /// - Parameter wishedBytes: the weight to aim at; a single event may be heavier.
  /// - Returns: nil when the log has nothing at `start`.
  /// - Throws: `Fault`, `StoreError`.
  func batch(
    from start: Int64, events: Int, mostBytes: Int, wishedBytes: Int = .max
  ) throws -> (batch: Batch, bytes: [UInt8])? {
    let size = try store.logSize()
    var count = events
    while true {
      let range = Batch.nextRange(from: start, size: size, events: count)
      guard !range.isEmpty else {
        return nil
      }
      let batch = try signed(range)
      let bytes = try batch.encoded()
      let wished = min(wishedBytes, mostBytes)
      if bytes.count <= wished || range.count == 1 && bytes.count <= mostBytes {
        return (batch, bytes)
      }
      guard range.count > 1 else {
        throw Fault.tooLarge
      }
      // By weight, a little less, so that a second attempt is seldom a third.
      count = max(1, min(range.count - 1, range.count * 9 / 10 * wished / bytes.count))
    }
  }

  /// The personal values of events of these kinds in a range.
  func personal(from start: Int64, to end: Int64, kinds: [String]) throws -> PersonalDocument {
    let values = try store.personalValues(from: start, to: end)
    guard !values.isEmpty else {
      return PersonalDocument(values: [])
    }
    var named = Set<Int64>()
    for line in try store.lines(from: start, to: end) {
      let event = try Event(line: line)
      if kinds.contains(event.kind) {
        named.insert(event.seq)
      }
    }
    return PersonalDocument(values: values.filter { named.contains($0.seq) })
  }

  /// The personal values of as many events from `start` on as one document should hold, of one event at
  /// least.
  /// - Parameters:
  ///   - most: where it ends at the latest.
  ///   - mostValues: how many values it holds at most.
  ///   - wishedBytes: the weight to aim at.
  /// - Returns: where the next document begins, and this one as it travels.
  func personalPart(
    from start: Int64, to most: Int64, kinds: [String], mostValues: Int, wishedBytes: Int
  ) throws -> (end: Int64, bytes: [UInt8]) {
    let all = try personal(from: start, to: most, kinds: kinds).values
    var end = most
    while true {
      let part = Array(all.prefix { $0.seq < end })
      let bytes = try PersonalDocument(values: part).encoded()
      let isHeavy = part.count > mostValues || bytes.count > wishedBytes
      guard isHeavy, let first = part.first, part.last?.seq != first.seq else {
        return (end, bytes)
      }
      let byWeight = part.count * 9 / 10 * wishedBytes / bytes.count
      let count = max(1, min(part.count - 1, mostValues, byWeight))
      end = max(first.seq + 1, part[count].seq)
    }
  }

  /// Keeps a receipt whose cosignature has been checked, if it is about this very log and both sides
  /// have signed it: strangers verify it by the kiosk's key as well, years later.
  func keep(_ receipt: Receipt) throws -> Keeping {
    guard receipt.checkpoint.origin == origin, store.log == log,
      try SignedNote(text: receipt.text).isSigned(by: try verifier())
    else {
      return .strange
    }
    guard let range = try store.compactRange(at: receipt.checkpoint.size) else {
      return .restored
    }
    guard range.root == receipt.checkpoint.root else {
      return .fork
    }
    try store.recordReceipt(text: receipt.text, range: range, atSeconds: receipt.timeSeconds)
    settleNumbers(upTo: receipt.checkpoint.size)
    return .kept
  }

  /// The province has taken what was recorded since the numbers were in doubt: it knows of no other history.
  private func settleNumbers(upTo size: Int64) {
    guard !isPending, case .unsure(let start) = keys.numbers.state, size > start else { return }
    keys.numbers.lift()
  }

  private func signed(_ range: Range<Int64>) throws -> Batch {
    let start = range.lowerBound
    let lines = try store.lines(from: start, to: range.upperBound)
    guard var tree = try store.compactRange(at: start), lines.count == range.count else {
      throw Fault.damaged
    }
    for line in lines {
      tree.append(Merkle.leafHash(line))
    }
    guard try store.compactRange(at: range.upperBound) == tree else {
      throw Fault.damaged
    }
    return Batch(
      log: log, start: start, checkpointNote: try checkpoint(over: tree), lines: lines)
  }
}
