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
      try own.erased?.identity == token.identity
        || !own.isErased && CertificateToken(bytes: own.token).identity == token.identity
    else {
      return Judgement(verification)
    }
    guard let verdict = Self.verdict(of: own, after: verification.verdict) else {
      return Judgement(verification, isRegistered: true)
    }
    let judged = Verification(
      verdict: verdict, token: verification.token, root: verification.root,
      listDay: verification.listDay)
    return Judgement(judged, isRegistered: true, isByRegister: true)
  }

  /// The register's verdict where it says more than the signatures and the list; nil where theirs
  /// stands. It makes nothing genuine: a register set back to an old copy does not know what the
  /// list has learnt since.
  private static func verdict(of own: Certificate, after verdict: Verdict) -> Verdict? {
    switch verdict {
    case .genuine, .genuineStaleList: own.withdrawal ?? .genuine
    case .revoked: own.withdrawal
    case .replaced: own.replacedBy.map { .replaced(by: $0) }
    case .deviceWithdrawn, .demonstration, .notGenuine, .unreadable: nil
    }
  }
}

extension Certificate {
  /// What the register says of a cancelled certificate; nil of one that is in force.
  fileprivate var withdrawal: Verdict? {
    guard state == .cancelled else { return nil }
    return replacedBy.map { .replaced(by: $0) } ?? .revoked
  }
}
