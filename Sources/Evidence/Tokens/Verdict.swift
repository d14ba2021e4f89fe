/// What a verifier says about a certificate: the same words on the screen, the command and the page.
package enum Verdict: Equatable, Sendable {
  /// Signed by a device that a known root certified, in time.
  case genuine
  /// Genuine, by a status list older than 90 days: of this day since 1970-01-01.
  case genuineStaleList(listDay: Int64)
  /// Withdrawn by the centre.
  case revoked
  /// Replaced by the certificate of this number.
  case replaced(by: String)
  /// Signed by a device that was reported stolen, and not known before that.
  case deviceWithdrawn
  /// Signed under the demonstration root: shows the product, proves nothing.
  case demonstration
  /// Well formed, but not signed as it must be; the reason is a word of `NotGenuine`.
  case notGenuine(reason: String)
  /// Not a certificate's code, or damaged; the reason is a `TokenError` code.
  case unreadable(reason: String)

  /// The stable name for programs, e.g. `genuine-stale-list`.
  package var name: String {
    switch self {
    case .genuine: "genuine"
    case .genuineStaleList: "genuine-stale-list"
    case .revoked: "revoked"
    case .replaced: "replaced"
    case .deviceWithdrawn: "device-withdrawn"
    case .demonstration: "demonstration"
    case .notGenuine: "not-genuine"
    case .unreadable: "unreadable"
    }
  }
}

/// Why a well-formed token is not genuine.
package enum NotGenuine: String, Sendable, CaseIterable {
  /// No known root has the key id in the device certificate.
  case unknownRoot = "unknown-root"
  /// The root did not sign the device certificate.
  case rootSignature = "root-signature"
  /// The device certificate is older than the root may be.
  case beforeRoot = "before-root"
  /// The device did not sign the token.
  case deviceSignature = "device-signature"
  /// Issued outside the device certificate's validity.
  case outsideValidity = "outside-validity"
}
