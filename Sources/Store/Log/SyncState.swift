package import Evidence

/// How far the province has confirmed the log, and what comes next.
package struct SyncState: Equatable, Sendable {
  /// Entries that a verified receipt covers.
  package let confirmedSize: Int64
  /// The tree edge at `confirmedSize`.
  package let confirmedRange: CompactRange
  /// Personal values are delivered for all entries below this.
  package let personalConfirmed: Int64
  /// The last receipt, a signed note.
  package let receiptText: String?
  /// The receipt's time, seconds since 1970.
  package let receiptAtSeconds: Int64?
  /// When delivery was last tried, wall milliseconds.
  package let lastAttemptMilliseconds: Int64?
  /// When it is to be tried again, wall milliseconds.
  package let nextAttemptMilliseconds: Int64?
  /// Failures in a row.
  package let failures: Int
  /// What a person must look at, as a stable code; nil when nothing.
  package let attention: String?
}
