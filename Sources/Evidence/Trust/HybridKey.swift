/// The private keys of a root, a status list or a device: Ed25519, which signs everything, and by
/// custom ML-DSA-65 beside it for files that must outlive Ed25519.
package struct HybridKey: Sendable {
  /// The key that signs everything.
  package let ed25519: SigningKey
  /// The key that signs files as well; older devices and roots have none.
  package let mldsa65: MLDSA65Key?

  /// A pair of known keys.
  package init(ed25519: SigningKey, mldsa65: MLDSA65Key?) {
    self.ed25519 = ed25519
    self.mldsa65 = mldsa65
  }

  /// A new random pair.
  /// - Throws: `Malformed` if the cryptographic library fails, which it has no known reason to.
  package static func random() throws(Malformed) -> HybridKey {
    HybridKey(ed25519: SigningKey(), mldsa65: try MLDSA65Key())
  }
}
