package import Evidence

/// The rules of entries that staff make for others: from a paper list, and on the roll.
package enum LateEntry {
  /// What the rules need of a session.
  package struct Meeting: Equatable, Sendable {
    /// Planned, open or closed.
    package let state: Session.State
    /// The planned start, wall milliseconds.
    package let startMilliseconds: Int64
    /// The planned end, wall milliseconds.
    package let endMilliseconds: Int64

    /// A session's state and times.
    package init(state: Session.State, startMilliseconds: Int64, endMilliseconds: Int64) {
      self.state = state
      self.startMilliseconds = startMilliseconds
      self.endMilliseconds = endMilliseconds
    }

    /// A session as far as the rules need it.
    package init(_ session: Session) {
      self.init(
        state: session.state, startMilliseconds: session.startMilliseconds,
        endMilliseconds: session.endMilliseconds)
    }
  }

  /// When the person is taken to have come; nil when the clock of the entry tells it.
  ///
  /// A paper list is always of an earlier time: the time written on it counts, else the session's
  /// start. Whoever is marked on the roll while the session runs came about now; afterwards the mark
  /// says as little about the time as paper does.
  /// - Parameter written: what the paper says, wall milliseconds.
  package static func arrival(
    at meeting: Meeting, source: CheckInSource, written: Int64?, now: ClockReading
  ) -> ToldArrival? {
    let start = ToldArrival(milliseconds: meeting.startMilliseconds, basis: .sessionStart)
    switch source {
    case .paper:
      return written.map { ToldArrival(milliseconds: $0, basis: .written) } ?? start
    case .roll:
      return isRunning(meeting, now) ? nil : start
    case .wedge, .keypad, .serial, .camera, .search:
      return nil
    }
  }

  /// What must happen to a session before a paper list of it is entered.
  package enum Readiness: Equatable, Sendable {
    /// It takes entries as it is.
    case ready
    /// It was held while the kiosk was off: it is opened, and closed at once when it is over.
    case opens(closes: Bool)
    /// It has not begun.
    case tooEarly
  }

  /// Whether a session takes entries from paper now. While the clock was never set, only people know
  /// whether it has begun, and open it themselves.
  package static func readiness(of meeting: Meeting, now: ClockReading) -> Readiness {
    guard meeting.state == .planned else { return .ready }
    guard now.quality != .unset, meeting.startMilliseconds <= now.wallMilliseconds else {
      return .tooEarly
    }
    return .opens(closes: meeting.endMilliseconds < now.wallMilliseconds)
  }

  private static func isRunning(_ meeting: Meeting, _ now: ClockReading) -> Bool {
    guard meeting.state == .open else { return false }
    return now.quality == .unset || now.wallMilliseconds <= meeting.endMilliseconds
  }
}
