internal import Centre
internal import Evidence
internal import Foundation
internal import GRDB

extension Transaction {
  /// Issues a certificate; see `Store.issueCertificate`.
  func issue(
    resident id: Int64, course code: String, print: Bool, run: Int64? = nil, now: ClockReading,
    prepare: (CertificateDraft) throws -> IssuedPaper
  ) throws -> IssueAnswer {
    let draft: CertificateDraft
    switch try self.draft(resident: id, course: code, replaced: nil, now: now) {
    case .refused(let answer):
      if let run, case .notEligible = answer { try note(skippedIn: run) }
      return answer
    case .ready(let next): draft = next
    }
    let certificate = try issue(draft, print: print, now: now, prepare: prepare)
    if let run { try note(issuedIn: run) }
    return .issued(certificate)
  }

  /// Signs, records and, when asked, prints what was drafted.
  func issue(
    _ draft: CertificateDraft, print: Bool, now: ClockReading,
    prepare: (CertificateDraft) throws -> IssuedPaper
  ) throws -> Certificate {
    let paper = try self.paper(draft, prepare)
    let seq = try append(issueOf: draft, paper, now: now)
    try insert(draft, paper, seq: seq, now: now)
    if print { _ = try enqueuePrint(certificates: [draft.number.text], now: now) }
    return try existingCertificate(draft.number.text)
  }

  /// Cancels a certificate; see `Store.cancelCertificate`.
  func cancel(_ number: String, reason: String, now: ClockReading) throws -> Certificate {
    let certificate = try existingCertificate(number)
    guard certificate.state == .issued else { return certificate }
    let reason = try text(reason, "reason", limit: settings.limits.text, isRequired: true)
    let seq = try append(cancelOf: certificate, reason: reason, replacedBy: nil, now: now)
    try mark(certificate, reason: reason, seq: seq)
    return try existingCertificate(number)
  }

  func existingCertificate(_ number: String) throws -> Certificate {
    let row = try row(CertificateRow.select + " WHERE x.number = ?", [number])
    guard let row else { throw StoreRefusal.notFound(.certificate) }
    return try CertificateRow.certificate(row)
  }

  /// The next certificate of a resident for a course, or why there is none; `replaced` is the number
  /// of the one that it is to take the place of.
  func draft(
    resident id: Int64, course code: String, replaced: String?, now: ClockReading
  ) throws -> Draft {
    let course = try existingCourse(code)
    guard let resident = try resident(id: id) else { throw StoreRefusal.notFound(.resident) }
    let attendance: Eligibility.Attendance
    switch try eligibility(resident, course, replaced: replaced) {
    case .notEligible(let reasons): return .refused(.notEligible(reasons))
    case .eligible(let sum): attendance = sum
    }
    return try draft(resident, .course(course, attendance), now: now)
  }

  /// The next certificate of a resident about something, unless the clock stands before the last one.
  func draft(
    _ resident: Resident, _ subject: CertificateSubject, now: ClockReading
  ) throws -> Draft {
    let seconds = now.wallMilliseconds / 1000
    let last: Int64? = try row(
      "SELECT issuedAtSeconds FROM certificate ORDER BY id DESC LIMIT 1")?[0]
    if let last, IssueOrder.isBehind(lastIssuedAtSeconds: last, now: now) {
      return .refused(.clockBeforeLastIssue(lastSeconds: last))
    }
    return .ready(
      CertificateDraft(
        number: try nextNumber(now), resident: resident, subject: subject,
        issuedAtSeconds: seconds))
  }

  /// Signs a draft; a title that a centre may not use is refused.
  func paper(
    _ draft: CertificateDraft, _ prepare: (CertificateDraft) throws -> IssuedPaper
  ) throws -> IssuedPaper {
    let paper = try prepare(draft)
    try checkTitle(paper.sheet.courseTitle)
    return paper
  }

  private func eligibility(
    _ resident: Resident, _ course: Course, replaced: String?
  ) throws -> Eligibility {
    let hasOpenSession = try EligibilityFacts.hasOpenSession(db, course)
    guard let row = try row(EligibilityFacts.sql, [course.id, resident.id]) else {
      return Eligibility.decide(
        Eligibility.Facts(
          attendance: nil, requiredSessions: course.requiredSessions,
          requiredHoursTenths: course.hoursTenths, hasOpenSession: hasOpenSession,
          issuedNumber: nil, name: resident.name, isErased: resident.isErased))
    }
    return EligibilityFacts.eligibility(
      row, course, hasOpenSession: hasOpenSession, replaced: replaced)
  }

  private func nextNumber(_ now: ClockReading) throws -> CertificateNumber {
    let year = Day(wallMilliseconds: now.wallMilliseconds).year
    let sequence: Int =
      try row(
        """
        SELECT 1 + max(
          (SELECT coalesce(max(sequence), 0) FROM certificate WHERE year = ?1 AND centre = ?2),
          (SELECT coalesce(max(sequence), 0) FROM certificateFloor
           WHERE year = ?1 AND centre = ?2))
        """, [year, settings.centre.text])?[0] ?? 1
    return CertificateNumber(centre: settings.centre, year: year, sequence: sequence)
  }

  private func checkTitle(_ title: String) throws {
    do throws(CertificateTitle.Forbidden) {
      try CertificateTitle.check(title)
    } catch {
      throw StoreRefusal.forbiddenTitle(word: error.word)
    }
  }

  // MARK: Events and rows

  /// The event `certificate.issue`; returns its seq.
  func append(
    issueOf draft: CertificateDraft, _ paper: IssuedPaper, now: ClockReading
  ) throws -> Int64 {
    try append(
      "certificate.issue",
      [
        "r": .text(draft.resident.pseudonym), "n": .text(draft.number.text),
        "c2": .text(draft.subject.courseCode),
        "h": .integer(draft.subject.attendance.hoursTenths),
        "d": .integer(draft.subject.attendance.lastDay.daysSince1970),
      ],
      personal: [("name", draft.resident.name), ("token", Base64.encode(paper.token))], now: now)
  }

  /// The event `certificate.cancel`, whose `y` is the number that takes its place; returns its seq.
  func append(
    cancelOf certificate: Certificate, reason: String, replacedBy: String?, now: ClockReading
  ) throws -> Int64 {
    var fields: [String: CanonicalValue] = [
      "n": .text(certificate.number), "i": .integer(certificate.issueSeq), "x": .text(reason),
    ]
    if let replacedBy { fields["y"] = .text(replacedBy) }
    return try append("certificate.cancel", fields, now: now)
  }

  /// Writes into the register that a certificate was cancelled.
  func mark(_ certificate: Certificate, reason: String, seq: Int64) throws {
    try run(
      "UPDATE certificate SET state = 'cancelled', cancelReason = ?, cancelSeq = ? WHERE id = ?",
      [reason, seq, certificate.id])
  }

  /// Writes a certificate into the register.
  func insert(
    _ draft: CertificateDraft, _ paper: IssuedPaper, seq: Int64, now: ClockReading
  ) throws {
    let day = Day(wallMilliseconds: now.wallMilliseconds)
    let (kind, course): (String, Int64?) =
      switch draft.subject {
      case .course(let course, _): ("course", course.id)
      case .award: ("award", nil)
      }
    try run(
      """
      INSERT INTO certificate (centre, year, sequence, number, residentId, kind, courseId,
        holderName, courseTitle, hoursTenths, issuedDay, issuedAtSeconds, token, sheet, state, issueSeq, copies)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'issued', ?, 0)
      """,
      [
        draft.number.centre.text, draft.number.year, draft.number.sequence, draft.number.text,
        draft.resident.id, kind, course, draft.resident.name, paper.sheet.courseTitle,
        draft.subject.attendance.hoursTenths, day.daysSince1970, draft.issuedAtSeconds,
        Data(paper.token),
        try CertificateRow.json(paper.sheet), seq,
      ])
  }
}

/// What stands before issuing: all that will be signed, or the answer that nothing will.
enum Draft {
  case ready(CertificateDraft)
  case refused(IssueAnswer)
}
