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
  }

  /// What became of a receipt.
  enum Keeping: Equatable {
    /// It is kept, or a better one was kept before.
    case kept
    /// It belongs to another log or covers more than this log holds.
    case strange
    /// The province signed another root at this size: there are two histories.
    case fork
  }

  let store: Store
  let key: SigningKey
  let enrolment: Enrolment

  /// The first line of every checkpoint.
  var origin: String { enrolment.origin(of: store.log) }

  /// What checks this log's own signatures.
  func verifier() throws -> NoteVerifier {
    try NoteVerifier(name: origin, kind: .ed25519, key: key.publicKey)
  }

  /// The signed note over the tree `range`.
  func checkpoint(over range: CompactRange) throws -> String {
    let checkpoint = Checkpoint(origin: origin, size: range.size, root: range.root)
    return try checkpoint.signed(by: key)
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

  /// Keeps a receipt whose signature has been checked, if it is about this very log.
  func keep(_ receipt: Receipt) throws -> Keeping {
    guard receipt.checkpoint.origin == origin,
      let range = try store.compactRange(at: receipt.checkpoint.size)
    else {
      return .strange
    }
    guard range.root == receipt.checkpoint.root else {
      return .fork
    }
    try store.recordReceipt(text: receipt.text, range: range, atSeconds: receipt.timeSeconds)
    return .kept
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
      log: store.log, start: start, checkpointNote: try checkpoint(over: tree), lines: lines)
  }
}
