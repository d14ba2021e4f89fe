import Centre
import Evidence

/// Keeps what a stretch of events tells of a kiosk's clock, and says when they happened. What is told of
/// older rows by it waits for `ClockCorrector`.
///
/// Used inside the projector's transaction: first the marks of the stretch, then its rows with their times.
struct ClockWriter {
  private let timeline: Timeline

  /// Writes the marks of a stretch and learns from all that is known.
  /// - Parameter range: the events of the stretch.
  init(
    stream: Int64, connection: Connection, range: Range<Int64>, facts: ClockFacts
  ) throws(PostgresError) {
    let store = ClockStore(stream: stream, connection: connection)
    guard let earliest = facts.boots.keys.min() else {
      timeline = Timeline(marks: [], lengths: [])
      return
    }
    let settled = try store.lastAnchoredBoot(before: range.lowerBound)
    try store.write(facts.boots)
    try store.write(facts.marks)
    try store.write(try store.receiptMarks(facts, in: range))
    timeline = try store.timeline(from: min(settled ?? .min, earliest))
  }

  /// When an event of the stretch happened.
  func time(of reading: ClockReading) -> CorrectedTime {
    CorrectedTime(fixed: reading) ?? timeline.time(of: reading)
  }
}
