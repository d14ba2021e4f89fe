/// A certificate as the register holds it; the record and its token are the certificate, the paper
/// is a rendering of them.
package struct Certificate: Equatable, Sendable {
  /// Whether a certificate stands.
  package enum State: String, CaseIterable, Sendable {
    case issued
    case cancelled
  }

  /// The row's number.
  package let id: Int64
  /// The number, such as `14464-1-2026-000012`.
  package let number: String
  /// The holder.
  package let residentId: Int64
  /// The holder's name as certified; the pseudonym once it was erased.
  package let holderName: String
  /// The course's code, or `Award.courseCode`.
  package let courseCode: String
  /// The course's or the award's title as certified.
  package let courseTitle: String
  /// The hours certified, in tenths; 0 for an award.
  package let hoursTenths: Int64
  /// The day of issue.
  package let issuedDay: Day
  /// The moment of issue as signed, seconds since 1970.
  package let issuedAtSeconds: Int64
  /// The signed token; empty once the holder's values were erased.
  package let token: [UInt8]
  /// What stays of the token once the holder's values were erased; nil before.
  package let erased: ErasedToken?
  /// All that the paper shows.
  package let sheet: CertificateSheet
  /// Issued or cancelled.
  package let state: State
  /// Why it was cancelled.
  package let cancelReason: String?
  /// The number of the certificate that took the place of this cancelled one, if one did.
  package let replacedBy: String?
  /// The position of its `certificate.issue` event in the log.
  package let issueSeq: Int64
  /// How often it was sent to print.
  package let copies: Int

  /// Whether the holder's values were erased: it stands and counts, but cannot be drawn any more.
  package var isErased: Bool { erased != nil }

  /// The award that it certifies; nil for a course.
  package var award: Award? {
    guard courseCode == Award.courseCode else { return nil }
    return Award(
      title: courseTitle, citation: sheet.citation ?? "", basis: sheet.basis,
      salutation: sheet.salutation)
  }

  /// A certificate as it is stored.
  package init(
    id: Int64, number: String, residentId: Int64, holderName: String, courseCode: String,
    courseTitle: String, hoursTenths: Int64, issuedDay: Day, issuedAtSeconds: Int64,
    token: [UInt8], erased: ErasedToken? = nil, sheet: CertificateSheet, state: State,
    cancelReason: String?, replacedBy: String? = nil, issueSeq: Int64, copies: Int
  ) {
    self.id = id
    self.number = number
    self.residentId = residentId
    self.holderName = holderName
    self.courseCode = courseCode
    self.courseTitle = courseTitle
    self.hoursTenths = hoursTenths
    self.issuedDay = issuedDay
    self.issuedAtSeconds = issuedAtSeconds
    self.token = token
    self.erased = erased
    self.sheet = sheet
    self.state = state
    self.cancelReason = cancelReason
    self.replacedBy = replacedBy
    self.issueSeq = issueSeq
    self.copies = copies
  }
}

/// What stands before signing: the next number, and for whom and what it is.
package struct CertificateDraft: Equatable, Sendable {
  /// The number it will bear if the transaction commits.
  package let number: CertificateNumber
  /// The holder.
  package let resident: Resident
  /// The course with what the holder attended of it, or the award.
  package let subject: CertificateSubject
  /// The moment of issue, seconds since 1970, to be signed as `iat`.
  package let issuedAtSeconds: Int64

  /// A certificate about to be signed.
  package init(
    number: CertificateNumber, resident: Resident, subject: CertificateSubject,
    issuedAtSeconds: Int64
  ) {
    self.number = number
    self.resident = resident
    self.subject = subject
    self.issuedAtSeconds = issuedAtSeconds
  }
}

/// What signing gives: the token and the sheet that shows it.
package struct IssuedPaper: Equatable, Sendable {
  /// The signed token's bytes.
  package let token: [UInt8]
  /// All that the paper shows.
  package let sheet: CertificateSheet

  /// A signed certificate.
  package init(token: [UInt8], sheet: CertificateSheet) {
    self.token = token
    self.sheet = sheet
  }
}

/// What became of a wish to issue a certificate.
package enum IssueAnswer: Equatable, Sendable {
  /// It is signed, numbered and on disk.
  case issued(Certificate)
  /// The rules stand against it.
  case notEligible([Eligibility.Reason])
  /// The clock is before the last certificate's time of issue, seconds since 1970.
  case clockBeforeLastIssue(lastSeconds: Int64)
}

/// What became of a wish to cancel a certificate and issue a corrected one in its place.
package enum ReplaceAnswer: Equatable, Sendable {
  /// The old one is cancelled and points at the new one; both are on disk.
  case replaced(old: Certificate, new: Certificate)
  /// The old one was cancelled before: nothing was done.
  case alreadyCancelled
  /// No new one may be issued, so the old one stands.
  case notIssued(IssueAnswer)
}
