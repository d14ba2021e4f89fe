package import Evidence

/// When the next transfer is due, and what is remembered of the last one.
package struct TransferState: Equatable, Sendable {
  /// Why the transfer waits.
  package enum Plan: String, Sendable {
    /// All is well: until the next turn of the clock.
    case steady
    /// It failed: a random time.
    case backOff
    /// The province said how long.
    case exact
    /// Somebody must act; it is asked again now and then, in case it was mended at the other end.
    case slow
  }

  /// Why it waits.
  package var plan: Plan
  /// The moment from which the wait is counted; its boot counter says whether the time since boot
  /// still means anything.
  package var planned: Moment
  /// The whole wait, milliseconds.
  package var waitMilliseconds: Int64
  /// Events in the next batch.
  package var batchEvents: Int
  /// Compressed bytes of the next batch.
  package var batchBytes: Int
  /// How the last attempt ended, one word.
  package var outcome: String
  /// What was seen then; empty when there is nothing to say.
  package var detail: String

  /// A moment on both of the machine's clocks.
  package struct Moment: Equatable, Sendable {
    /// Boot counter.
    package let boot: Int64
    /// Milliseconds since that boot.
    package let bootMilliseconds: Int64
    /// Wall time, milliseconds since 1970.
    package let wallMilliseconds: Int64

    /// The moment that a clock showed.
    package init(_ reading: ClockReading) {
      self.init(
        boot: reading.boot, bootMilliseconds: reading.bootMilliseconds,
        wallMilliseconds: reading.wallMilliseconds)
    }

    /// A moment of these three.
    package init(boot: Int64, bootMilliseconds: Int64, wallMilliseconds: Int64) {
      self.boot = boot
      self.bootMilliseconds = bootMilliseconds
      self.wallMilliseconds = wallMilliseconds
    }
  }

  /// A plan made at a moment.
  package init(
    plan: Plan, planned: Moment, waitMilliseconds: Int64, batchEvents: Int, batchBytes: Int,
    outcome: String, detail: String
  ) {
    self.plan = plan
    self.planned = planned
    self.waitMilliseconds = waitMilliseconds
    self.batchEvents = batchEvents
    self.batchBytes = batchBytes
    self.outcome = outcome
    self.detail = detail
  }
}
