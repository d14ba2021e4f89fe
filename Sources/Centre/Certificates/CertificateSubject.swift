/// What a certificate is about.
package enum CertificateSubject: Equatable, Sendable {
  /// A course, and what the holder attended of it.
  case course(Course, Eligibility.Attendance)
  /// An award, which is complete on the day it is made.
  case award(Award, day: Day)

  /// The code of the course, or the one that stands for awards.
  package var courseCode: String {
    switch self {
    case .course(let course, _): course.code
    case .award: Award.courseCode
    }
  }

  /// The title as it is signed and printed.
  package var title: String {
    switch self {
    case .course(let course, _): course.title
    case .award(let award, _): award.title
    }
  }

  /// What the holder attended: nothing for an award, on its own day.
  package var attendance: Eligibility.Attendance {
    switch self {
    case .course(_, let attendance): attendance
    case .award(_, let day):
      Eligibility.Attendance(sessions: 0, hoursTenths: 0, firstDay: day, lastDay: day)
    }
  }

  /// The award, if it is one.
  package var award: Award? {
    switch self {
    case .course: nil
    case .award(let award, _): award
    }
  }
}
