internal import Crypto

/// An ML-DSA-65 private key (FIPS 204), which signs files beside Ed25519: never the token on paper,
/// whose code would not hold the 3,309 bytes.
package struct MLDSA65Key: Sendable {
  private let key: MLDSA65.PrivateKey

  /// A new random key.
  /// - Throws: `Malformed` if the cryptographic library fails, which it has no known reason to.
  package init() throws(Malformed) {
    do {
      key = try MLDSA65.PrivateKey()
    } catch {
      throw MLDSA65Key.refusal("library", "Making a key failed: \(error).")
    }
  }

  /// The key of a stored seed of 32 bytes.
  /// - Throws: `Malformed` for another length.
  package init(seed: [UInt8]) throws(Malformed) {
    do {
      key = try MLDSA65.PrivateKey(seedRepresentation: seed, publicKey: nil)
    } catch {
      throw MLDSA65Key.refusal("length", "A seed has 32 bytes.")
    }
  }

  /// The 32 bytes from which the key is made; secret.
  package var seed: [UInt8] { [UInt8](key.seedRepresentation) }

  /// The public half.
  package var publicKey: MLDSA65PublicKey { MLDSA65PublicKey(key.publicKey) }

  /// A signature over `message`, 3,309 bytes; another one each time.
  /// - Throws: `Malformed` if the cryptographic library fails, which it has no known reason to.
  package func sign(_ message: [UInt8]) throws(Malformed) -> [UInt8] {
    do {
      return [UInt8](try key.signature(for: message))
    } catch {
      throw MLDSA65Key.refusal("library", "Signing failed: \(error).")
    }
  }

  private static func refusal(_ code: String, _ message: String) -> Malformed {
    Malformed(operation: "ML-DSA-65 key", code: code, message: message)
  }
}
