import Centre
import Evidence
import Store

extension Desk {
  /// Judges the text of a certificate's code as the door and the desk show it: by root keys and the
  /// province's list, and a certificate of this kiosk by its own register too, which knows of a
  /// cancellation before any list does. Needs no network and records nothing.
  /// - Throws: `StoreError`.
  package func inspect(text: String) throws -> Judgement {
    let verification = Inspection(roots: try trustedRoots()).inspect(text: text)
    guard let token = verification.token,
      let own = try store.certificate(number: token.claims.number), own.token == token.bytes
    else {
      return Judgement(verification)
    }
    return Judgement(Self.judged(verification, by: own), isRegistered: true)
  }

  /// The register says only what the signatures leave open: it makes nothing genuine.
  private static func judged(_ verification: Verification, by own: Certificate) -> Verification {
    switch verification.verdict {
    case .genuine, .genuineStaleList: break
    case .revoked, .replaced, .deviceWithdrawn, .demonstration, .notGenuine, .unreadable:
      return verification
    }
    let verdict: Verdict = own.state == .cancelled ? .revoked : .genuine
    return Verification(verdict: verdict, token: verification.token, root: verification.root)
  }

  private func trustedRoots() throws -> RootList {
    try keys.enrolment()?.roots ?? RootList(roots: [])
  }
}
