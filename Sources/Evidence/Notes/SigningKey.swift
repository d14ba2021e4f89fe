internal import Crypto

/// An Ed25519 private key (RFC 8032). Whoever holds one keeps its seed in a file of mode 0600.
package struct SigningKey: Sendable {
  private let key: Curve25519.Signing.PrivateKey

  /// A new random key.
  package init() {
    key = Curve25519.Signing.PrivateKey()
  }

  /// The key of a stored seed of 32 bytes.
  /// - Throws: `Malformed` for another length.
  package init(seed: [UInt8]) throws(Malformed) {
    do {
      key = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
    } catch {
      throw Malformed(operation: "signing key", code: "length", message: "A seed has 32 bytes.")
    }
  }

  /// The 32 bytes from which the key is made; secret.
  package var seed: [UInt8] { [UInt8](key.rawRepresentation) }

  /// The public half.
  package var publicKey: PublicKey { PublicKey(key.publicKey) }

  /// The signature over `message`, 64 bytes; the same for the same key and message.
  /// - Throws: `Malformed` if the cryptographic library fails, which it has no known reason to.
  package func sign(_ message: [UInt8]) throws(Malformed) -> [UInt8] {
    do {
      return [UInt8](try key.signature(for: message))
    } catch {
      throw Malformed(operation: "signing", code: "library", message: "Signing failed: \(error).")
    }
  }
}
