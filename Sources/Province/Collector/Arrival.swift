import Evidence

/// One batch whose signature is good, at the locked row of its log.
struct Arrival {
  let stream: Stream
  /// The other logs of its key.
  let kin: [Stream]
  let batch: Batch
  /// What the kiosk signed for: the tree of size `batch.end`.
  let claim: Checkpoint
  let bytes: [UInt8]
  let nowMilliseconds: Int64

  /// A batch of which nothing is new: the same content gets the same receipt.
  ///
  /// The signature was good, so another root at this size means two signed histories; the same root
  /// with other lines means bytes damaged on the kiosk's side.
  func repeated(_ connection: Connection) throws -> Collector.Accepted {
    let root = try stream.range(at: batch.end, connection).root
    guard claim.root == root else { throw Problem.fork(size: batch.end, root: root) }
    try checkOverlap(until: batch.end, connection)
    let row = try connection.query(
      "SELECT receipt FROM batch WHERE stream = $1 AND first = $2 AND last = $3",
      [.integer(stream.id), .integer(batch.start), .integer(batch.end)]
    ).first
    let receipt = try row?.text("receipt") ?? stream.receipt
    guard let receipt else { throw damaged("There is no receipt for a log that has events.") }
    return Collector.Accepted(receipt: receipt, next: stream.next, stored: 0)
  }

  /// Stores what is new, signs for all of it, and gives the receipt to send after the commit.
  func store(_ keys: KeyRing, _ connection: Connection) throws -> Collector.Accepted {
    try checkFork(connection)
    try checkOverlap(until: stream.next, connection)
    let fresh = Array(batch.lines.dropFirst(Int(stream.next - batch.start)))
    let tree = try extendedTree(fresh)
    let receipt = try Receipt.issue(
      over: batch.checkpointNote, provinceName: keys.host, key: keys.province,
      timeSeconds: nowMilliseconds / 1000)
    try insertBatch(receipt.text, connection)
    let known = try Twins(of: stream, fresh, among: kin, connection).record(connection)
    try insertEvents(fresh.dropFirst(known), from: stream.next + Int64(known), connection)
    try connection.change(
      "UPDATE stream SET next = $2, range = $3, receipt = $4 WHERE id = $1",
      [.integer(stream.id), .integer(tree.size), .bytes(tree.encoded()), .text(receipt.text)])
    try connection.change(
      "UPDATE kiosk SET heard = $2 WHERE stream = $1",
      [.integer(stream.id), .time(nowMilliseconds)])
    return Collector.Accepted(
      receipt: receipt.text, next: tree.size, stored: Int64(fresh.count))
  }

  private func extendedTree(_ fresh: [[UInt8]]) throws(Problem) -> CompactRange {
    var tree = stream.range
    for line in fresh { tree.append(Merkle.leafHash(line)) }
    guard tree.root == claim.root else {
      throw mismatch("The events \(stream.next) to \(batch.end) give another root than signed.")
    }
    return tree
  }

  /// A signed tree with other content at positions that are stored here is a second history.
  private func checkFork(_ connection: Connection) throws {
    guard batch.start < stream.next else { return }
    var tree = try stream.range(at: batch.start, connection)
    var overlap = tree
    for line in batch.lines {
      tree.append(Merkle.leafHash(line))
      if tree.size == stream.next { overlap = tree }
    }
    guard tree.root == claim.root, overlap.root != stream.range.root else { return }
    throw Problem.fork(size: stream.next, root: stream.range.root)
  }

  /// What was stored before must be in the batch again, byte for byte.
  private func checkOverlap(until end: Int64, _ connection: Connection) throws {
    guard batch.start < end else { return }
    let known = try stream.lines(from: batch.start, to: end, connection)
    guard known == Array(batch.lines.prefix(Int(end - batch.start))) else {
      throw mismatch("The events \(batch.start) to \(end) are not those sent before.")
    }
  }

  private func insertBatch(_ receipt: String, _ connection: Connection) throws {
    try connection.change(
      """
      INSERT INTO batch (stream, first, last, received, range, receipt, bytes)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      """,
      [
        .integer(stream.id), .integer(stream.next), .integer(batch.end), .time(nowMilliseconds),
        .bytes(stream.range.encoded()), .text(receipt), .bytes(bytes),
      ])
  }

  private func insertEvents(
    _ fresh: ArraySlice<[UInt8]>, from start: Int64, _ connection: Connection
  ) throws {
    guard !fresh.isEmpty else { return }
    var rows = CopyRows(bytesExpected: fresh.reduce(0) { $0 + $1.count + 72 })
    var seq = start
    for line in fresh {
      rows.row(columns: 5)
      rows.integer(Int32(truncatingIfNeeded: stream.id))
      rows.bigint(seq)
      rows.time(nowMilliseconds)
      rows.bytes(kind(of: line)?.utf8)
      rows.bytes(line)
      seq += 1
    }
    try connection.copy(rows, into: "event (stream, seq, received, kind, line)")
  }

  /// The kind that a line names, of a later version too: a program that reads that version finds it.
  private func kind(of line: [UInt8]) -> String? {
    guard let kind = (try? EventGlance(line: line))?.kind, Event.isKind(kind) else { return nil }
    return kind
  }

  private func mismatch(_ detail: String) -> Problem {
    Problem.root(detail, next: stream.next, root: stream.range.root)
  }

  private func damaged(_ message: String) -> PostgresError {
    PostgresError(operation: "read", code: "", message: message)
  }
}
