/// The names under which wallets and badge verifiers know an Ed25519 key.
extension PublicKey {
  /// The multicodec prefix of an Ed25519 public key: 0xED as a variable-length integer.
  private static let multicodec: [UInt8] = [0xED, 0x01]

  /// The key in multibase, e.g. `z6Mk…`: `z` for base58btc, over the prefix and the 32 bytes.
  var multibase: String { "z" + Base58.encode(PublicKey.multicodec + bytes) }

  /// The key as an identifier that resolves to itself (W3C CCG, the did:key method).
  package var didKey: String { "did:key:" + multibase }

  /// The address of the key within the document of `didKey`: the `kid` of what it signs.
  package var didKeyMethod: String { "\(didKey)#\(multibase)" }

  /// The key as a JSON Web Key (RFC 8037, section 2), public members only.
  var jsonWebKey: CanonicalValue {
    .object([
      "crv": .text("Ed25519"), "kty": .text("OKP"), "x": .text(Base64URL.encode(bytes)),
    ])
  }
}
