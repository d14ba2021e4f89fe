package import Evidence

/// What stays of a certificate's token once its holder's values were erased: hashes that keep the
/// register's digest, lists and notices as they were.
package struct ErasedToken: Equatable, Sendable {
  /// The leaf in the register's digest.
  package let leaf: Digest
  /// The name on device notices.
  package let identity: CertificateIdentity

  /// What stays of a token.
  package init(leaf: Digest, identity: CertificateIdentity) {
    self.leaf = leaf
    self.identity = identity
  }

  /// What stays of a stored token. Bytes that are none, as on a damaged card, are named by their own
  /// hash: they prove nothing, and must not keep a person from being erased.
  package init(of stored: [UInt8]) {
    if let token = try? CertificateToken(bytes: stored) {
      self.init(leaf: RegisterDigest.leaf(of: token), identity: token.identity)
    } else {
      self.init(leaf: Merkle.leafHash(stored), identity: CertificateIdentity(of: stored))
    }
  }
}
