/// A Merkle tree of which only the lines and some edges are kept: gives roots and proofs without
/// hashing it all.
///
/// A perfect subtree that is a left child stands in every edge between its own end and that of its
/// parent, so it is looked up; a right child is put together of its halves, down to a run of lines that
/// is hashed. A proof in a log of a million hashes about 10 runs.
package struct KeptTree {
  /// Some edge with a size in the range, or nil; any of them will do.
  package typealias Edges = (Range<Int64>) throws -> CompactRange?
  /// The lines of the range, all of them, without line feeds.
  package typealias Lines = (Range<Int64>) throws -> [[UInt8]]

  /// As many lines as the kiosk keeps an edge for.
  package static let runLength: Int64 = 4096

  private let runLength: Int64
  private let edges: Edges
  private let lines: Lines

  /// A tree over what these give.
  /// - Parameter runLength: subtrees up to this size are hashed line by line.
  package init(
    runLength: Int64 = KeptTree.runLength, edges: @escaping Edges, lines: @escaping Lines
  ) {
    self.runLength = runLength
    self.edges = edges
    self.lines = lines
  }

  /// The audit path of RFC 6962, section 2.1.1, from the leaf's sibling up; nil unless `index` is a leaf
  /// of the tree of `size`.
  /// - Throws: `Malformed` when lines are missing, and what the sources throw.
  package func inclusionProof(index: Int64, size: Int64) throws -> [Digest]? {
    guard index >= 0, index < size else { return nil }
    return try path(index, 0..<size)
  }

  /// The root over the first `size` lines.
  package func root(size: Int64) throws -> Digest {
    size > 0 ? try root(of: 0..<size) : Merkle.emptyRoot
  }

  private func path(_ index: Int64, _ range: Range<Int64>) throws -> [Digest] {
    guard range.count > 1 else { return [] }
    guard range.count > runLength else {
      return Merkle.inclusionProof(
        index: Int(index - range.lowerBound), leaves: try leaves(range))
    }
    let middle = range.lowerBound + KeptTree.split(Int64(range.count))
    if index < middle {
      return try path(index, range.lowerBound..<middle) + [root(of: middle..<range.upperBound)]
    }
    return try path(index, middle..<range.upperBound) + [root(of: range.lowerBound..<middle)]
  }

  /// MTH over a range that is a subtree of the whole: perfect and aligned, or at the right edge.
  private func root(of range: Range<Int64>) throws -> Digest {
    let count = Int64(range.count)
    if count >= runLength, count & (count - 1) == 0, let kept = try kept(range) {
      return kept
    }
    guard count > runLength else {
      var tree = CompactRange()
      for leaf in try leaves(range) { tree.append(leaf) }
      return tree.root
    }
    let middle = range.lowerBound + KeptTree.split(count)
    return Merkle.node(
      try root(of: range.lowerBound..<middle), try root(of: middle..<range.upperBound))
  }

  /// A perfect subtree out of an edge, if it is a left child and an edge beside it is kept.
  private func kept(_ range: Range<Int64>) throws -> Digest? {
    let count = Int64(range.count)
    guard (range.lowerBound / count).isMultiple(of: 2),
      let edge = try edges(range.upperBound..<range.upperBound + count),
      edge.size & count != 0, edge.size / (2 * count) == range.lowerBound / (2 * count)
    else { return nil }
    // The hashes stand largest first, one for each bit of the size.
    return edge.hashes[(edge.size & ~(2 * count - 1)).nonzeroBitCount]
  }

  private func leaves(_ range: Range<Int64>) throws -> [Digest] {
    let leaves = try lines(range).map(Merkle.leafHash)
    guard leaves.count == range.count else {
      throw Malformed(
        operation: "log", code: "missing",
        message: "Some events of \(range.lowerBound) to \(range.upperBound - 1) are missing.")
    }
    return leaves
  }

  /// The largest power of two below `count`.
  private static func split(_ count: Int64) -> Int64 {
    1 << (Int64.bitWidth - 1 - (count - 1).leadingZeroBitCount)
  }
}
