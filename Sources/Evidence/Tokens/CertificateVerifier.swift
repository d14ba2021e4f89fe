/// Judges a certificate's code by root keys alone: no network, no account, no clock.
///
/// Chain model: what counts is that the certificate was issued while the device certificate was valid
/// (`nbf <= iat <= exp`). Today's date never matters, so paper stays good for decades.
package struct CertificateVerifier: Sendable {
  private let roots: RootList

  /// A verifier that trusts these roots, and knows the demonstration root for what it is.
  package init(roots: RootList) {
    let own = roots.roots.filter { $0.key != Demonstration.root.key }
    self.roots = RootList(roots: own + [Demonstration.root])
  }

  /// Judges a QR text or bare digits. Takes any input and never throws.
  package func verify(text: String) -> Verification {
    do {
      return verify(token: try QRText.token(from: text))
    } catch {
      return Verification(verdict: .unreadable(reason: error.code), token: nil, root: nil)
    }
  }

  /// Judges a token's bytes. Takes any input and never throws.
  package func verify(token bytes: [UInt8]) -> Verification {
    do {
      return judge(try CertificateToken(bytes: bytes))
    } catch {
      return Verification(verdict: .unreadable(reason: error.code), token: nil, root: nil)
    }
  }

  private func judge(_ token: CertificateToken) -> Verification {
    let certificate = token.deviceCertificate
    let candidates = roots.candidates(certificate.issuerKeyId)
    let root = candidates.first { certificate.isSigned(by: $0.key) }
    func answer(_ verdict: Verdict) -> Verification {
      Verification(verdict: verdict, token: token, root: root)
    }
    func refuse(_ reason: NotGenuine) -> Verification {
      answer(.notGenuine(reason: reason.rawValue))
    }
    guard !candidates.isEmpty else { return refuse(.unknownRoot) }
    guard let root else { return refuse(.rootSignature) }
    guard token.isSignedByDevice else { return refuse(.deviceSignature) }
    guard certificate.notBefore >= root.notBeforeSeconds else { return refuse(.beforeRoot) }
    guard certificate.covers(token.claims.issuedAtSeconds) else { return refuse(.outsideValidity) }
    return answer(root.isDemonstration ? .demonstration : .genuine)
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

  /// A judgement made elsewhere, e.g. after a status list was read.
  package init(verdict: Verdict, token: CertificateToken?, root: RootKey?) {
    self.verdict = verdict
    self.token = token
    self.root = root
  }
}
