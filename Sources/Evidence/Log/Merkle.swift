/// The Merkle tree of RFC 6962, section 2.1, over SHA-256: hashes, roots and proofs.
package enum Merkle {
  /// The root of the empty tree: SHA-256 of nothing.
  package static let emptyRoot = Digest(sha256: [])

  /// SHA-256(0x00 || line); the line as received, without its line feed.
  package static func leafHash(_ line: [UInt8]) -> Digest {
    Digest(sha256: [0], line)
  }

  /// SHA-256(0x01 || left || right).
  package static func node(_ left: Digest, _ right: Digest) -> Digest {
    Digest(sha256: 1, left, right)
  }

  /// The Merkle tree hash MTH of these leaf hashes.
  package static func root(of leaves: [Digest]) -> Digest {
    leaves.isEmpty ? emptyRoot : root(leaves[...])
  }

  /// The audit path PATH(index, leaves) of section 2.1.1, from the leaf's sibling up.
  /// Empty if `index` is not a leaf.
  package static func inclusionProof(index: Int, leaves: [Digest]) -> [Digest] {
    guard leaves.indices.contains(index) else { return [] }
    return path(index, leaves[...])
  }

  /// Whether `proof` shows that `leaf` stands at `index` of the tree of `size` leaves with `root`
  /// (RFC 9162, section 2.1.3.2).
  package static func verifyInclusion(
    leaf: Digest, index: Int64, size: Int64, proof: [Digest], root: Digest
  ) -> Bool {
    guard index >= 0, index < size else { return false }
    var position = index
    var last = size - 1
    var hash = leaf
    for sibling in proof {
      guard last > 0 else { return false }
      if position & 1 == 1 || position == last {
        hash = node(sibling, hash)
        while position & 1 == 0, position > 0 {
          position >>= 1
          last >>= 1
        }
      } else {
        hash = node(hash, sibling)
      }
      position >>= 1
      last >>= 1
    }
    return last == 0 && hash == root
  }

  /// The proof PROOF(first, leaves) of section 2.1.2 that the tree of the first `first` leaves is a
  /// prefix of the tree of all. Empty if `first` is 0, all, or more.
  package static func consistencyProof(first: Int, leaves: [Digest]) -> [Digest] {
    guard first > 0, first < leaves.count else { return [] }
    return subproof(first, leaves[...], isWhole: true)
  }

  /// Whether `proof` shows that the tree (`first`, `firstRoot`) is a prefix of (`second`,
  /// `secondRoot`) (RFC 9162, section 2.1.4.2). The empty tree is a prefix of every tree.
  package static func verifyConsistency(
    first: Int64, firstRoot: Digest, second: Int64, secondRoot: Digest, proof: [Digest]
  ) -> Bool {
    guard first > 0, first < second else {
      let isTrivial = first == 0 ? firstRoot == emptyRoot : firstRoot == secondRoot
      return first >= 0 && first <= second && proof.isEmpty && isTrivial
        && (second > 0 || secondRoot == emptyRoot)
    }
    var proof = proof[...]
    if first & (first - 1) == 0 { proof = ([firstRoot] + proof)[...] }
    var position = first - 1
    var last = second - 1
    while position & 1 == 1 {
      position >>= 1
      last >>= 1
    }
    guard var old = proof.popFirst() else { return false }
    var new = old
    for hash in proof {
      guard last > 0 else { return false }
      if position & 1 == 1 || position == last {
        old = node(hash, old)
        new = node(hash, new)
        while position & 1 == 0, position > 0 {
          position >>= 1
          last >>= 1
        }
      } else {
        new = node(new, hash)
      }
      position >>= 1
      last >>= 1
    }
    return last == 0 && old == firstRoot && new == secondRoot
  }

  private static func root(_ leaves: ArraySlice<Digest>) -> Digest {
    var range = CompactRange()
    for leaf in leaves { range.append(leaf) }
    return range.root
  }

  private static func path(_ index: Int, _ leaves: ArraySlice<Digest>) -> [Digest] {
    guard leaves.count > 1 else { return [] }
    let middle = leaves.startIndex + split(leaves.count)
    if index < middle { return path(index, leaves[..<middle]) + [root(leaves[middle...])] }
    return path(index, leaves[middle...]) + [root(leaves[..<middle])]
  }

  private static func subproof(
    _ first: Int, _ leaves: ArraySlice<Digest>, isWhole: Bool
  ) -> [Digest] {
    if first == leaves.count { return isWhole ? [] : [root(leaves)] }
    let left = split(leaves.count)
    let middle = leaves.startIndex + left
    if first <= left {
      return subproof(first, leaves[..<middle], isWhole: isWhole) + [root(leaves[middle...])]
    }
    return subproof(first - left, leaves[middle...], isWhole: false) + [root(leaves[..<middle])]
  }

  /// The largest power of two below `count` (k of section 2.1).
  private static func split(_ count: Int) -> Int {
    1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
  }
}
