package import Centre

/// Why a certificate is replaced; the raw value is the last part of its phrase's key.
package enum ReplaceReason: String, CaseIterable, Sendable {
  case wrongName, wrongBirth, wrongTitle, wrongHours, wrongAward, damaged, other

  /// Whether it can be the reason at an award, or else at the certificate of a course.
  package func suits(isAward: Bool) -> Bool {
    switch self {
    case .wrongName, .wrongBirth, .damaged, .other: true
    case .wrongTitle, .wrongHours: !isAward
    case .wrongAward: isAward
    }
  }
}

/// What becomes of the wish to cancel a certificate and issue a corrected one in its place.
package enum ReplaceOutcome: Equatable, Sendable {
  /// The old one names the new one.
  case replaced(Certificate)
  /// The old one was cancelled before.
  case alreadyCancelled
  /// The rules of the course stand against a new one; the old one stays valid.
  case notEligible([Eligibility.Reason])
  /// The kiosk does not sign now; the old one stays valid.
  case refused(IssueRefusal)
  /// The reason is missing or too long.
  case invalid(FormProblem)
}
