package import Centre
package import Evidence
internal import GRDB

extension Store {
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

  /// Issues a certificate: next number, token, row, event and, when asked, a print job, in one
  /// transaction.
  ///
  /// `prepare` signs the draft and draws up the sheet; it runs while the writer waits, so it must
  /// not take longer than signing, and it must not call the store. What it throws is thrown here and nothing is written; the number
  /// is not used up. Throws `StoreRefusal`.
  package func issueCertificate(
    resident id: Int64, course code: String, print: Bool = false, now: ClockReading,
    prepare: @escaping @Sendable (CertificateDraft) throws -> IssuedPaper
  ) throws -> IssueAnswer {
    try write("issue a certificate") { transaction in
      try transaction.issue(
        resident: id, course: code, print: print, now: now, prepare: prepare)
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

  /// The certificate with this number, such as `14464-1-2026-000012`.
  package func certificate(number: String) throws -> Certificate? {
    try certificates("x.number = ?", [number]).first
  }

  /// The register of a calendar year, by number.
  package func certificates(year: Int) throws -> [Certificate] {
    try certificates("x.year = ?", [year])
  }

  /// The certificates of a course, by number.
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
      let sql = CertificateRow.select + " WHERE \(condition) ORDER BY x.year, x.sequence"
      return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments)
        .map(CertificateRow.certificate)
    }
  }
}
