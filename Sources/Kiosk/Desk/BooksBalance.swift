/// The line that staff read: recorded = confirmed + waiting + needs attention, in every state.
package struct BooksBalance: Equatable, Sendable {
  /// Events in this kiosk's log.
  package let recorded: Int64
  /// Events that the province has confirmed by a signed receipt.
  package let confirmed: Int64
  /// Events that will be sent by themselves.
  package let waiting: Int64
  /// Events that wait for somebody to act.
  package let needsAttention: Int64
  /// What needs attention, as a key of the texts ("sync.attention.fork"); nil when nothing does.
  package let attention: String?
  /// When the last receipt came, milliseconds since 1970.
  package let lastReceiptMilliseconds: Int64?
  /// Whether the kiosk is enrolled with a province at all.
  package let isEnrolled: Bool
}

/// What the kiosk knows about its own health.
package struct Health: Equatable, Sendable {
  /// What the check of the database found, in SQLite's words; empty when it is whole.
  package let damage: [String]
  /// Whether check-ins can be saved: the disk takes writes.
  package let canSave: Bool
  /// Whether the time can be trusted.
  package let isClockTrusted: Bool
}
