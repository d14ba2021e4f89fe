import Centre
package import Evidence

/// Judges a certificate by all that the province knows at this moment: its roots, the withdrawals that no
/// list carries yet, the register itself, and the bundle that is given out.
package struct RegisterVerifier: Sendable {
  let pool: ConnectionPool
  let keys: KeyRing
  let clock: WallClock

  /// Works on the shared database and keys.
  package init(pool: ConnectionPool, keys: KeyRing, clock: WallClock) {
    self.pool = pool
    self.keys = keys
    self.clock = clock
  }

  /// Judges the text of a code. Takes any text.
  package func verify(text: String) throws -> Verification {
    let signed = CertificateVerifier(roots: try keys.roots()).verify(text: text)
    guard signed.verdict == .genuine, let token = signed.token else { return signed }
    return Verification(
      verdict: try status(of: token), token: token, root: signed.root,
      listDay: Day(wallMilliseconds: clock.milliseconds()).daysSince1970)
  }

  /// The verdict on a token whose signatures and times are right.
  private func status(of token: CertificateToken) throws -> Verdict {
    let (good, own) = try pool.withConnection { connection in
      (
        try Notices.good(of: token.deviceCertificate.publicKey, connection),
        try Register.status(of: token.claims.number, connection)
      )
    }
    if let good, !good.contains(token.identity) { return .deviceWithdrawn }
    guard own == .genuine else { return own }
    // The tables may be in the making again; what was published holds meanwhile.
    guard let bundle = try Bundles(pool: pool).bundle() else { return .genuine }
    switch bundle.list.table.status(of: token.claims.number) {
    case .replaced(let number): return .replaced(by: number)
    case .revoked: return .revoked
    case .good, .unlisted: return .genuine
    }
  }
}
