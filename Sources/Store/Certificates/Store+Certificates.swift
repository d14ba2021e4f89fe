package import Centre
package import Evidence
internal import GRDB

extension Store {
  /// How many certificates were issued on a day, those cancelled since among them.
  package func certificatesIssued(on day: Day) throws -> Int {
    try read("count certificates") { db in
      let sql = "SELECT count(*) FROM certificate WHERE issuedDay = ?"
      return try Int.fetchOne(db, sql: sql, arguments: [day.daysSince1970]) ?? 0
    }
  }

  /// Everybody who came to a course, by folded name, and whether a certificate may be issued.
  package func eligibility(
    course code: String
  ) throws -> [(resident: Resident, eligibility: Eligibility)] {
    guard let course = try course(code: code) else { throw StoreRefusal.notFound(.course) }
    return try read("read who is eligible") { db in
      let hasOpenSession = try EligibilityFacts.hasOpenSession(db, course)
      let statement = try db.cachedStatement(sql: EligibilityFacts.sql)
      return try Row.fetchAll(statement, arguments: [course.id, nil]).map { row in
        (
          ResidentRow.resident(row),
          EligibilityFacts.eligibility(row, course, hasOpenSession: hasOpenSession)
        )
      }
    }
  }

  /// Everybody who has completed a course, by folded name, and what they attended: the same rule as
  /// for a certificate, whether they have one or not and also while a session is open.
  package func completions(
    course code: String
  ) throws -> [(resident: Resident, attendance: Eligibility.Attendance)] {
    guard let course = try course(code: code) else { throw StoreRefusal.notFound(.course) }
    return try read("read who has completed a course") { db in
      let statement = try db.cachedStatement(sql: EligibilityFacts.sql)
      return try Row.fetchAll(statement, arguments: [course.id, nil]).compactMap { row in
        var facts = EligibilityFacts.facts(row, course)
        facts.issuedNumber = nil
        guard case .eligible(let attendance) = Eligibility.decide(facts) else { return nil }
        return (ResidentRow.resident(row), attendance)
      }
    }
  }

  /// Issues a certificate: next number, token, row, event and, when asked, a print job, in one
  /// transaction.
  ///
  /// `prepare` signs the draft and draws up the sheet; it runs while the writer waits, so it must
  /// not take longer than signing, and it must not call the store. What it throws is thrown here and
  /// nothing is written; the number is not used up. `run` is the issuing of a whole class that this
  /// one belongs to and is counted in. Throws `StoreRefusal`.
  package func issueCertificate(
    resident id: Int64, course code: String, print: Bool = false, run: Int64? = nil,
    now: ClockReading,
    prepare: @escaping @Sendable (CertificateDraft) throws -> IssuedPaper
  ) throws -> IssueAnswer {
    try write("issue a certificate") { transaction in
      try transaction.issue(
        resident: id, course: code, print: print, run: run, now: now, prepare: prepare)
    }
  }

  /// Issues an award, of which a person may have several; as `issueCertificate`, but that no
  /// attendance is asked for. One with the same title and citation that still stands is not issued
  /// again: a form was sent twice. Throws `StoreRefusal`.
  package func issueAward(
    _ award: Award, to resident: Int64, print: Bool = false, now: ClockReading,
    prepare: @escaping @Sendable (CertificateDraft) throws -> IssuedPaper
  ) throws -> IssueAnswer {
    try write("issue an award") { transaction in
      try transaction.issue(award, to: resident, print: print, now: now, prepare: prepare)
    }
  }

  /// Cancels a certificate with a reason; a cancelled one stays as it is. Its number is never used
  /// again. Throws `StoreRefusal`.
  package func cancelCertificate(
    number: String, reason: String, now: ClockReading
  ) throws -> Certificate {
    try write("cancel a certificate") { transaction in
      try transaction.cancel(number, reason: reason, now: now)
    }
  }

  /// Records that a badge of a certificate was given to its holder, and whether it shows the name.
  /// - Returns: `false`, and nothing is recorded, when the certificate is cancelled.
  package func recordExport(
    certificate number: String, showsName: Bool, now: ClockReading
  ) throws -> Bool {
    try write("record an export") { transaction in
      guard try transaction.existingCertificate(number).state == .issued else { return false }
      let fields: [String: CanonicalValue] = [
        "n": .text(number), "p": .integer(showsName ? 1 : 0), "w": .text("badge"),
      ]
      _ = try transaction.append("certificate.export", fields, now: now)
      return true
    }
  }

  /// Cancels a certificate and issues a corrected one to the same person for the same course, from
  /// the data as they stand now, in one transaction; the old one then names the new one.
  ///
  /// An award has its words nowhere but on its certificate: `award` corrects them, nil keeps them; for
  /// the certificate of a course it is passed over. `prepare` is held to the same as in
  /// `issueCertificate`. Throws `StoreRefusal`.
  package func replaceCertificate(
    number: String, reason: String, award: Award? = nil, print: Bool = false, now: ClockReading,
    prepare: @escaping @Sendable (CertificateDraft) throws -> IssuedPaper
  ) throws -> ReplaceAnswer {
    try write("replace a certificate") { transaction in
      try transaction.replace(
        number, reason: reason, award: award, print: print, now: now, prepare: prepare)
    }
  }

  /// Lets a cancelled certificate name the one that took its place, where that was issued later.
  ///
  /// The log hears of it as `certificate.replace`, since the cancellation stands there already.
  /// - Returns: nil when the old one is valid or names one already, or the other one is not a later
  ///   one of the same person and course that is valid.
  /// - Throws: `StoreRefusal.notFound(.certificate)`.
  package func linkCertificate(
    number: String, replacedBy new: String, now: ClockReading
  ) throws -> Certificate? {
    try write("link certificates") { try $0.link(number, to: new, now: now) }
  }

  /// The cancelled certificates that this one took the place of, by number.
  package func certificates(replacedBy number: String) throws -> [Certificate] {
    try certificates("x.replacedBy = ?", [number])
  }

  /// The certificate with this number, such as `14464-1-2026-000012`.
  package func certificate(number: String) throws -> Certificate? {
    try certificates("x.number = ?", [number]).first
  }

  /// The registers of a calendar year, by centre and number: more than one only where the kiosk's
  /// centre was merged into another.
  package func certificates(year: Int) throws -> [Certificate] {
    try certificates("x.year = ?", [year])
  }

  /// The certificates issued last, the newest first.
  package func latestCertificates(limit: Int) throws -> [Certificate] {
    let latest = "x.id IN (SELECT id FROM certificate ORDER BY id DESC LIMIT ?)"
    return try certificates(latest, [limit]).sorted { $0.id > $1.id }
  }

  /// The register of one centre and calendar year, by number.
  package func certificates(year: Int, centre: String) throws -> [Certificate] {
    try certificates("x.year = ? AND x.centre = ?", [year, centre])
  }

  /// The years and centres that have a register, the newest year first.
  package func registers() throws -> [(year: Int, centre: String)] {
    try read("read which registers there are") { db in
      let sql = "SELECT DISTINCT year, centre FROM certificate ORDER BY year DESC, centre"
      return try Row.fetchAll(db.cachedStatement(sql: sql)).map { ($0[0], $0[1]) }
    }
  }

  /// The certificates of a course, by number; awards belong to none.
  package func certificates(course code: String) throws -> [Certificate] {
    try certificates("x.courseId = (SELECT id FROM course WHERE code = ?)", [code])
  }

  /// When the last certificate was issued, seconds since 1970; none may be issued before it.
  package func lastIssuedAtSeconds() throws -> Int64? {
    try read("read the last issue") { db in
      let sql = "SELECT issuedAtSeconds FROM certificate ORDER BY id DESC LIMIT 1"
      return try Int64.fetchOne(db.cachedStatement(sql: sql))
    }
  }

  private func certificates(
    _ condition: String, _ arguments: StatementArguments
  ) throws -> [Certificate] {
    try read("read certificates") { db in
      let sql = CertificateRow.select + " WHERE \(condition) ORDER BY x.year, x.centre, x.sequence"
      return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments)
        .map(CertificateRow.certificate)
    }
  }
}
