/// A root's signature under the entry of a root list: its own, which proves that its key exists, and
/// that of the root before it, by which those who know the older one learn of the newer.
package struct RootEndorsement: Equatable, Sendable {
  /// Opens what is signed, so that no other signature of the root fits.
  private static let context = [UInt8]("learning-kiosk/root/v1\n".utf8)

  /// The root that signed.
  package let endorser: PublicKey
  private let ed25519: [UInt8]
  private let mldsa65: [UInt8]?

  /// Signs `entry`, of which the endorsements play no part.
  /// - Throws: `Malformed` if the cryptographic library fails or the entry cannot be written.
  package init(of entry: RootKey, by key: HybridKey) throws(Malformed) {
    let message = try RootEndorsement.message(entry)
    endorser = key.ed25519.publicKey
    ed25519 = try key.ed25519.sign(message)
    mldsa65 = try key.mldsa65?.sign(message)
  }

  /// Reads `{"by", "ed25519", "mldsa65"}`.
  init(_ value: CanonicalValue) throws(Malformed) {
    let members = value.object ?? [:]
    guard let endorser = members["by"]?.text, let ed25519 = members["ed25519"]?.text,
      Set(members.keys).isSubset(of: ["by", "ed25519", "mldsa65"]),
      members["mldsa65"] == nil || members["mldsa65"]?.text != nil
    else { throw RootList.refusal("endorsement", "An endorsement lacks a member or has another.") }
    self.endorser = try PublicKey(hex: endorser)
    self.ed25519 = try Base64.decode(ed25519)
    var second: [UInt8]?
    if let text = members["mldsa65"]?.text { second = try Base64.decode(text) }
    mldsa65 = second
  }

  var value: CanonicalValue {
    var members: [String: CanonicalValue] = [
      "by": .text(endorser.hex), "ed25519": .text(Base64.encode(ed25519)),
    ]
    if let mldsa65 { members["mldsa65"] = .text(Base64.encode(mldsa65)) }
    return .object(members)
  }

  /// Whether `root` signed `entry`, with both its keys if it has two.
  func isValid(of entry: RootKey, by root: RootKey) -> Bool {
    guard root.key == endorser, let message = try? RootEndorsement.message(entry),
      root.key.isValid(signature: ed25519, for: message)
    else { return false }
    guard let key = root.mldsa65 else { return true }
    return mldsa65.map { key.isValid(signature: $0, for: message) } ?? false
  }

  private static func message(_ entry: RootKey) throws(Malformed) -> [UInt8] {
    try context + CanonicalValue.object(entry.members).canonical()
  }
}
