package import Centre
package import Evidence
internal import GRDB

/// One visit as a resident's own page lists it.
package struct PastVisit: Equatable, Sendable {
  /// The session that was attended.
  package let session: Session
  /// The title of its course, if it has one.
  package let courseTitle: String?
  /// When the person came, wall milliseconds.
  package let inMilliseconds: Int64
  /// When the person left; nil when not yet, or when the leaving time was not recorded.
  package let outMilliseconds: Int64?
  /// The hours that it counts, in tenths.
  package let hoursTenths: Int64
  /// When the person came, as the corrected clock tells.
  package let arrival: CorrectedTime?
  /// When the person left, as the corrected clock tells; nil also for a leaving of old.
  package let departure: CorrectedTime?
  /// When the person came, where staff entered the visit for a time that no clock saw.
  package let told: ToldArrival?
}

extension PastVisit {
  /// What is known of its end.
  package func leaving(now: ClockReading) -> Leaving {
    Leaving.decide(
      outMilliseconds: outMilliseconds, endMilliseconds: session.endMilliseconds,
      state: session.state, isSelfStudy: session.isSelfStudy, now: now)
  }

  /// The visits of a resident, who is the first argument.
  static let select = """
    SELECT \(SessionRow.columns), v.inMs, v.outMs, v.id, o.seq, k.title,
      v.hoursTenths, a.arrivedMs, a.basis
    FROM session s CROSS JOIN visit v ON v.sessionId = s.id AND v.residentId = ?1
      LEFT JOIN course k ON k.id = s.courseId LEFT JOIN visitOut o ON o.visitId = v.id
      LEFT JOIN visitTold a ON a.visitId = v.id
    """
  static let order = " ORDER BY s.day DESC, s.startMs DESC, s.id DESC"

  static func all(_ rows: [Row], _ db: Database) throws -> [PastVisit] {
    let times = try Store.times(
      of: rows.flatMap { row -> [Int64] in
        [row[17] as Int64?, row[18] as Int64?].compactMap { $0 }
      }, db)
    return rows.map { row in
      let (visit, departure): (Int64, Int64?) = (row[17], row[18])
      return PastVisit(
        session: SessionRow.session(row), courseTitle: row[19], inMilliseconds: row[15],
        outMilliseconds: row[16], hoursTenths: row[20], arrival: times[visit],
        departure: departure.flatMap { times[$0] }, told: VisitTold.arrival(row, from: 21))
    }
  }
}

extension Store {
  /// The latest visits of a resident, the newest first.
  ///
  /// It walks the sessions from the newest, each by the unique index of visits, so that it needs no
  /// index of its own and ends with the last visit wanted.
  package func visits(resident id: Int64, limit: Int) throws -> [PastVisit] {
    try read("read a resident's visits") { db in
      let rows = try Row.fetchAll(
        db.cachedStatement(sql: PastVisit.select + PastVisit.order + " LIMIT ?2"),
        arguments: [id, limit])
      return try PastVisit.all(rows, db)
    }
  }

  /// The certificates of a resident, the newest first; those too that were issued to a guest who turned
  /// out to be this resident, and cancelled before.
  package func certificates(resident id: Int64) throws -> [Certificate] {
    try read("read a resident's certificates") { db in
      let sql =
        CertificateRow.select + """
           WHERE x.residentId IN (SELECT ?1 UNION SELECT id FROM resident WHERE mergedInto = ?1)
            ORDER BY x.id DESC
          """
      return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [id])
        .map(CertificateRow.certificate)
    }
  }
}
