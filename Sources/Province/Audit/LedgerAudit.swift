package import Evidence

/// Computes the ledger anew from the bytes as they came, log by log, and names the first position at
/// which something is wrong.
///
/// Every batch is inflated, its signature and root are verified by the kiosk's key, its receipt by the
/// province's; the rows made of it must be its lines byte for byte; batches must follow one another
/// without gap or overlap. Each log is read in one snapshot, so that the service may go on; memory holds
/// one batch.
package struct LedgerAudit: Sendable {
  let pool: ConnectionPool
  let province: NoteVerifier

  /// An audit that believes receipts of this key.
  package init(pool: ConnectionPool, province: NoteVerifier) {
    self.pool = pool
    self.province = province
  }

  /// The names of all logs, in the order in which they were enrolled.
  package func logs() throws -> [LogID] {
    try pool.withConnection { connection in
      try connection.query("SELECT log FROM stream ORDER BY id").map { row in
        try LogID(bytes: try row.bytes("log"))
      }
    }
  }

  /// Audits one log; nil if there is none of this name.
  package func audit(_ log: LogID) throws -> LedgerReport? {
    try pool.transaction { connection in
      try connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
      // A log of many years may take longer than a page has time; it keeps nobody waiting.
      try connection.execute("SET LOCAL statement_timeout = 0")
      let row = try connection.query(
        """
        SELECT id, log, centre, key, next, range, receipt, coalesce(fork, 0) AS fork FROM stream
        WHERE log = $1
        """, [.bytes(log.bytes)]
      ).first
      guard let row else { return nil }
      var stream = try StreamAudit(row, province: province, connection)
      return try stream.run()
    }
  }
}
