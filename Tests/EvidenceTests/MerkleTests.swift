import Testing

@testable import Evidence

@Suite struct MerkleTests {
  struct File: Decodable {
    let leaves, roots: [String]
    let inclusion: [Inclusion]
    let consistency: [Consistency]
  }
  struct Inclusion: Decodable {
    let index, size: Int
    let proof: [String]
  }
  struct Consistency: Decodable {
    let first, second: Int
    let proof: [String]
  }

  private static func load() throws -> (file: File, leaves: [Digest], roots: [Digest]) {
    let file: File = try Vectors.load("merkle")
    let leaves = try file.leaves.map { Merkle.leafHash(try Hex.decode($0)) }
    return (file, leaves, try file.roots.map { try #require(Digest(hex: $0)) })
  }

  @Test func `roots are those of the Certificate Transparency tests (RFC 6962, section 2·1)`()
    throws
  {
    let (_, leaves, roots) = try Self.load()

    for size in 0...leaves.count {
      #expect(Merkle.root(of: Array(leaves[..<size])) == roots[size])
    }
    #expect(
      Merkle.emptyRoot.hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  @Test func `audit paths are those of section 2·1·1`() throws {
    let (file, leaves, roots) = try Self.load()

    for example in file.inclusion {
      let proof = Merkle.inclusionProof(
        index: example.index, leaves: Array(leaves[..<example.size]))
      #expect(proof.map(\.hex) == example.proof)
      #expect(
        Merkle.verifyInclusion(
          leaf: leaves[example.index], index: Int64(example.index), size: Int64(example.size),
          proof: proof, root: roots[example.size]))
    }
  }

  @Test func `consistency proofs are those of section 2·1·2`() throws {
    let (file, leaves, roots) = try Self.load()

    for example in file.consistency {
      let proof = Merkle.consistencyProof(
        first: example.first, leaves: Array(leaves[..<example.second]))
      #expect(proof.map(\.hex) == example.proof)
      #expect(
        Merkle.verifyConsistency(
          first: Int64(example.first), firstRoot: roots[example.first],
          second: Int64(example.second), secondRoot: roots[example.second], proof: proof))
    }
  }

  @Test func `a wrong leaf, place, size, root or proof shows nothing`() throws {
    var generator = SeededGenerator(seed: printedSeed())
    let leaves = (0..<70).map { Merkle.leafHash([UInt8($0)]) }

    for _ in 0..<400 {
      let size = Int.random(in: 2...70, using: &generator)
      let index = Int.random(in: 0..<size, using: &generator)
      let tree = Array(leaves[..<size])
      let root = Merkle.root(of: tree)
      var proof = Merkle.inclusionProof(index: index, leaves: tree)
      func holds(_ leaf: Int, _ index: Int, _ size: Int, _ root: Digest) -> Bool {
        Merkle.verifyInclusion(
          leaf: leaves[leaf], index: Int64(index), size: Int64(size), proof: proof, root: root)
      }

      #expect(holds(index, index, size, root))
      #expect(!holds((index + 1) % size, index, size, root))
      #expect(!holds(index, index ^ 1, size, root))
      #expect(!holds(index, index - size, size, root))
      #expect(!holds(index, size, size, root))
      #expect(!holds(index, index, size, Merkle.emptyRoot))
      let last = proof.removeLast()
      #expect(!holds(index, index, size, root))
      proof += [last, last]
      #expect(!holds(index, index, size, root))
    }
  }

  @Test func `a tree that is no prefix is found out`() {
    var generator = SeededGenerator(seed: printedSeed())
    let leaves = (0..<70).map { Merkle.leafHash([UInt8($0)]) }

    for _ in 0..<400 {
      let second = Int.random(in: 2...70, using: &generator)
      let first = Int.random(in: 1..<second, using: &generator)
      var other = Array(leaves[..<first])
      other[Int.random(in: 0..<first, using: &generator)] = Merkle.leafHash([255])
      let tree = Array(leaves[..<second])
      let proof = Merkle.consistencyProof(first: first, leaves: tree)
      func holds(_ firstRoot: Digest, _ proof: [Digest]) -> Bool {
        Merkle.verifyConsistency(
          first: Int64(first), firstRoot: firstRoot, second: Int64(second),
          secondRoot: Merkle.root(of: tree), proof: proof)
      }

      #expect(holds(Merkle.root(of: Array(leaves[..<first])), proof))
      #expect(!holds(Merkle.root(of: other), proof))
      #expect(!holds(Merkle.root(of: Array(leaves[..<first])), Array(proof.dropLast())))
      #expect(!holds(Merkle.root(of: Array(leaves[..<first])), proof + [leaves[0]]))
    }
  }

  @Test func `the empty tree and the same tree are consistent without a proof`() {
    let root = Merkle.root(of: [Merkle.leafHash([1])])
    func holds(_ first: Int64, _ firstRoot: Digest, _ second: Int64, _ proof: [Digest] = []) -> Bool
    {
      Merkle.verifyConsistency(
        first: first, firstRoot: firstRoot, second: second, secondRoot: root, proof: proof)
    }

    #expect(holds(0, Merkle.emptyRoot, 1))
    #expect(holds(1, root, 1))
    #expect(!holds(0, root, 1))
    #expect(!holds(1, Merkle.emptyRoot, 1))
    #expect(!holds(2, root, 1))
    #expect(!holds(-1, root, 1))
    #expect(!holds(1, root, 1, [root]))
    #expect(Merkle.inclusionProof(index: 5, leaves: []).isEmpty)
    #expect(Merkle.consistencyProof(first: 0, leaves: [root]).isEmpty)
  }
}
