internal import Centre
internal import Evidence
internal import Foundation
internal import GRDB

extension Transaction {
  /// Issues a certificate; see `Store.issueCertificate`.
  func issue(
    resident id: Int64, course code: String, print: Bool, now: ClockReading,
    prepare: (CertificateDraft) throws -> IssuedPaper
  ) throws -> IssueAnswer {
    let course = try existingCourse(code)
    guard let resident = try resident(id: id) else { throw StoreRefusal.notFound(.resident) }
    let attendance: Eligibility.Attendance
    switch try eligibility(resident, course) {
    case .notEligible(let reasons): return .notEligible(reasons)
    case .eligible(let sum): attendance = sum
    }
    let seconds = now.wallMilliseconds / 1000
    let last: Int64? = try row(
      "SELECT issuedAtSeconds FROM certificate ORDER BY id DESC LIMIT 1")?[0]
    if let last, seconds < last { return .clockBeforeLastIssue(lastSeconds: last) }
    let draft = CertificateDraft(
      number: try nextNumber(now), resident: resident, course: course, attendance: attendance,
      issuedAtSeconds: seconds)
    let paper = try prepare(draft)
    try checkTitle(paper.sheet.courseTitle)
    try insert(draft, paper, now: now)
    if print { _ = try enqueuePrint(certificates: [draft.number.text], now: now) }
    return .issued(try existingCertificate(draft.number.text))
  }

  /// Cancels a certificate; see `Store.cancelCertificate`.
  func cancel(_ number: String, reason: String, now: ClockReading) throws -> Certificate {
    let certificate = try existingCertificate(number)
    guard certificate.state == .issued else { return certificate }
    let reason = try text(reason, "reason", limit: settings.limits.text, isRequired: true)
    let seq = try append(
      "certificate.cancel",
      ["n": .text(number), "i": .integer(certificate.issueSeq), "x": .text(reason)], now: now)
    try run(
      "UPDATE certificate SET state = 'cancelled', cancelReason = ?, cancelSeq = ? WHERE id = ?",
      [reason, seq, certificate.id])
    return try existingCertificate(number)
  }

  func existingCertificate(_ number: String) throws -> Certificate {
    let row = try row(CertificateRow.select + " WHERE x.number = ?", [number])
    guard let row else { throw StoreRefusal.notFound(.certificate) }
    return try CertificateRow.certificate(row)
  }

  private func eligibility(_ resident: Resident, _ course: Course) throws -> Eligibility {
    let hasOpenSession = try EligibilityFacts.hasOpenSession(db, course)
    guard let row = try row(EligibilityFacts.sql, [course.id, resident.id]) else {
      return Eligibility.decide(
        Eligibility.Facts(
          attendance: nil, requiredSessions: course.requiredSessions,
          requiredHoursTenths: course.hoursTenths, hasOpenSession: hasOpenSession,
          issuedNumber: nil, name: resident.name))
    }
    return EligibilityFacts.eligibility(row, course, hasOpenSession: hasOpenSession)
  }

  private func nextNumber(_ now: ClockReading) throws -> CertificateNumber {
    let year = Day(wallMilliseconds: now.wallMilliseconds).year
    let sequence: Int =
      try row(
        "SELECT coalesce(max(sequence), 0) + 1 FROM certificate WHERE year = ?", [year])?[0] ?? 1
    return CertificateNumber(centre: settings.centre, year: year, sequence: sequence)
  }

  private func checkTitle(_ title: String) throws {
    do throws(CertificateTitle.Forbidden) {
      try CertificateTitle.check(title)
    } catch {
      throw StoreRefusal.forbiddenTitle(word: error.word)
    }
  }

  private func insert(_ draft: CertificateDraft, _ paper: IssuedPaper, now: ClockReading) throws {
    let sum = draft.attendance
    let seq = try append(
      "certificate.issue",
      [
        "r": .text(draft.resident.pseudonym), "n": .text(draft.number.text),
        "c2": .text(draft.course.code), "h": .integer(sum.hoursTenths),
        "d": .integer(sum.lastDay.daysSince1970),
      ],
      personal: [("name", draft.resident.name), ("token", Base64.encode(paper.token))], now: now)
    let day = Day(wallMilliseconds: now.wallMilliseconds)
    try run(
      """
      INSERT INTO certificate (year, sequence, number, residentId, courseId, holderName, courseTitle,
        hoursTenths, issuedDay, issuedAtSeconds, token, sheet, state, issueSeq, copies)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'issued', ?, 0)
      """,
      [
        draft.number.year, draft.number.sequence, draft.number.text, draft.resident.id,
        draft.course.id, draft.resident.name, paper.sheet.courseTitle, sum.hoursTenths,
        day.daysSince1970, draft.issuedAtSeconds, Data(paper.token),
        try CertificateRow.json(paper.sheet), seq,
      ])
  }
}
