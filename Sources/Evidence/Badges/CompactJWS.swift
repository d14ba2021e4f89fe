/// A JSON Web Signature in its compact form (RFC 7515, section 3.1) with Ed25519 (RFC 8037), over
/// canonical JSON, so that the same payload and key give the same text.
enum CompactJWS {
  /// Signs `payload`.
  ///
  /// Open Badges 3.0, section 8.2.3, allows exactly these four header fields. `kid` is for verifiers
  /// that resolve a DID, `jwk` for those that do not; both name the same key.
  static func sign(_ payload: CanonicalValue, by key: SigningKey) throws(Malformed) -> String {
    let header = CanonicalValue.object([
      "alg": .text("EdDSA"), "jwk": key.publicKey.jsonWebKey,
      "kid": .text(key.publicKey.didKeyMethod), "typ": .text("JWT"),
    ])
    let head = Base64URL.encode(try header.canonical())
    let signed = "\(head).\(Base64URL.encode(try payload.canonical()))"
    return "\(signed).\(Base64URL.encode(try key.sign([UInt8](signed.utf8))))"
  }
}
