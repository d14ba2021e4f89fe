package import Evidence

/// The check-in decision: pure, over facts that were loaded in the same transaction.
package enum CheckIn {
  /// An open session and the person's visit to it, if there is one.
  package struct Candidate: Equatable, Sendable {
    /// The session's row.
    package let sessionId: Int64
    /// The planned end, wall milliseconds.
    package let endMilliseconds: Int64
    /// The person's visit to this session.
    package let visit: Visit?

    /// A session with the person's visit to it.
    package init(sessionId: Int64, endMilliseconds: Int64, visit: Visit?) {
      self.sessionId = sessionId
      self.endMilliseconds = endMilliseconds
      self.visit = visit
    }
  }

  /// What the decision needs to know of an earlier visit.
  package struct Visit: Equatable, Sendable {
    /// The visit's number.
    package let id: Int64
    /// When the person came, wall milliseconds.
    package let inMilliseconds: Int64
    /// When the person left, if so.
    package let outMilliseconds: Int64?

    /// An earlier visit.
    package init(id: Int64, inMilliseconds: Int64, outMilliseconds: Int64?) {
      self.id = id
      self.inMilliseconds = inMilliseconds
      self.outMilliseconds = outMilliseconds
    }
  }

  /// What is to be done.
  package enum Decision: Equatable, Sendable {
    /// Write a visit to this session.
    case enter(sessionId: Int64)
    /// Answer with the visit that is there.
    case alreadyIn(sessionId: Int64, Visit)
    /// Ask which of these sessions.
    case choose(sessionIds: [Int64])
    /// No session is open: count the person under the day's self-study.
    case selfStudy
  }

  /// Decides for a known person who named no session.
  ///
  /// Exactly one open session is taken silently, none gives self-study, several are a choice. A
  /// repeat answers with the visit while that session still runs; a session that is past its end
  /// and was forgotten open does not keep the person from the next one.
  package static func decide(open: [Candidate], nowMilliseconds: Int64) -> Decision {
    guard !open.isEmpty else { return .selfStudy }
    if let here = open.first(where: { isStaying($0, nowMilliseconds) }), let visit = here.visit {
      return .alreadyIn(sessionId: here.sessionId, visit)
    }
    let fresh = open.filter { $0.visit == nil }
    if fresh.count == 1 { return .enter(sessionId: fresh[0].sessionId) }
    if fresh.count > 1 { return .choose(sessionIds: fresh.map(\.sessionId)) }
    return latest(of: open)
  }

  /// Decides for a known person and a named session.
  package static func decide(chosen: Candidate) -> Decision {
    guard let visit = chosen.visit else { return .enter(sessionId: chosen.sessionId) }
    return .alreadyIn(sessionId: chosen.sessionId, visit)
  }

  /// Whether a session that somebody named takes an attendance: an open one does, a closed one only from
  /// staff who write it down later. It may have been closed while the person was choosing.
  package static func takes(_ state: Session.State, from source: CheckInSource) -> Bool {
    switch state {
    case .open: true
    case .closed: source.isLate
    case .planned: false
    }
  }

  private static func isStaying(_ candidate: Candidate, _ now: Int64) -> Bool {
    guard let visit = candidate.visit else { return false }
    return visit.outMilliseconds == nil && now < candidate.endMilliseconds
  }

  private static func latest(of open: [Candidate]) -> Decision {
    var latest: (sessionId: Int64, visit: Visit)?
    for candidate in open {
      guard let visit = candidate.visit else { continue }
      guard visit.inMilliseconds >= latest?.visit.inMilliseconds ?? .min else { continue }
      latest = (candidate.sessionId, visit)
    }
    guard let latest else { return .selfStudy }
    return .alreadyIn(sessionId: latest.sessionId, latest.visit)
  }
}

extension CheckIn {
  /// The most time after its planned end that an open session is still taken without being named.
  package static let forgottenAfterMilliseconds: Int64 = 12 * 3_600_000
  /// When the night is over: what an evening left open is forgotten then, before anybody comes.
  private static let dawnMilliseconds: Int64 = 4 * 3_600_000
  /// The least time that is left to a session that goes on after its planned end, also through a night.
  private static let leastMilliseconds: Int64 = 3 * 3_600_000

  /// The last moment at which an open session of this planned end is taken: half a day later, yet not
  /// beyond 04:00 in the night that follows, unless that is less than three hours away.
  package static func lastMilliseconds(ofEnd end: Int64) -> Int64 {
    let night = Day(wallMilliseconds: end - dawnMilliseconds)
    let dawn = night.advanced(byDays: 1).startMilliseconds + dawnMilliseconds
    let sinceEnd = min(max(dawn - end, leastMilliseconds), forgottenAfterMilliseconds)
    return end + sinceEnd
  }

  /// The open sessions that count now: one that ended long ago was forgotten, and the next morning's
  /// check-in must not land in it. While the clock was never set, all of them count.
  package static func current(_ open: [Candidate], now: ClockReading) -> [Candidate] {
    guard now.quality != .unset else { return open }
    return open.filter { now.wallMilliseconds <= lastMilliseconds(ofEnd: $0.endMilliseconds) }
  }
}
