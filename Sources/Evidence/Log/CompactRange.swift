/// The right edge of a Merkle tree: all that is needed to append leaves and know the root, at most
/// 63 hashes however long the log is.
package struct CompactRange: Equatable, Sendable {
  /// How many leaves the tree has.
  package private(set) var size: Int64
  /// The roots of the perfect subtrees, largest first: one for each bit set in `size`.
  package private(set) var hashes: [Digest]

  /// The empty tree.
  package init() {
    size = 0
    hashes = []
  }

  /// A range read back from storage; nil unless there is one hash for each bit set in `size`.
  package init?(size: Int64, hashes: [Digest]) {
    guard size >= 0, size.nonzeroBitCount == hashes.count else { return nil }
    self.size = size
    self.hashes = hashes
  }

  /// Reads `encoded()` back.
  /// - Throws: `Malformed` for a wrong length or a negative size.
  package init(decoding bytes: [UInt8]) throws(Malformed) {
    let count = (bytes.count - 8) / Digest.byteCount
    guard bytes.count >= 8, bytes.count == 8 + count * Digest.byteCount else {
      throw CompactRange.refusal
    }
    let size = bytes[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let hashes = (0..<count).map { Digest(raw: bytes[(8 + $0 * 32)..<(40 + $0 * 32)]) }
    guard let size = Int64(exactly: size), let range = CompactRange(size: size, hashes: hashes)
    else { throw CompactRange.refusal }
    self = range
  }

  /// The size as eight big-endian bytes, then the hashes.
  package func encoded() -> [UInt8] {
    var bytes = (0..<8).map { UInt8(truncatingIfNeeded: size >> (56 - 8 * $0)) }
    for hash in hashes { bytes += hash.bytes }
    return bytes
  }

  /// Adds the leaf at position `size`; about one node hash a leaf.
  package mutating func append(_ leaf: Digest) {
    var hash = leaf
    var level = size
    while level & 1 == 1, let left = hashes.popLast() {
      hash = Merkle.node(left, hash)
      level >>= 1
    }
    hashes.append(hash)
    size += 1
  }

  /// The tree's root (RFC 6962, section 2.1).
  package var root: Digest {
    guard var root = hashes.last else { return Merkle.emptyRoot }
    for hash in hashes.dropLast().reversed() { root = Merkle.node(hash, root) }
    return root
  }

  private static let refusal = Malformed(
    operation: "compact range", code: "compact-range",
    message: "The stored tree edge has a wrong length or size.")
}
