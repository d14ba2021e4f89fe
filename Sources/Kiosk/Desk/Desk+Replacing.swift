package import Centre
import Store
import Synchronization

extension Desk {
  /// Cancels a certificate and issues a corrected one from what is written about the person and the
  /// course now, in one transaction.
  /// - Parameters:
  ///   - reason: goes into the register and into the log.
  ///   - award: the corrected words of an award, which stand nowhere else.
  ///   - isPrinted: whether the new one is queued for the printer.
  package func replaceCertificate(
    _ number: String, reason: String, award: Award? = nil, isPrinted: Bool
  ) throws -> ReplaceOutcome {
    var reader = FormReader()
    let text = reader.line("note", reason, most: settings.limits.noteLength, isNeeded: true)
    if let problem = reader.problems.first { return .invalid(problem) }
    guard let old = try store.certificate(number: number),
      let subject = try award.map({ .award($0, day: today) }) ?? newSubject(of: old),
      let resident = try store.resident(id: old.residentId)
    else { return .refused(.notFound) }
    guard old.state == .issued else { return .alreadyCancelled }
    let isOutdone = Mutex(false)
    let outcome = try signing(subject, for: resident) { now, prepare in
      switch try store.replaceCertificate(
        number: number, reason: text, award: award, print: isPrinted, now: now, prepare: prepare)
      {
      case .replaced(_, let new): return .issued(new)
      case .notIssued(let answer): return IssueOutcome(answer)
      case .alreadyCancelled:
        isOutdone.withLock { $0 = true }
        return .notEligible([])
      }
    }
    wakePrinting.withLock { $0 }()
    return isOutdone.withLock { $0 } ? .alreadyCancelled : ReplaceOutcome(outcome)
  }

  /// Why this kiosk does not sign a certificate in the place of another one now; nil when it does.
  package func issueRefusal(replacing old: Certificate) throws -> IssueRefusal? {
    guard let subject = try newSubject(of: old) else { return .notFound }
    return try issueRefusal(title: subject.title)
  }

  /// What a corrected certificate is about: the course as it is now; an award keeps its words.
  private func newSubject(of old: Certificate) throws -> CertificateSubject? {
    if let award = old.award { return .award(award, day: today) }
    return try store.course(code: old.courseCode).map { subject($0) }
  }

  /// The later valid certificates of the same person and course, one of which may have taken the place
  /// of a cancelled one that names none; the newest first.
  package func successors(of certificate: Certificate) throws -> [Certificate] {
    guard certificate.state == .cancelled, certificate.replacedBy == nil else { return [] }
    return try store.certificates(resident: certificate.residentId).filter { other in
      other.id > certificate.id && other.courseCode == certificate.courseCode
        && other.state == .issued
    }
  }

  /// Notes which certificate took the place of a cancelled one; `false` when it cannot have.
  package func linkCertificate(_ number: String, replacedBy new: String) throws -> Bool {
    let linked = try ifFound {
      try saving { try store.linkCertificate(number: number, replacedBy: new, now: clock.read()) }
    }
    return linked.flatMap { $0 } != nil
  }
}

extension ReplaceOutcome {
  fileprivate init(_ outcome: IssueOutcome) {
    switch outcome {
    case .issued(let new): self = .replaced(new)
    case .notEligible(let reasons): self = .notEligible(reasons)
    case .refused(let refusal): self = .refused(refusal)
    }
  }
}
