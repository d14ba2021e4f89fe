package import Evidence

/// Makes proofs that single events stand in the logs that this province has signed for.
package struct EventProofs: Sendable {
  /// Why there is no proof.
  package enum Absence: Spoken, Equatable {
    /// There is no such log.
    case unknownLog
    /// The log ends before the event; events below `next` are here.
    case notHere(seq: Int64, next: Int64)

    package var saying: Saying {
      switch self {
      case .unknownLog: Saying(.proofUnknownLog)
      case .notHere(let seq, let next): Saying(.proofNotHere, ["seq": seq, "next": next])
      }
    }
  }

  let pool: ConnectionPool

  /// Makes proofs out of the ledger.
  package init(pool: ConnectionPool) { self.pool = pool }

  /// The proof of one event against the log's last receipt.
  /// - Throws: `Absence`, `PostgresError`, `Malformed`.
  package func proof(log: LogID, seq: Int64) throws -> InclusionProof {
    try pool.transaction { connection in
      try connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
      let row = try connection.query(
        "SELECT id, next, receipt FROM stream WHERE log = $1", [.bytes(log.bytes)]
      ).first
      guard let row else { throw Absence.unknownLog }
      let next = try row.integer("next")
      guard (0..<next).contains(seq), let receipt = try row.optionalText("receipt") else {
        throw Absence.notHere(seq: seq, next: next)
      }
      let lineage = try StoredHistory(stream: try row.integer("id"), size: next, connection)
      let kept = KeptTree(
        edges: { try lineage.edge($0, connection) }, lines: { try lineage.lines($0, connection) })
      guard let line = try lineage.lines(seq..<seq + 1, connection).first,
        let hashes = try kept.inclusionProof(index: seq, size: next)
      else { throw Absence.notHere(seq: seq, next: next) }
      return InclusionProof(index: seq, hashes: hashes, line: line, note: receipt)
    }
  }
}
