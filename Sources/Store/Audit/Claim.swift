internal import Centre
internal import Evidence
internal import GRDB

/// A row of a counted table that says which event it came from.
struct Claim {
  let seq: Int64
  let kind: String
  let table: String
  private let resident: String?
  private let session: String?
  private let number: String?
  private let atMilliseconds: Int64?

  /// Every claim, by seq. A visit names whom it was written for, who may have turned out to be somebody
  /// else. An older program's tables have no guests and no notices.
  static func sql(_ db: Database) throws -> String {
    let hasGuests = try db.tableExists("guestVisit")
    let others = (hasGuests ? guests : "") + (try noticeClaims(db))
    return sql(visits: hasGuests ? visitsWithGuests : visits, others: others)
  }

  private static func noticeClaims(_ db: Database) throws -> String {
    guard try db.tableExists("notice") else { return "" }
    let canForget = try db.columns(in: "notice").contains { $0.name == "forgetSeq" }
    return notices + (canForget ? forgottenNotices : "")
  }

  private static let notices = """
     UNION ALL SELECT editSeq, 'notice.post', 'notice', NULL, NULL, NULL, NULL, NULL FROM notice
    UNION ALL SELECT id, 'notice.post', 'notice', NULL, NULL, NULL, NULL, NULL FROM notice
      WHERE editSeq <> id
    UNION ALL SELECT endSeq, 'notice.end', 'notice', NULL, NULL, NULL, NULL, NULL FROM notice
      WHERE endSeq IS NOT NULL
    """

  private static let forgottenNotices = """
     UNION ALL SELECT forgetSeq, 'notice.forget', 'notice', NULL, NULL, NULL, NULL, NULL FROM notice
      WHERE forgetSeq IS NOT NULL
    """

  private static let visits = """
    SELECT v.id AS seq, 'visit.in' AS kind, 'visit' AS "table", v.residentId AS resident,
      s.year AS year, s.number AS session, NULL AS number, v.inMs AS ms
      FROM visit v LEFT JOIN session s ON s.id = v.sessionId
    """

  private static let visitsWithGuests = """
    SELECT v.id AS seq, 'visit.in' AS kind, 'visit' AS "table",
      coalesce(g.guestId, v.residentId) AS resident, s.year AS year, s.number AS session,
      NULL AS number, v.inMs AS ms
      FROM visit v LEFT JOIN guestVisit g ON g.visitId = v.id
        LEFT JOIN session s ON s.id = v.sessionId
    """

  private static let guests = """
    UNION ALL SELECT v.id, 'visit.in', 'spareVisit', coalesce(v.guestId, v.residentId), s.year,
      s.number, NULL, v.inMs FROM spareVisit v LEFT JOIN session s ON s.id = v.sessionId
    UNION ALL SELECT mergeSeq, 'resident.merge', 'resident', id, NULL, NULL, NULL, NULL
      FROM resident WHERE mergeSeq IS NOT NULL
    UNION ALL SELECT seq, 'consent.give', 'consent', residentId, NULL, NULL, NULL, givenMs
      FROM consent
    """

  private static func sql(visits: String, others: String) -> String {
    """
    \(visits)
    UNION ALL SELECT issueSeq, 'certificate.issue', 'certificate', residentId, NULL, NULL, number,
      NULL FROM certificate
    UNION ALL SELECT cancelSeq, 'certificate.cancel', 'certificate', NULL, NULL, NULL, number, NULL
      FROM certificate WHERE cancelSeq IS NOT NULL
    UNION ALL SELECT addSeq, 'resident.add', 'resident', id, NULL, NULL, NULL, NULL FROM resident
    UNION ALL SELECT addSeq, 'course.add', 'course', NULL, NULL, NULL, NULL, NULL FROM course
    UNION ALL SELECT addSeq, 'session.add', 'session', NULL, year, number, NULL, NULL FROM session
    UNION ALL SELECT addSeq, 'user.add', 'user', NULL, NULL, NULL, NULL, NULL FROM user
    UNION ALL SELECT setSeq, 'setting.set', 'setting', NULL, NULL, NULL, NULL, NULL FROM setting
    \(others)
    ORDER BY 1
    """
  }

  init(_ row: Row) {
    seq = row[0]
    kind = row[1]
    table = row[2]
    resident = (row[3] as Int64?).map { Resident.pseudonym(id: $0) }
    session = (row[5] as Int?).map { SessionRow.code(year: row[4], number: $0) }
    number = row[6]
    atMilliseconds = row[7]
  }

  /// What is wrong with the row, by its event; nil if nothing is.
  func flaw(_ event: EventGlance) -> String? {
    guard event.kind == kind else { return "claims a \(kind), but that event is a \(event.kind)" }
    guard resident == nil || resident == event.resident else { return "names another resident" }
    guard session == nil || session == event.session else { return "names another session" }
    guard number == nil || number == event.number else { return "names another number" }
    guard atMilliseconds == nil || atMilliseconds == event.wallMilliseconds else {
      return "says another time"
    }
    return nil
  }
}
