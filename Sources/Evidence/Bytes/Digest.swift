internal import Crypto

/// A SHA-256 value (FIPS 180-4), kept inline so that a tree of a million leaves needs no heap.
package struct Digest: Hashable, Sendable, CustomStringConvertible {
  /// Length of a digest in bytes.
  package static let byteCount = 32

  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// The digest of `bytes`.
  package init(sha256 bytes: [UInt8]) {
    var hash = SHA256()
    bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    self.init(hash.finalize())
  }

  /// The digest of `prefix` followed by `bytes`, without joining them first.
  init(sha256 prefix: [UInt8], _ bytes: [UInt8]) {
    var hash = SHA256()
    prefix.withUnsafeBytes { hash.update(bufferPointer: $0) }
    bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    self.init(hash.finalize())
  }

  /// The digest of one byte and two digests: an inner node of RFC 6962, section 2.1.
  init(sha256 prefix: UInt8, _ left: Digest, _ right: Digest) {
    var input = (prefix, left.words, right.words)
    var hash = SHA256()
    withUnsafeBytes(of: &input.0) { hash.update(bufferPointer: $0) }
    withUnsafeBytes(of: &input.1) { hash.update(bufferPointer: $0) }
    withUnsafeBytes(of: &input.2) { hash.update(bufferPointer: $0) }
    self.init(hash.finalize())
  }

  /// Takes 32 bytes as a digest; nil for any other length.
  package init?(bytes: [UInt8]) {
    guard bytes.count == Digest.byteCount else { return nil }
    self.init(raw: bytes[...])
  }

  /// Takes 64 lower-case hex digits as a digest; nil for anything else.
  package init?(hex: String) {
    guard let bytes = try? Hex.decode(hex) else { return nil }
    self.init(bytes: bytes)
  }

  /// Takes the base64 of 32 bytes as a digest; nil for anything else.
  package init?(base64: String) {
    guard let bytes = try? Base64.decode(base64) else { return nil }
    self.init(bytes: bytes)
  }

  private init(_ value: SHA256Digest) {
    words = value.withUnsafeBytes { $0.loadUnaligned(as: (UInt64, UInt64, UInt64, UInt64).self) }
  }

  init(raw bytes: ArraySlice<UInt8>) {
    words = bytes.withUnsafeBytes { $0.loadUnaligned(as: (UInt64, UInt64, UInt64, UInt64).self) }
  }

  /// The 32 bytes.
  package var bytes: [UInt8] {
    var copy = words
    return withUnsafeBytes(of: &copy) { [UInt8]($0) }
  }

  /// The first 8 bytes as a big-endian number: the check value kept beside a line, against chance and
  /// careless hands. Whoever is thorough makes it anew; the tree stands against him.
  package var check: Int64 { Int64(bitPattern: UInt64(bigEndian: words.0)) }

  /// 64 lower-case hex digits.
  package var hex: String { Hex.encode(bytes) }

  /// 44 characters of base64 with padding, as notes and events carry it.
  package var base64: String { Base64.encode(bytes) }

  /// The hex form, for logs and test messages.
  package var description: String { hex }

  /// Compares all 32 bytes.
  package static func == (left: Digest, right: Digest) -> Bool {
    left.words == right.words
  }

  /// Feeds all 32 bytes.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
    hasher.combine(words.3)
  }
}

/// The SHA-256 of `bytes`.
package func sha256(_ bytes: [UInt8]) -> Digest {
  Digest(sha256: bytes)
}
