/// What the kiosk may say to somebody who checks in or out; one screen each.
package enum CheckInAnswer: Equatable, Sendable {
  /// The visit is on disk.
  case welcome(Welcome)
  /// The person was counted before; a repeat is not an error.
  case alreadyIn(AlreadyIn)
  /// A well-formed badge that nobody here holds.
  case unknownBadge
  /// Several sessions are open: the person chooses.
  case chooseSession([SessionChoice])
  /// The leaving time is on disk.
  case checkedOut(CheckedOut)
}

/// A visit that was just written, with what the screen greets with.
package struct Welcome: Equatable, Sendable {
  /// The visit, for undo and check-out; equal to `eventSeq`.
  package let visitId: Int64
  /// The position of the event in the log.
  package let eventSeq: Int64
  /// The person.
  package let residentId: Int64
  /// The person's full name.
  package let name: String
  /// The session's code.
  package let sessionCode: String
  /// The session's title.
  package let sessionTitle: String
  /// When the visit was written, wall milliseconds.
  package let atMilliseconds: Int64
  /// The person's hours this calendar year with this visit, in tenths.
  package let hoursThisYearTenths: Int64
  /// The person's visits this calendar year with this one.
  package let visitsThisYear: Int
  /// How far the person is towards the course's certificate, when the session has a course.
  package let progress: CourseProgress?

  /// A visit that was just written.
  package init(
    visitId: Int64, eventSeq: Int64, residentId: Int64, name: String, sessionCode: String,
    sessionTitle: String, atMilliseconds: Int64, hoursThisYearTenths: Int64,
    visitsThisYear: Int, progress: CourseProgress?
  ) {
    self.visitId = visitId
    self.eventSeq = eventSeq
    self.residentId = residentId
    self.name = name
    self.sessionCode = sessionCode
    self.sessionTitle = sessionTitle
    self.atMilliseconds = atMilliseconds
    self.hoursThisYearTenths = hoursThisYearTenths
    self.visitsThisYear = visitsThisYear
    self.progress = progress
  }
}

/// How far a person is towards a course's certificate.
package struct CourseProgress: Equatable, Sendable {
  /// The course's title.
  package let courseTitle: String
  /// Sessions attended.
  package let attended: Int
  /// Sessions needed for the certificate.
  package let required: Int

  /// Progress in one course.
  package init(courseTitle: String, attended: Int, required: Int) {
    self.courseTitle = courseTitle
    self.attended = attended
    self.required = required
  }
}

/// A visit that was there already.
package struct AlreadyIn: Equatable, Sendable {
  /// The visit, for check-out.
  package let visitId: Int64
  /// The person.
  package let residentId: Int64
  /// The person's full name.
  package let name: String
  /// The session's code.
  package let sessionCode: String
  /// The session's title.
  package let sessionTitle: String
  /// When the person was counted, wall milliseconds.
  package let sinceMilliseconds: Int64
  /// When the person left, if so.
  package let outMilliseconds: Int64?
  /// The person's hours this calendar year, in tenths.
  package let hoursThisYearTenths: Int64

  /// A visit that was there already.
  package init(
    visitId: Int64, residentId: Int64, name: String, sessionCode: String, sessionTitle: String,
    sinceMilliseconds: Int64, outMilliseconds: Int64?, hoursThisYearTenths: Int64
  ) {
    self.visitId = visitId
    self.residentId = residentId
    self.name = name
    self.sessionCode = sessionCode
    self.sessionTitle = sessionTitle
    self.sinceMilliseconds = sinceMilliseconds
    self.outMilliseconds = outMilliseconds
    self.hoursThisYearTenths = hoursThisYearTenths
  }
}

/// A session that a person may choose.
package struct SessionChoice: Equatable, Sendable {
  /// The session's code, to be sent back.
  package let code: String
  /// The session's title.
  package let title: String
  /// Where it is held.
  package let place: String
  /// The planned start, wall milliseconds.
  package let startMilliseconds: Int64
  /// The planned end, wall milliseconds.
  package let endMilliseconds: Int64

  /// A tile on the choice screen.
  package init(
    code: String, title: String, place: String, startMilliseconds: Int64, endMilliseconds: Int64
  ) {
    self.code = code
    self.title = title
    self.place = place
    self.startMilliseconds = startMilliseconds
    self.endMilliseconds = endMilliseconds
  }
}

/// A leaving time that is on disk; repeated check-outs give the first one again.
package struct CheckedOut: Equatable, Sendable {
  /// The visit.
  package let visitId: Int64
  /// The person.
  package let residentId: Int64
  /// The person's full name.
  package let name: String
  /// The session's title.
  package let sessionTitle: String
  /// When the person left, wall milliseconds.
  package let atMilliseconds: Int64
  /// The person's hours this calendar year, in tenths.
  package let hoursThisYearTenths: Int64

  /// A leaving time that was written.
  package init(
    visitId: Int64, residentId: Int64, name: String, sessionTitle: String,
    atMilliseconds: Int64, hoursThisYearTenths: Int64
  ) {
    self.visitId = visitId
    self.residentId = residentId
    self.name = name
    self.sessionTitle = sessionTitle
    self.atMilliseconds = atMilliseconds
    self.hoursThisYearTenths = hoursThisYearTenths
  }
}

/// What became of a wish to undo a check-in.
package enum UndoAnswer: Equatable, Sendable {
  /// The visit is gone from the books; the log holds both events.
  case undone
  /// The time for undoing has passed.
  case tooLate
  /// There is no such visit, or it was undone before.
  case notFound
}
