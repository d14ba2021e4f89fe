/// Judges a certificate's code by root keys, a status list and device notices: no network, no account.
///
/// Chain model: what counts is that the certificate was issued while the device certificate was valid
/// (`nbf <= iat <= exp`). Today's date never matters for that, so paper stays good for decades; it only
/// says how old the status list is.
package struct CertificateVerifier: Sendable {
  /// After how many days a status list is called old.
  package static let listDays: Int64 = 90

  private let trust: Trust
  private let roots: RootList

  /// A verifier that trusts these roots and has no status list.
  package init(roots: RootList) {
    self.init(trust: Trust(roots: roots))
  }

  /// A verifier that believes this, and knows the demonstration root for what it is.
  package init(trust: Trust) {
    let own = trust.roots.roots.filter { $0.key != Demonstration.root.key }
    roots = RootList(roots: own + [Demonstration.root])
    self.trust = trust
  }

  /// Judges a QR text or bare digits. Takes any input and never throws.
  /// - Parameter today: days since 1970-01-01 in Vietnam; nil for a clock that is not trusted, by which
  ///   no list is called old.
  package func verify(text: String, today: Int64? = nil) -> Verification {
    do {
      return verify(token: try QRText.token(from: text), today: today)
    } catch {
      return Verification(verdict: .unreadable(reason: error.code), token: nil, root: nil)
    }
  }

  /// Judges a token's bytes. Takes any input and never throws.
  /// - Parameter today: as for `verify(text:today:)`.
  package func verify(token bytes: [UInt8], today: Int64? = nil) -> Verification {
    do {
      return judge(try CertificateToken(bytes: bytes), today)
    } catch {
      return Verification(verdict: .unreadable(reason: error.code), token: nil, root: nil)
    }
  }

  private func judge(_ token: CertificateToken, _ today: Int64?) -> Verification {
    let certificate = token.deviceCertificate
    let candidates = roots.candidates(certificate.issuerKeyId)
    let root = candidates.first { certificate.isSigned(by: $0.key) }
    func refuse(_ reason: NotGenuine) -> Verification {
      Verification(verdict: .notGenuine(reason: reason.rawValue), token: token, root: root)
    }
    guard !candidates.isEmpty else { return refuse(.unknownRoot) }
    guard let root else { return refuse(.rootSignature) }
    guard token.isSignedByDevice else { return refuse(.deviceSignature) }
    guard certificate.notBefore >= root.notBeforeSeconds else { return refuse(.beforeRoot) }
    guard certificate.covers(token.claims.issuedAtSeconds) else { return refuse(.outsideValidity) }
    guard !root.isDemonstration else {
      return Verification(verdict: .demonstration, token: token, root: root)
    }
    return Verification(
      verdict: status(of: token, today), token: token, root: root, listDay: trust.list?.day)
  }

  /// The verdict on a token whose signatures and times are right.
  private func status(of token: CertificateToken, _ today: Int64?) -> Verdict {
    guard !trust.notices.contains(where: { $0.withdraws(token) }) else { return .deviceWithdrawn }
    guard let list = trust.list else { return .genuine }
    switch list.table.status(of: token.claims.number) {
    case .replaced(let number): return .replaced(by: number)
    case .revoked: return .revoked
    case .good, .unlisted: break
    }
    guard let today, list.day < today - CertificateVerifier.listDays else { return .genuine }
    return .genuineStaleList(listDay: list.day)
  }
}

/// A verdict with what it was given on.
package struct Verification: Equatable, Sendable {
  /// The judgement.
  package let verdict: Verdict
  /// The token, if the bytes were one. Its fields are proven unless the verdict is `notGenuine`.
  package let token: CertificateToken?
  /// The root that vouches for the device, if one does.
  package let root: RootKey?
  /// The day (since 1970-01-01) of the status list that was asked; nil when none was.
  package let listDay: Int64?

  /// A judgement made elsewhere, e.g. that a picture holds no code.
  package init(verdict: Verdict, token: CertificateToken?, root: RootKey?, listDay: Int64? = nil) {
    self.verdict = verdict
    self.token = token
    self.root = root
    self.listDay = listDay
  }
}
