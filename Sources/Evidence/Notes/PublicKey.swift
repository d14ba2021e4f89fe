internal import Crypto

/// An Ed25519 public key (RFC 8032) in its one canonical form.
///
/// BoringSSL, under swift-crypto, already refuses a signature whose S is not below the group order
/// and compares R byte for byte; it does not refuse keys written non-canonically or of small order,
/// under which one signature fits many messages. This type does.
package struct PublicKey: Hashable, Sendable {
  /// Length of a key in bytes.
  package static let byteCount = 32

  /// The 32 bytes of RFC 8032, section 5.1.2.
  package let bytes: [UInt8]

  /// Takes 32 bytes.
  /// - Throws: `Malformed` for another length, y >= p, or a point of small order.
  package init(bytes: [UInt8]) throws(Malformed) {
    guard bytes.count == PublicKey.byteCount else {
      throw PublicKey.refusal("length", "A public key has 32 bytes.")
    }
    guard PublicKey.isCanonical(bytes) else {
      throw PublicKey.refusal("not-canonical", "The public key is not written canonically.")
    }
    guard !PublicKey.isSmallOrder(bytes) else {
      throw PublicKey.refusal("small-order", "The public key is a point of small order.")
    }
    self.bytes = bytes
  }

  /// Reads 64 lower-case hex digits.
  package init(hex: String) throws(Malformed) {
    try self.init(bytes: Hex.decode(hex))
  }

  init(_ key: Curve25519.Signing.PublicKey) {
    bytes = [UInt8](key.rawRepresentation)
  }

  /// Whether `signature` is this key's over `message`; false for anything malformed.
  package func isValid(signature: [UInt8], for message: [UInt8]) -> Bool {
    guard signature.count == 64,
      let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)
    else { return false }
    return key.isValidSignature(signature, for: message)
  }

  /// 64 lower-case hex digits.
  package var hex: String { Hex.encode(bytes) }

  /// The key as a COSE key (RFC 9053, section 7.2): `{1: 1, -1: 6, -2: x}`.
  var coseKey: CBOR {
    .map([
      CBOR.Entry(.integer(1), .integer(1)), CBOR.Entry(.integer(-1), .integer(6)),
      CBOR.Entry(.integer(-2), .bytes(bytes)),
    ])
  }

  /// SHA-256 of the deterministic COSE key (RFC 9679, section 3).
  package var thumbprint: Digest { Digest(sha256: coseKey.encoded()) }

  /// The first 4 bytes of the thumbprint: the `kid` in tokens.
  package var keyId: [UInt8] { [UInt8](thumbprint.bytes.prefix(4)) }

  /// The thumbprint's first 16 hex digits in groups of four, small enough for the foot of a paper.
  package var fingerprint: String {
    let hex = [UInt8](thumbprint.hex.utf8.prefix(16))
    let groups = stride(from: 0, to: 16, by: 4).map {
      String(decoding: hex[$0..<$0 + 4], as: UTF8.self)
    }
    return groups.joined(separator: " ")
  }

  private static func isCanonical(_ bytes: [UInt8]) -> Bool {
    let isBelowPrime =
      bytes[31] & 0x7F != 0x7F || bytes[0] < 0xED
      || bytes[1..<31].contains { $0 != 0xFF }
    return isBelowPrime
  }

  /// The y of the points whose order divides 8 (RFC 7748, section 6.1 says why to care).
  private static let smallOrders: Set<String> = [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  ]

  private static func isSmallOrder(_ bytes: [UInt8]) -> Bool {
    var y = bytes
    y[31] &= 0x7F
    return smallOrders.contains(Hex.encode(y))
  }

  private static func refusal(_ code: String, _ message: String) -> Malformed {
    Malformed(operation: "public key", code: code, message: message)
  }
}
