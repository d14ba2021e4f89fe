// The use cases about the ledger that commands call.
extension Application {
  /// Computes the ledger anew.
  package var ledgerAudit: LedgerAudit { LedgerAudit(pool: pool, province: keys.verifier) }

  /// Proves single events.
  package var proofs: EventProofs { EventProofs(pool: pool) }
}
