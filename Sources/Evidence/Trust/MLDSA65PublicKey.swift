internal import Crypto

/// An ML-DSA-65 public key (FIPS 204).
package struct MLDSA65PublicKey: Hashable, Sendable {
  /// Length of a key in bytes.
  package static let byteCount = 1952
  /// Length of a signature in bytes.
  package static let signatureByteCount = 3309

  /// The key as section 7.2 of FIPS 204 encodes it.
  package let bytes: [UInt8]

  /// Takes 1,952 bytes, each value of which is a key.
  /// - Throws: `Malformed` for another length.
  package init(bytes: [UInt8]) throws(Malformed) {
    guard bytes.count == MLDSA65PublicKey.byteCount else {
      throw Malformed(
        operation: "ML-DSA-65 key", code: "length", message: "A public key has 1,952 bytes.")
    }
    self.bytes = bytes
  }

  init(_ key: MLDSA65.PublicKey) {
    bytes = [UInt8](key.rawRepresentation)
  }

  /// Whether `signature` is this key's over `message`; false for anything malformed.
  package func isValid(signature: [UInt8], for message: [UInt8]) -> Bool {
    guard signature.count == MLDSA65PublicKey.signatureByteCount,
      let key = try? MLDSA65.PublicKey(rawRepresentation: bytes)
    else { return false }
    return key.isValidSignature(signature, for: message)
  }
}
