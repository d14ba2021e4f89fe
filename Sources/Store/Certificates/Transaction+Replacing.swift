internal import Centre
internal import Evidence
internal import GRDB

extension Transaction {
  /// Cancels a certificate and issues a corrected one; see `Store.replaceCertificate`.
  ///
  /// In the log the new one is issued before the old one is cancelled, so that whoever reads the
  /// cancellation already knows the number it names. In the tables it is the other way round,
  /// because nobody has two valid certificates of a course.
  func replace(
    _ number: String, reason: String, award: Award?, print: Bool, now: ClockReading,
    prepare: (CertificateDraft) throws -> IssuedPaper
  ) throws -> ReplaceAnswer {
    let old = try existingCertificate(number)
    guard old.state == .issued else { return .alreadyCancelled }
    let reason = try text(reason, "reason", limit: settings.limits.text, isRequired: true)
    let draft: CertificateDraft
    switch try self.draft(replacing: old, award: award, now: now) {
    case .refused(let answer): return .notIssued(answer)
    case .ready(let next): draft = next
    }
    let paper = try self.paper(draft, prepare)
    let issueSeq = try append(issueOf: draft, paper, now: now)
    let new = draft.number.text
    let cancelSeq = try append(cancelOf: old, reason: reason, replacedBy: new, now: now)
    try mark(old, reason: reason, seq: cancelSeq)
    try insert(draft, paper, seq: issueSeq, now: now)
    try point(old, to: new)
    if print { _ = try enqueuePrint(certificates: [new], now: now) }
    return .replaced(old: try existingCertificate(number), new: try existingCertificate(new))
  }

  private func draft(
    replacing old: Certificate, award: Award?, now: ClockReading
  ) throws -> Draft {
    guard let words = old.award else {
      return try draft(
        resident: old.residentId, course: old.courseCode, replaced: old.number, now: now)
    }
    return try draft(award ?? words, to: old.residentId, replaced: old.number, now: now)
  }

  /// Notes which certificate took the place of a cancelled one; see `Store.linkCertificate`.
  func link(_ number: String, to new: String, now: ClockReading) throws -> Certificate? {
    let old = try existingCertificate(number)
    let next = try existingCertificate(new)
    guard old.state == .cancelled, old.replacedBy == nil, next.id > old.id,
      next.state == .issued, next.residentId == old.residentId, next.courseCode == old.courseCode
    else { return nil }
    try append(
      "certificate.replace",
      ["n": .text(number), "i": .integer(old.issueSeq), "y": .text(new)], now: now)
    try point(old, to: new)
    return try existingCertificate(number)
  }

  private func point(_ old: Certificate, to new: String) throws {
    try run("UPDATE certificate SET replacedBy = ? WHERE id = ?", [new, old.id])
  }
}
