package import Evidence

/// What is known of a visit's end. A leaving time that nobody gave is never made up: when the session is
/// over, it is "not recorded", and no later scan becomes it.
package enum Leaving: Equatable, Sendable {
  /// The person left then, wall milliseconds.
  case left(Int64)
  /// The person may still be there.
  case staying
  /// The session is over and nobody said when the person left.
  case notRecorded

  /// Decides over a visit and the session it belongs to.
  ///
  /// A session is over when it was closed, or after `CheckIn.lastMilliseconds` when it was forgotten
  /// open; a day's self-study ends with the day. While the clock was never set, only closing ends a
  /// session.
  package static func decide(
    outMilliseconds: Int64?, endMilliseconds: Int64, state: Session.State, isSelfStudy: Bool,
    now: ClockReading
  ) -> Leaving {
    if let outMilliseconds { return .left(outMilliseconds) }
    guard state == .open else { return .notRecorded }
    guard now.quality != .unset else { return .staying }
    let last = isSelfStudy ? endMilliseconds : CheckIn.lastMilliseconds(ofEnd: endMilliseconds)
    return now.wallMilliseconds <= last ? .staying : .notRecorded
  }
}
