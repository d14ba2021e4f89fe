/// One step of the schema. Once shipped it is never edited: a change is a new step.
package struct Migration: Sendable {
  /// 1, 2, 3... without gaps.
  package let number: Int
  /// What the step brings, for the log.
  package let name: String
  /// PostgreSQL statements, run in one transaction.
  package let script: String

  /// Every step, in order.
  package static let all = [
    ledger, registry, projections, trust, epochs, clock, pull, erasure, quarantine, bulletin,
    forward, guests, shared, departures, confirmed,
    told, corrected, replaced,
  ]
}
