import Centre
import Evidence
import Store

extension Desk {
  /// Judges the text of a certificate's code as the door and the desk show it: by root keys and the
  /// province's list, and a certificate of this kiosk by its own register too, which knows of a
  /// cancellation before any list does. Needs no network and records nothing.
  /// - Throws: `StoreError`.
  package func inspect(text: String) throws -> Judgement {
    let now = clock.read()
    let today = now.quality.isTrusted ? Day(wallMilliseconds: now.wallMilliseconds) : nil
    let inspection = Inspection(trust: try heldTrust().trust, today: today?.daysSince1970)
    let verification = inspection.inspect(text: text)
    guard let token = verification.token,
      let own = try store.certificate(number: token.claims.number),
      try CertificateToken(bytes: own.token).identity == token.identity
    else {
      return Judgement(verification)
    }
    return Judgement(Self.judged(verification, by: own), isRegistered: true)
  }

  /// The register says only what the signatures leave open: it makes nothing genuine.
  private static func judged(_ verification: Verification, by own: Certificate) -> Verification {
    switch verification.verdict {
    case .genuine, .genuineStaleList, .revoked, .replaced: break
    case .deviceWithdrawn, .demonstration, .notGenuine, .unreadable: return verification
    }
    return Verification(
      verdict: verdict(of: own), token: verification.token, root: verification.root,
      listDay: verification.listDay)
  }

  private static func verdict(of own: Certificate) -> Verdict {
    guard own.state == .cancelled else { return .genuine }
    return own.replacedBy.map { .replaced(by: $0) } ?? .revoked
  }
}
