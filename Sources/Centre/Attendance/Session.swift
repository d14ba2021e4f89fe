/// One meeting (buổi học), of a course or on its own, at which residents are counted.
package struct Session: Equatable, Sendable {
  /// Where a session is in its life.
  package enum State: String, CaseIterable, Sendable {
    /// Announced; nobody can check in.
    case planned
    /// Taking check-ins.
    case open
    /// Over; only staff may still mark the roll.
    case closed
  }

  /// The row's number.
  package let id: Int64
  /// The code that the log carries, such as `2026-0031`.
  package let code: String
  /// The course it belongs to, if any.
  package let courseCode: String?
  /// The title on the screen, NFC.
  package let title: String
  /// The day it is held and counted under.
  package let day: Day
  /// The planned start, wall milliseconds.
  package let startMilliseconds: Int64
  /// The planned end, wall milliseconds.
  package let endMilliseconds: Int64
  /// Where it is held, free text: "nhà văn hóa xóm 3".
  package let place: String
  /// Who organises it.
  package let organiser: String
  /// Who speaks or teaches.
  package let speaker: String
  /// The partner organisation.
  package let partner: String
  /// The hours that an attendance counts, in tenths; 0 for self-study, which counts its own time.
  package let hoursTenths: Int64
  /// Planned, open or closed.
  package let state: State
  /// Whether it is the day's free self-study (tự học).
  package let isSelfStudy: Bool

  /// A session as it is stored.
  package init(
    id: Int64, code: String, courseCode: String?, title: String, day: Day,
    startMilliseconds: Int64, endMilliseconds: Int64, place: String, organiser: String,
    speaker: String, partner: String, hoursTenths: Int64, state: State, isSelfStudy: Bool
  ) {
    self.id = id
    self.code = code
    self.courseCode = courseCode
    self.title = title
    self.day = day
    self.startMilliseconds = startMilliseconds
    self.endMilliseconds = endMilliseconds
    self.place = place
    self.organiser = organiser
    self.speaker = speaker
    self.partner = partner
    self.hoursTenths = hoursTenths
    self.state = state
    self.isSelfStudy = isSelfStudy
  }
}

/// What is written about a session when adding one; the store gives it its code.
package struct NewSession: Equatable, Sendable {
  /// The course it belongs to, if any.
  package var courseCode: String?
  /// The title on the screen; an empty one takes the course's.
  package var title: String
  /// The day it is held.
  package var day: Day
  /// The planned start, wall milliseconds.
  package var startMilliseconds: Int64
  /// The planned end, wall milliseconds, after the start.
  package var endMilliseconds: Int64
  /// Where it is held.
  package var place: String
  /// Who organises it.
  package var organiser: String
  /// Who speaks or teaches.
  package var speaker: String
  /// The partner organisation.
  package var partner: String
  /// The hours that an attendance counts, in tenths.
  package var hoursTenths: Int64

  /// A session to be written.
  package init(
    courseCode: String? = nil, title: String = "", day: Day, startMilliseconds: Int64,
    endMilliseconds: Int64, place: String = "", organiser: String = "", speaker: String = "",
    partner: String = "", hoursTenths: Int64
  ) {
    self.courseCode = courseCode
    self.title = title
    self.day = day
    self.startMilliseconds = startMilliseconds
    self.endMilliseconds = endMilliseconds
    self.place = place
    self.organiser = organiser
    self.speaker = speaker
    self.partner = partner
    self.hoursTenths = hoursTenths
  }
}

/// One line of a session's roll: a resident, and the visit if there is one.
package struct RollEntry: Equatable, Sendable {
  /// The person.
  package let resident: Resident
  /// The visit, or nil when the person is on the roll only as a member of the course.
  package let visitId: Int64?
  /// When the person came, wall milliseconds.
  package let inMilliseconds: Int64?
  /// When the person left; nil when not yet, or when the leaving time was not recorded.
  package let outMilliseconds: Int64?
  /// How the attendance was written.
  package let source: CheckInSource?
  /// When the person came, as the corrected clock tells.
  package let arrival: CorrectedTime?
  /// When the person left, as the corrected clock tells; nil also for a leaving of old.
  package let departure: CorrectedTime?
  /// When the person came, where staff entered the visit for a time that no clock saw.
  package let told: ToldArrival?

  /// A line of the roll.
  package init(
    resident: Resident, visitId: Int64?, inMilliseconds: Int64?, outMilliseconds: Int64?,
    source: CheckInSource?, arrival: CorrectedTime? = nil, departure: CorrectedTime? = nil,
    told: ToldArrival? = nil
  ) {
    self.told = told
    self.arrival = arrival
    self.departure = departure
    self.resident = resident
    self.visitId = visitId
    self.inMilliseconds = inMilliseconds
    self.outMilliseconds = outMilliseconds
    self.source = source
  }
}
