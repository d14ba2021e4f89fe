/// Whether a certificate may be issued to a resident for a course, and if not, why not.
package enum Eligibility: Equatable, Sendable {
  /// A certificate may be issued for this attendance.
  case eligible(Attendance)
  /// Every reason that stands against it, in the order a clerk would look.
  case notEligible([Reason])

  /// What a resident attended of one course.
  package struct Attendance: Equatable, Sendable {
    /// Sessions attended.
    package let sessions: Int
    /// Hours attended, in tenths.
    package let hoursTenths: Int64
    /// The day of the first session attended.
    package let firstDay: Day
    /// The day of the last session attended.
    package let lastDay: Day

    /// The sum of a resident's visits to one course.
    package init(sessions: Int, hoursTenths: Int64, firstDay: Day, lastDay: Day) {
      self.sessions = sessions
      self.hoursTenths = hoursTenths
      self.firstDay = firstDay
      self.lastDay = lastDay
    }
  }

  /// One thing that stands against a certificate.
  package enum Reason: Equatable, Sendable {
    /// Fewer sessions than the course requires.
    case tooFewSessions(attended: Int, required: Int)
    /// Fewer hours than the course requires.
    case tooFewHours(attendedTenths: Int64, requiredTenths: Int64)
    /// A session of the course is open right now: its roll is not final.
    case courseStillOpen
    /// A valid certificate for this course was issued before.
    case alreadyIssued(number: String)
    /// A guest whose name is not written yet.
    case guestWithoutName
    /// The person's values were erased: there is no name to certify.
    case erased
  }

  /// Everything the decision needs to know.
  package struct Facts: Equatable, Sendable {
    /// What the resident attended; nil for nothing.
    package var attendance: Attendance?
    /// Sessions the course requires.
    package var requiredSessions: Int
    /// Hours the course requires, in tenths.
    package var requiredHoursTenths: Int64
    /// Whether a session of the course is open.
    package var hasOpenSession: Bool
    /// The number of a valid certificate issued before.
    package var issuedNumber: String?
    /// The resident's name.
    package var name: String
    /// Whether the resident's values were erased.
    package var isErased: Bool

    /// The facts about one resident and one course.
    package init(
      attendance: Attendance?, requiredSessions: Int, requiredHoursTenths: Int64,
      hasOpenSession: Bool, issuedNumber: String?, name: String, isErased: Bool = false
    ) {
      self.attendance = attendance
      self.requiredSessions = requiredSessions
      self.requiredHoursTenths = requiredHoursTenths
      self.hasOpenSession = hasOpenSession
      self.issuedNumber = issuedNumber
      self.name = name
      self.isErased = isErased
    }
  }

  /// Decides over the facts; all reasons are given, not only the first.
  package static func decide(_ facts: Facts) -> Eligibility {
    var reasons: [Reason] = []
    if let number = facts.issuedNumber { reasons.append(.alreadyIssued(number: number)) }
    if facts.isErased { reasons.append(.erased) }
    if Name.tidied(facts.name).isEmpty { reasons.append(.guestWithoutName) }
    if facts.hasOpenSession { reasons.append(.courseStillOpen) }
    let sessions = facts.attendance?.sessions ?? 0
    let hoursTenths = facts.attendance?.hoursTenths ?? 0
    if sessions < max(1, facts.requiredSessions) {
      reasons.append(
        .tooFewSessions(attended: sessions, required: max(1, facts.requiredSessions)))
    }
    if hoursTenths < facts.requiredHoursTenths {
      reasons.append(
        .tooFewHours(attendedTenths: hoursTenths, requiredTenths: facts.requiredHoursTenths))
    }
    guard reasons.isEmpty, let attendance = facts.attendance else { return .notEligible(reasons) }
    return .eligible(attendance)
  }
}
