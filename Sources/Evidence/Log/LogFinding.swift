/// What an audit of a log found wrong first, and where.
package struct LogFinding: Equatable, Sendable {
  /// The kinds of damage, told apart as far as the evidence goes. The raw value is a stable word for
  /// machines.
  package enum Flaw: String, Sendable, CaseIterable {
    /// An event is gone.
    case missing
    /// An event stands here that is not part of the log.
    case added
    /// The event of another position stands here.
    case reordered
    /// The event's time was changed.
    case redated
    /// Another event stands here than was recorded.
    case changed
    /// The bytes are no event line any more.
    case damaged
    /// Some event of the range was changed together with its check value.
    case rewritten
    /// A kept edge of the tree is wrong, while the events below it are right.
    case edge
    /// The signed word that the province gave cannot be verified.
    case receipt
    /// A personal value is not the one whose digest stands in its event.
    case personal
    /// A row of a counted table is not what its event says.
    case projection
    /// What is kept beside the log contradicts it.
    case bookkeeping
    /// A signed batch cannot be verified.
    case batch
  }

  /// What is wrong.
  package let flaw: Flaw
  /// The first position concerned.
  package let first: Int64
  /// The last position concerned; the same as `first` where one event is named.
  package let last: Int64
  /// More for whoever looks: names of tables, fields and sizes, never a person's data.
  package let detail: String

  /// A finding about one position, or about a range of them.
  package init(_ flaw: Flaw, at first: Int64, to last: Int64? = nil, _ detail: String = "") {
    self.flaw = flaw
    self.first = first
    self.last = max(first, last ?? first)
    self.detail = detail
  }

  /// What became of an event of which the right line is known.
  package static func difference(
    at seq: Int64, from right: [UInt8], to found: [UInt8], _ detail: String = ""
  ) -> LogFinding {
    guard let glance = try? EventGlance(line: found) else {
      return LogFinding(.damaged, at: seq, detail)
    }
    guard glance.seq == seq else { return LogFinding(.reordered, at: seq, detail) }
    guard let before = try? Event(line: right), let after = try? Event(line: found) else {
      return LogFinding(.changed, at: seq, detail)
    }
    let isOnlyTime =
      before.kind == after.kind && before.fields == after.fields && before.clock != after.clock
    return LogFinding(isOnlyTime ? .redated : .changed, at: seq, detail)
  }

  /// The finding for machines.
  package var json: CanonicalValue {
    .object([
      "flaw": .text(flaw.rawValue), "first": .integer(first), "last": .integer(last),
      "detail": .text(detail),
    ])
  }
}
