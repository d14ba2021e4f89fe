/// Whether this kiosk may sign certificates in its province's name, and for how long.
package enum SigningState: Equatable, Sendable {
  /// It belongs to no province: what it signs is for demonstration.
  case notEnrolled
  /// It is enrolled, and waits for the province to certify its key.
  case waiting
  /// It may, and need not think of the end.
  case good(daysLeft: Int64, expiresSeconds: Int64)
  /// It may, but not for long: a new certificate is asked for.
  case ending(daysLeft: Int64, expiresSeconds: Int64)
  /// Its certificate has come to its end.
  case over(expiresSeconds: Int64)
}
