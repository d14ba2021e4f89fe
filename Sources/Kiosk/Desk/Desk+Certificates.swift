package import Centre
import Evidence
import Paper
import Store
import Synchronization

extension Desk {
  /// Who of a course may have a certificate, and of the others why not.
  package func eligibility(
    course code: String
  ) throws -> [(resident: Resident, eligibility: Eligibility)] {
    try store.eligibility(course: code)
  }

  /// Whether this kiosk may sign a certificate for a course now; nil when it may.
  package func issueRefusal(course code: String) throws -> IssueRefusal? {
    guard let course = try store.course(code: code) else {
      return .notFound
    }
    return try issueRefusal(title: course.title)
  }

  /// Whether this kiosk may sign a certificate with this title now; nil when it may.
  func issueRefusal(title: String) throws -> IssueRefusal? {
    let now = clock.read()
    let signer = try keys.signer(atSeconds: now.wallMilliseconds / 1_000)
    return try refusal(title: title, signer: signer, now: now)
  }

  /// Issues a certificate: one transaction for the number, the token, the row, the event and the
  /// print job.
  /// - Parameters:
  ///   - isPrinted: whether the print is queued; `false` for demonstration data and for a class, which
  ///     is one print.
  ///   - run: the issuing of a class that counts it.
  package func issueCertificate(
    resident id: Int64, course code: String, isPrinted: Bool = true, run: Int64? = nil
  ) throws -> IssueOutcome {
    guard let course = try store.course(code: code), let resident = try store.resident(id: id)
    else {
      return .refused(.notFound)
    }
    let outcome = try signing(subject(course), for: resident) { now, prepare in
      IssueOutcome(
        try store.issueCertificate(
          resident: id, course: code, print: isPrinted, run: run, now: now, prepare: prepare))
    }
    wakePrinting.withLock { $0 }()
    return outcome
  }

  /// What draws up a certificate inside the transaction that gives its number.
  typealias Prepare = @Sendable (CertificateDraft) throws -> IssuedPaper

  /// Runs a write that signs a certificate with a title, or says why this kiosk does not sign.
  ///
  /// The time is read before the write waits for its turn. When another thread has signed a later
  /// second meanwhile, the clock is right all the same, and it is read again.
  func signing(
    _ subject: CertificateSubject, for resident: Resident,
    _ write: (ClockReading, @escaping Prepare) throws -> IssueOutcome
  ) throws -> IssueOutcome {
    let title = subject.title
    if let refusal = try drawingRefusal(resident, subject) {
      return .refused(try issueRefusal(title: title) ?? refusal)
    }
    var outcome = try signingOnce(title, write)
    for _ in 0..<Self.overtakenAtMost {
      guard case .refused(.beforeLastIssue(let last)) = outcome,
        clock.nowMilliseconds / 1_000 >= last
      else { return outcome }
      outcome = try signingOnce(title, write)
    }
    return outcome
  }

  /// How often one thread may be overtaken; each time another one has issued.
  private static let overtakenAtMost = 64

  private func signingOnce(
    _ title: String, _ write: (ClockReading, @escaping Prepare) throws -> IssueOutcome
  ) throws -> IssueOutcome {
    let now = clock.read()
    let signer = try keys.signer(atSeconds: now.wallMilliseconds / 1_000)
    if let refusal = try refusal(title: title, signer: signer, now: now) {
      return .refused(refusal)
    }
    do {
      return try saving { try write(now) { try self.paper(for: $0, signer: signer) } }
    } catch is CodeTooLarge {
      return .refused(.codeTooLarge)
    }
  }

  /// The certificate as a PDF: a pure function of what was recorded at its issue.
  /// - Parameter copy: the copy number; 1 is the original.
  /// - Returns: nil when there is no such certificate, or its holder's values were erased.
  package func certificatePDF(number: String, copy: Int = 1) throws -> [UInt8]? {
    guard let certificate = try store.certificate(number: number), !certificate.isErased else {
      return nil
    }
    var sheet = certificate.sheet
    sheet.copyNumber = copy
    return try papers.certificates.pdf(sheet)
  }

  /// Takes a certificate back; the number is never used again.
  package func cancelCertificate(_ number: String, reason: String) throws -> CancelAnswer {
    var reader = FormReader()
    let text = reader.line("reason", reason, most: settings.limits.noteLength, isNeeded: true)
    if let problem = reader.problems.first {
      return .invalid(problem)
    }
    guard let certificate = try store.certificate(number: number) else {
      return .notFound
    }
    guard certificate.state == .issued else {
      return .alreadyCancelled
    }
    _ = try saving {
      try store.cancelCertificate(number: number, reason: text, now: clock.read())
    }
    return .cancelled
  }

  /// Queues a print; a reprint bears its copy number.
  package func printCertificate(_ number: String) throws -> PrintAnswer {
    guard let certificate = try store.certificate(number: number) else {
      return .notFound
    }
    guard certificate.state == .issued else {
      return .cancelled
    }
    guard !certificate.isErased else {
      return .erased
    }
    _ = try saving { try store.enqueuePrint(certificates: [number], now: clock.read()) }
    wakePrinting.withLock { $0 }()
    return .queued(copyNumber: try store.certificate(number: number)?.copies ?? 1)
  }

  /// Cards to cut out, ten on a sheet, in the order given; unknown and erased persons are left out.
  package func cardsPDF(residents ids: [Int64]) throws -> [UInt8] {
    let known = try ids.compactMap { try store.resident(id: $0) }
      .filter { !$0.isErased && !$0.cardDigits.isEmpty }
    let faces = known.map { resident in
      ResidentCardFace(
        centreName: settings.centre.name, name: resident.name, cardDigits: resident.cardDigits,
        birthYear: resident.birthYear)
    }
    return try papers.cards.pdf(faces)
  }

  /// The certificates issued in a year, by number.
  package func register(year: Int) throws -> [Certificate] {
    try store.certificates(year: year)
  }

  private func refusal(
    title: String, signer: Signer, now: ClockReading
  ) throws -> IssueRefusal? {
    guard now.quality.isTrusted else {
      return .clockUntrusted(now.quality)
    }
    let seconds = now.wallMilliseconds / 1_000
    if let last = try store.lastIssuedAtSeconds(),
      IssueOrder.isBehind(lastIssuedAtSeconds: last, now: now)
    {
      return .beforeLastIssue(lastIssuedAtSeconds: last)
    }
    guard !areNumbersUnsure else {
      return .numbersUnsure
    }
    guard let certificate = signer.certificate else {
      return .notCertified
    }
    guard certificate.covers(seconds) else {
      return .outsideDeviceCertificate(
        notBeforeSeconds: certificate.notBefore, expiresSeconds: certificate.expires)
    }
    do {
      try CertificateTitle.check(title)
      return nil
    } catch {
      return .forbiddenTitle(word: error.word)
    }
  }
}

extension IssueOutcome {
  /// The desk's word for what the store answered.
  init(_ answer: IssueAnswer) {
    switch answer {
    case .issued(let certificate): self = .issued(certificate)
    case .notEligible(let reasons): self = .notEligible(reasons)
    case .clockBeforeLastIssue(let last):
      self = .refused(.beforeLastIssue(lastIssuedAtSeconds: last))
    }
  }
}
