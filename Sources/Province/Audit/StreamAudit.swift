import Evidence

/// One log of the ledger, computed anew.
struct StreamAudit {
  private let id: Int64
  private let log: LogID
  private let signers: LogSigners
  private let next: Int64
  private let range: [UInt8]
  private let receipt: String?
  private let fork: Int64
  private let province: NoteVerifier
  private let connection: Connection
  private var tree = CompactRange()
  private var report: LedgerReport

  /// Batches were within the limits of their day, which an operator may have changed since.
  private static let limits = BatchLimits(
    maxEvents: 1 << 20, maxCompressedBytes: 64 << 20, maxInflatedBytes: 512 << 20)
  private static let personalRows: Int64 = 1000

  init(_ row: Row, province: NoteVerifier, _ connection: Connection) throws {
    id = try row.integer("id")
    log = try LogID(bytes: try row.bytes("log"))
    signers = try LogSigners(
      stream: id, key: try PublicKey(bytes: try row.bytes("key")), connection)
    next = try row.integer("next")
    range = try row.bytes("range")
    receipt = try row.optionalText("receipt")
    fork = try row.integer("fork")
    self.province = province
    self.connection = connection
    report = LedgerReport(
      log: log, centre: try row.text("centre"), size: 0, root: Merkle.emptyRoot)
  }

  /// Ends at the first finding.
  mutating func run() throws -> LedgerReport {
    if fork > 0 {
      tree = try StoredHistory(stream: id, size: fork, connection).tree(fork, connection)
    }
    var last: Int64 = -1
    while report.finding == nil, let row = try batchRow(after: last) {
      last = try row.integer("first")
      report.finding = try follow(row)
      if report.finding == nil { report.batches += 1 }
    }
    if report.finding == nil { report.finding = try bookkeeping() }
    if report.finding == nil { report.finding = try personal() }
    if report.finding == nil { report.finding = try projections() }
    report.size = tree.size
    report.root = tree.root
    return report
  }

  private func batchRow(after first: Int64) throws -> Row? {
    try connection.query(
      """
      SELECT first, last, range, receipt, bytes FROM batch WHERE stream = $1 AND first > $2
      ORDER BY first LIMIT 1
      """, [.integer(id), .integer(first)]
    ).first
  }

  // MARK: One batch

  private mutating func follow(_ row: Row) throws -> LogFinding? {
    let (first, last) = (try row.integer("first"), try row.integer("last"))
    guard first == tree.size else {
      return first > tree.size
        ? LogFinding(.missing, at: tree.size, to: first - 1, "no batch holds them")
        : LogFinding(.added, at: first, to: tree.size - 1, "two batches hold them")
    }
    guard try row.bytes("range") == tree.encoded() else {
      return LogFinding(.edge, at: first, "the edge kept beside the batch")
    }
    let batch: Batch
    do throws(BatchError) {
      batch = try Batch(gzip: try bytes(row), limits: StreamAudit.limits)
    } catch {
      return StreamAudit.finding(error, first, last)
    }
    guard batch.log == log, batch.start <= first, batch.end == last else {
      return LogFinding(.batch, at: first, to: last - 1, "the batch says another log or range")
    }
    let lines = Array(batch.lines.dropFirst(Int(first - batch.start)))
    let rows = try eventRows(first, last)
    if let finding = try verify(batch, lines: lines, rows: rows) { return finding }
    return try checkReceipt(row, last) ?? StreamAudit.compare(rows, lines, from: first)
  }

  private func bytes(_ row: Row) throws(BatchError) -> [UInt8] {
    do {
      return try row.bytes("bytes")
    } catch {
      throw BatchError(.encoding, "The bytes cannot be read.")
    }
  }

  /// Root and signature; the tree grows by the batch when both are good.
  private mutating func verify(
    _ batch: Batch, lines: [[UInt8]], rows: [EventRow]
  ) throws -> LogFinding? {
    let origin = logOrigin(provinceHost: province.name, log: log)
    let (first, last) = (tree.size, batch.end - 1)
    do throws(BatchError) {
      let own = NoteVerifier(log: origin, key: signers.key(ofBatchTo: batch.end))
      guard let own else { throw BatchError(.log, "The log's name is no key's name.") }
      tree = try batch.verify(extending: tree, origin: origin, key: own)
      return nil
    } catch {
      guard error.reason == .root else {
        return LogFinding(.batch, at: first, to: last, error.code)
      }
      // The same lines are kept twice: where the copies differ is where one was changed.
      let place = zip(lines, rows).enumerated().first { $0.element.0 != $0.element.1.line }
      guard let place else {
        return LogFinding(.rewritten, at: first, to: last, "the signed root says otherwise")
      }
      return LogFinding.difference(
        at: first + Int64(place.offset), from: place.element.1.line, to: place.element.0,
        "in the batch's bytes")
    }
  }

  private static func finding(_ error: BatchError, _ first: Int64, _ last: Int64) -> LogFinding {
    guard case .line(let seq) = error.reason else {
      return LogFinding(.batch, at: first, to: last - 1, error.code)
    }
    return LogFinding(.damaged, at: seq, "in the batch's bytes")
  }

  private func checkReceipt(_ row: Row, _ last: Int64) throws -> LogFinding? {
    let receipt = try? Receipt(text: try row.text("receipt"), province: province)
    guard let receipt, receipt.checkpoint.size == last, receipt.checkpoint.root == tree.root,
      receipt.checkpoint.origin == logOrigin(provinceHost: province.name, log: log)
    else { return LogFinding(.receipt, at: last - 1, "the receipt of the batch that ends here") }
    return nil
  }

  // MARK: Rows

  private struct EventRow {
    let seq: Int64
    let kind: String?
    let line: [UInt8]
  }

  private func eventRows(_ first: Int64, _ last: Int64) throws -> [EventRow] {
    try connection.query(
      """
      SELECT e.seq, e.kind, e.line FROM lineage($1::integer) l
      JOIN event e ON e.stream = l.holder AND e.seq >= l.first AND e.seq < l.last
      WHERE e.seq >= $2 AND e.seq < $3
      ORDER BY e.seq, e.received
      """, [.integer(id), .integer(first), .integer(last)]
    ).map { row in
      EventRow(
        seq: try row.integer("seq"), kind: try row.optionalText("kind"),
        line: try row.bytes("line"))
    }
  }

  /// The rows must be the batch's lines, one for each.
  private static func compare(
    _ rows: [EventRow], _ lines: [[UInt8]], from first: Int64
  ) -> LogFinding? {
    var seq = first
    for row in rows {
      guard row.seq == seq else {
        return row.seq > seq
          ? LogFinding(.missing, at: seq, to: row.seq - 1, "the row is gone")
          : LogFinding(.added, at: row.seq, "two rows")
      }
      let line = lines[Int(seq - first)]
      guard row.line == line else {
        return LogFinding.difference(at: seq, from: line, to: row.line, "in the row")
      }
      if let kind = row.kind, kind != (try? EventGlance(line: line))?.kind {
        return LogFinding(.projection, at: seq, "the row's kind")
      }
      seq += 1
    }
    let end = first + Int64(lines.count)
    return seq < end ? LogFinding(.missing, at: seq, to: end - 1, "the row is gone") : nil
  }

  // MARK: What stands beside the batches

  private func bookkeeping() throws -> LogFinding? {
    guard tree.size == next else {
      return tree.size < next
        ? LogFinding(.missing, at: tree.size, to: next - 1, "no batch holds them")
        : LogFinding(.bookkeeping, at: next, "the log's row says \(next)")
    }
    guard range == tree.encoded() else { return LogFinding(.edge, at: next, "the log's edge") }
    if next > fork || receipt != nil {
      let last = receipt.flatMap { try? Receipt(text: $0, province: province) }
      guard let last, last.checkpoint.size == next, last.checkpoint.root == tree.root else {
        return LogFinding(.receipt, at: max(0, next - 1), "the log's last receipt")
      }
    }
    let row = try connection.query(
      """
      SELECT min(seq) AS seq FROM event e WHERE stream = $1 AND (seq < $2 OR seq >= $3 OR EXISTS (
        SELECT FROM shared x WHERE x.stream = e.stream AND e.seq >= x.first AND e.seq < x.last))
      """,
      [.integer(id), .integer(fork), .integer(next)]
    ).first
    return try row?.optionalInteger("seq").map { LogFinding(.added, at: $0, "a row of no batch") }
  }

  /// Values of what a branch shares stand beside the branch too, their events only where it came from.
  private mutating func personal() throws -> LogFinding? {
    var (seq, field): (Int64, String) = (-1, "")
    while true {
      let rows = try connection.query(
        """
        WITH part AS MATERIALIZED (SELECT * FROM lineage($1::integer))
        SELECT p.seq, p.field, p.salt, p.value,
          (SELECT e.line FROM part JOIN event e ON e.stream = part.holder AND e.seq = p.seq
            WHERE p.seq >= part.first AND p.seq < part.last LIMIT 1) AS line
        FROM personal p WHERE p.stream = $1 AND (p.seq, p.field) > ($2, $3)
        ORDER BY p.seq, p.field LIMIT $4
        """, [.integer(id), .integer(seq), .text(field), .integer(StreamAudit.personalRows)])
      guard !rows.isEmpty else { return nil }
      for row in rows {
        (seq, field) = (try row.integer("seq"), try row.text("field"))
        let value = PersonalValue(
          seq: seq, field: field, salt: try row.bytes("salt"), value: try row.text("value"))
        let event = try row.optionalBytes("line").flatMap { try? Event(line: $0) }
        guard let event, value.matches(event) else {
          return LogFinding(.personal, at: seq, "field \(field)")
        }
        report.personalValues += 1
      }
    }
  }

  /// Rows that are counted must point at events of the right kind; those of shared events are looked at
  /// in the log that stores them.
  private func projections() throws -> LogFinding? {
    let kinds = [
      ("visit", "visit.in"), ("departure", "visit.out"), ("certificate", "certificate.issue"),
    ]
    for (table, kind) in kinds {
      let row = try connection.query(
        """
        SELECT min(t.seq) AS seq FROM \(table) t
        WHERE t.stream = $1 AND t.seq >= $2 AND NOT EXISTS (
          SELECT 1 FROM event e WHERE e.stream = t.stream AND e.seq = t.seq AND e.kind = $3)
          AND NOT EXISTS (
            SELECT FROM shared x WHERE x.stream = t.stream AND t.seq >= x.first AND t.seq < x.last)
        """, [.integer(id), .integer(fork), .text(kind)]
      ).first
      if let seq = try row?.optionalInteger("seq") {
        return LogFinding(.projection, at: seq, "a row of \(table) claims a \(kind)")
      }
    }
    return nil
  }
}

extension NoteVerifier {
  /// The key of a log under the log's origin; nil when that is no name of a key.
  init?(log origin: String, key: PublicKey) {
    guard let verifier = try? NoteVerifier(name: origin, kind: .ed25519, key: key) else {
      return nil
    }
    self = verifier
  }
}
