package import Evidence

/// Takes batches into the ledger: push, pull and USB stick all end here.
///
/// One batch is one transaction on the locked rows of the log and of its kin; it ends with a receipt
/// that is sent after the commit, or with a `Problem` and a database that was not touched.
package struct Collector: Sendable {
  let pool: ConnectionPool
  let keys: KeyRing
  let limits: BatchLimits
  let clock: WallClock
  let partitions = EventPartitions()
  /// Called after each commit that stored something; wakes the projector.
  let onCommit: @Sendable () -> Void

  /// Makes a collector; it keeps no state but what the database holds.
  package init(
    pool: ConnectionPool, keys: KeyRing, limits: BatchLimits, clock: WallClock,
    onCommit: @escaping @Sendable () -> Void = {}
  ) {
    self.pool = pool
    self.keys = keys
    self.limits = limits
    self.clock = clock
    self.onCommit = onCommit
  }

  /// What became of a batch that was not refused.
  package struct Accepted: Equatable, Sendable {
    /// The signed note that says so.
    package let receipt: String
    /// Events [0, next) are durable.
    package let next: Int64
    /// How many events were new.
    package let stored: Int64
  }

  /// Takes one batch as it was sent.
  ///
  /// - Parameters:
  ///   - range: what the path said; nil when the batch came without one (pull, USB).
  /// - Throws: `Problem` for a refusal, `PostgresError` for a fault.
  package func accept(_ bytes: [UInt8], log: LogID, range: SeqRange?) throws -> Accepted {
    let batch = try decode(bytes, log: log, range: range)
    let now = clock.milliseconds()
    try partitions.prepare(pool, nowMilliseconds: now)
    let accepted = try pool.transaction { connection in
      guard let (stream, kin) = try Stream.lockWithKin(log, connection) else {
        throw Problem.unknownToken
      }
      let claim = try checkpoint(
        of: batch, key: try signer(of: batch, stream, connection))
      let arrival = Arrival(
        stream: stream, kin: kin, batch: batch, claim: claim, bytes: bytes, nowMilliseconds: now)
      guard batch.start <= stream.next else {
        throw Problem.gap(next: stream.next, root: stream.range.root, start: batch.start)
      }
      guard batch.end > stream.next else { return try arrival.repeated(connection) }
      return try arrival.store(keys, connection)
    }
    if accepted.stored > 0 { onCommit() }
    return accepted
  }

  /// The key that must have signed a batch: for a repeat the one that the kiosk had then. An old stick may
  /// hold what came before the kiosk was replaced.
  private func signer(
    of batch: Batch, _ stream: Stream, _ connection: Connection
  ) throws -> PublicKey {
    guard batch.end <= stream.next else { return stream.key }
    return try LogSigners(stream: stream.id, key: stream.key, connection).key(ofBatchTo: batch.end)
  }

  /// The latest receipt of a log; nil while it is empty.
  package func receipt(log: LogID) throws -> String? {
    try pool.withConnection { try Stream.find(log, $0)?.receipt }
  }
}
