package import Centre
package import Evidence
import Store

/// What becomes of the wish to issue a certificate at the desk: the answer of the rules, or why this
/// kiosk may not sign.
package enum IssueOutcome: Equatable, Sendable {
  /// It is recorded and waits to be printed.
  case issued(Certificate)
  /// The rules of the course are not met.
  case notEligible([Eligibility.Reason])
  /// The kiosk may not sign now, or not this.
  case refused(IssueRefusal)
}

/// Why the kiosk does not sign, whatever the learner did.
package enum IssueRefusal: Equatable, Sendable {
  /// The clock may be wrong.
  case clockUntrusted(ClockQuality)
  /// The clock stands before the last certificate.
  case beforeLastIssue(lastIssuedAtSeconds: Int64)
  /// Numbers may stand on paper that this kiosk does not know, so that one could be given twice.
  case numbersUnsure
  /// The kiosk's own certificate does not hold at this time.
  case outsideDeviceCertificate(notBeforeSeconds: Int64, expiresSeconds: Int64)
  /// The kiosk is enrolled, but the province, whose root key is kept offline, has not certified it yet.
  case notCertified
  /// The title has a word that a centre may not use.
  case forbiddenTitle(word: String)
  /// The texts make a code that is too large to print.
  case codeTooLarge
  /// The typeface has no shape for a letter or sign of the texts.
  case glyphMissing
  /// A text does not fit on the paper.
  case textTooLong
  /// There is no such course or resident.
  case notFound
}

/// What becomes of the wish to cancel a certificate.
package enum CancelAnswer: Equatable, Sendable {
  case cancelled, alreadyCancelled, notFound
  /// The reason is missing or too long.
  case invalid(FormProblem)
}

/// What becomes of the wish to print a certificate.
package enum PrintAnswer: Equatable, Sendable {
  /// The print waits for the printer; the first copy is 1.
  case queued(copyNumber: Int)
  case cancelled, notFound
  /// The holder's values were erased: there is nothing to print.
  case erased
}
