package import Evidence

/// What the kiosk says about a certificate: the verdict, and what it knows of its being withdrawn.
package struct Judgement: Equatable, Sendable {
  /// The verdict with the token and the root it rests on.
  package let verification: Verification
  /// Whether this kiosk issued the certificate, so that its own register was asked.
  package let isRegistered: Bool
  /// Whether that register decided, not the province's list.
  package let isByRegister: Bool

  /// A verdict.
  package init(
    _ verification: Verification, isRegistered: Bool = false, isByRegister: Bool = false
  ) {
    self.verification = verification
    self.isRegistered = isRegistered
    self.isByRegister = isByRegister
  }

  /// The day, since 1970-01-01, of the list that was asked; nil when there was none.
  package var listDay: Int64? { verification.listDay }

  /// The verdict alone.
  package var verdict: Verdict { verification.verdict }
}
