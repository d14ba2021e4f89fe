/// The root that signs for kiosks which no province has enrolled. Its seed is published here, so that
/// anyone can make such certificates and nobody can mistake them: they verify as DEMONSTRATION.
package enum Demonstration {
  /// The seed: SHA-256 of this sentence.
  package static let sentence = "learning-kiosk demonstration root: not for real certificates"

  /// The private key.
  package static let rootKey: SigningKey = {
    // A digest has 32 bytes, so the seed is always taken; a test pins the key that comes of it.
    (try? SigningKey(seed: Digest(sha256: [UInt8](sentence.utf8)).bytes)) ?? SigningKey()
  }()

  /// The public half as verifiers know it, always, whatever their list says.
  package static let root = RootKey(
    key: rootKey.publicKey, name: "Demonstration", notBeforeDay: 0, isDemonstration: true)
}
