internal import Centre
internal import GRDB

/// Who checks in: what the transaction needs of a resident.
struct Person {
  let id: Int64
  let name: String
}

/// A session as the check-in sees it: with its course's needs and one person's visit.
struct Meeting {
  let id: Int64
  let code: String
  let year: Int
  let courseId: Int64?
  let title: String
  let place: String
  let startMilliseconds: Int64
  let endMilliseconds: Int64
  let hoursTenths: Int64
  let state: Session.State
  let isSelfStudy: Bool
  let courseTitle: String?
  let requiredSessions: Int?
  let visit: CheckIn.Visit?

  /// One statement for sessions, course and visit; the first argument is the resident.
  static let select = """
    SELECT s.id, s.year, s.number, s.courseId, s.title, s.place, s.startMs, s.endMs, s.hoursTenths,
      s.state, s.isSelfStudy, k.title, k.requiredSessions, v.id,
      coalesce(a.arrivedMs, v.inMs), v.outMs
    FROM session s LEFT JOIN course k ON k.id = s.courseId
      LEFT JOIN visit v ON v.sessionId = s.id AND v.residentId = ?1
      LEFT JOIN visitTold a ON a.visitId = v.id
    WHERE\u{20}
    """

  init(_ row: Row) {
    id = row[0]
    year = row[1]
    code = SessionRow.code(year: row[1], number: row[2])
    courseId = row[3]
    title = row[4]
    place = row[5]
    startMilliseconds = row[6]
    endMilliseconds = row[7]
    hoursTenths = row[8]
    let number: Int = row[9]
    state = SessionRow.state(number)
    isSelfStudy = row[10]
    courseTitle = row[11]
    requiredSessions = row[12]
    let visitId: Int64? = row[13]
    visit = visitId.map { CheckIn.Visit(id: $0, inMilliseconds: row[14], outMilliseconds: row[15]) }
  }

  var candidate: CheckIn.Candidate {
    CheckIn.Candidate(sessionId: id, endMilliseconds: endMilliseconds, visit: visit)
  }

  /// What the rules of late entries need of it.
  var late: LateEntry.Meeting {
    LateEntry.Meeting(
      state: state, startMilliseconds: startMilliseconds, endMilliseconds: endMilliseconds)
  }

  var choice: SessionChoice {
    SessionChoice(
      code: code, title: title, place: place, startMilliseconds: startMilliseconds,
      endMilliseconds: endMilliseconds)
  }
}
