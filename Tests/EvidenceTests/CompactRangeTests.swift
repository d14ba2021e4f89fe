import Testing

@testable import Evidence

@Suite struct CompactRangeTests {
  @Test func `the edge gives the whole tree's root at every size, also after storage`() throws {
    var range = CompactRange()
    var leaves: [Digest] = []

    for index in 0..<130 {
      // The root by the definition of RFC 6962, section 2.1, not by the edge itself.
      #expect(range.root == definition(leaves[...]))
      #expect(range.size == leaves.count)
      let stored = range.encoded()
      range = try CompactRange(decoding: stored)
      #expect(range.encoded() == stored)
      leaves.append(Merkle.leafHash([UInt8(index)]))
      range.append(leaves[index])
    }
  }

  @Test func `storage that cannot be an edge is refused`() throws {
    var range = CompactRange()
    for index in 0..<5 { range.append(Merkle.leafHash([UInt8(index)])) }
    let stored = range.encoded()

    #expect(throws: Malformed.self) { try CompactRange(decoding: []) }
    #expect(throws: Malformed.self) { try CompactRange(decoding: Array(stored.dropLast())) }
    #expect(throws: Malformed.self) { try CompactRange(decoding: Array(stored.dropLast(32))) }
    #expect(throws: Malformed.self) { try CompactRange(decoding: stored + [0]) }
    #expect(throws: Malformed.self) {
      try CompactRange(decoding: [UInt8](repeating: 255, count: 8 + 64 * 32))
    }
    #expect(CompactRange(size: 3, hashes: [range.root]) == nil)
    #expect(CompactRange(size: -1, hashes: []) == nil)
    #expect(CompactRange(size: 5, hashes: range.hashes) == range)
  }

  private func definition(_ leaves: ArraySlice<Digest>) -> Digest {
    guard let first = leaves.first else { return sha256([]) }
    guard leaves.count > 1 else { return first }
    var split = 1
    while split * 2 < leaves.count { split *= 2 }
    let middle = leaves.startIndex + split
    return sha256([1] + definition(leaves[..<middle]).bytes + definition(leaves[middle...]).bytes)
  }
}
