import Testing

@testable import Evidence

@Suite struct InclusionProofTests {
  /// A log of so many small leaves, with an edge kept every 16 and at its end.
  private struct Kept {
    static let run: Int64 = 16
    let lines: [[UInt8]]
    private(set) var edges: [Int64: CompactRange] = [:]
    private(set) var tree = CompactRange()

    init(count: Int) {
      lines = (0..<count).map { [UInt8]("line \($0)".utf8) }
      for line in lines {
        tree.append(Merkle.leafHash(line))
        if tree.size % Kept.run == 0 { edges[tree.size] = tree }
      }
      edges[tree.size] = tree
    }

    /// What a proof asks of the store, and how many lines that was.
    func proof(_ index: Int64, _ size: Int64, _ hashed: inout Int) throws -> [Digest]? {
      var count = 0
      defer { hashed = count }
      return try KeptTree(
        runLength: Kept.run,
        edges: { sizes in edges.filter { sizes.contains($0.key) }.values.first },
        lines: { range in
          count += range.count
          return Array(lines[Int(range.lowerBound)..<Int(range.upperBound)])
        }
      ).inclusionProof(index: index, size: size)
    }
  }

  @Test func `a proof out of kept edges is the one out of all leaves`() throws {
    var random = SeededGenerator(seed: printedSeed())
    let kept = Kept(count: 1_501)
    let leaves = kept.lines.map(Merkle.leafHash)
    let sizes = [1, 2, 15, 16, 17, 32, 48, 161, 1024, 1025, 1500, 1501]
    for size in sizes + (0..<20).map({ _ in Int.random(in: 1...1501, using: &random) }) {
      let tree = Array(leaves[..<size])
      for index in [0, size / 2, size - 1, Int.random(in: 0..<size, using: &random)] {
        var hashed = 0
        let proof = try kept.proof(Int64(index), Int64(size), &hashed)
        #expect(proof == Merkle.inclusionProof(index: index, leaves: tree), "\(index) of \(size)")
        #expect(hashed <= 16 * 12, "\(index) of \(size)")
      }
    }
    var hashed = 0
    #expect(try kept.proof(1501, 1501, &hashed) == nil)
    #expect(try kept.proof(-1, 1501, &hashed) == nil)
  }

  @Test func `missing lines give no proof`() throws {
    let tree = KeptTree(edges: { _ in nil }, lines: { _ in [] })
    #expect(throws: Malformed.self) { try tree.inclusionProof(index: 0, size: 5) }
  }

  // MARK: The file

  private struct Made {
    let proof: InclusionProof
    let province: NoteVerifier
    let log: LogID
  }

  private static func make(
    index: Int = 3, size: Int = 9, host: String = "province.test", origin: String? = nil,
    line: [UInt8]? = nil
  ) throws -> Made {
    let key = SigningKey()
    let log = LogID.random()
    let clock = ClockReading(
      boot: 1, bootMilliseconds: 5, wallMilliseconds: 1_795_395_600_000, quality: .networkTime)
    let lines = try (0..<size).map { seq in
      try Event(
        seq: Int64(seq), clock: clock, kind: "certificate.issue",
        fields: ["n": .text("14464-1-2026-00000\(seq)")]
      ).line()
    }
    let leaves = lines.map(Merkle.leafHash)
    let note = try Checkpoint(
      origin: origin ?? logOrigin(provinceHost: host, log: log), size: Int64(size),
      root: Merkle.root(of: leaves)
    ).signed(by: SigningKey())
    let receipt = try Receipt.issue(
      over: note, provinceName: host, key: key, timeSeconds: 1_795_395_700)
    let proof = InclusionProof(
      index: Int64(index), hashes: Merkle.inclusionProof(index: index, leaves: leaves),
      line: line ?? lines[index], note: receipt.text)
    let verifier = try NoteVerifier(name: host, kind: .cosignature, key: key.publicKey)
    return Made(proof: proof, province: verifier, log: log)
  }

  @Test func `a proof is a text of five parts that is read back as it was written`() throws {
    let made = try Self.make()
    let lines = made.proof.text.split(separator: "\n", omittingEmptySubsequences: false)

    #expect(lines[0] == "c2sp.org/tlog-proof@v1")
    #expect(lines[1] == "extra \(Base64.encode(made.proof.line))")
    #expect(lines[2] == "index 3")
    #expect(lines[3..<7].map(String.init) == made.proof.hashes.map(\.base64))
    #expect(lines[7] == "")
    #expect(made.proof.text.hasSuffix("\n\n" + made.proof.note))
    #expect(try InclusionProof(text: made.proof.text) == made.proof)
  }

  @Test func `a proof holds by the province's key alone and says what the event says`() throws {
    let made = try Self.make()

    let proven = try InclusionProof(text: made.proof.text).verify(province: made.province)

    #expect(proven.log == made.log)
    #expect(proven.event.kind == "certificate.issue" && proven.event.seq == 3)
    #expect(proven.receipt.checkpoint.size == 9)
    #expect(proven.receipt.timeSeconds == 1_795_395_700)
  }

  @Test func `the only event of a log needs no hash`() throws {
    let made = try Self.make(index: 0, size: 1)

    #expect(made.proof.hashes.isEmpty)
    #expect(try InclusionProof(text: made.proof.text) == made.proof)
    #expect(try made.proof.verify(province: made.province).event.seq == 0)
  }

  @Test func `no changed byte of the file verifies`() throws {
    let made = try Self.make()
    let text = Array(made.proof.text.utf8)
    let kioskLine = try #require(made.proof.text.firstRange(of: "\u{2014} province.test/log/"))
    let start = made.proof.text[..<kioskLine.lowerBound].utf8.count
    let length = made.proof.text[kioskLine.lowerBound...].prefix { $0 != "\n" }.utf8.count
    // The kiosk's own line is for the province's eyes: another verifier has no key for it.
    for index in text.indices where !(start..<start + length).contains(index) {
      var changed = text
      changed[index] ^= 0x01
      #expect(throws: (any Error).self, "byte \(index)") {
        let text = try #require(String(validating: changed, as: UTF8.self))
        _ = try InclusionProof(text: text).verify(province: made.province)
      }
    }
  }

  @Test func `a proof of another province, another log's origin or another place is refused`()
    throws
  {
    let made = try Self.make()
    let other = try Self.make()
    let strange = try Self.make(origin: "elsewhere.test/log/\(LogID.random().hex)")
    let moved = InclusionProof(
      index: 4, hashes: made.proof.hashes, line: made.proof.line, note: made.proof.note)

    #expect(throws: Malformed.self) { try made.proof.verify(province: other.province) }
    #expect(throws: Malformed.self) { try strange.proof.verify(province: strange.province) }
    #expect(throws: Malformed.self) { try moved.verify(province: made.province) }
  }

  @Test(arguments: [
    "", "c2sp.org/tlog-proof@v1\n\n", "c2sp.org/tlog-proof@v1\nindex 0\n\nnote\n",
    "c2sp.org/tlog-proof@v2\nextra AA==\nindex 0\n\nnote\n",
    "c2sp.org/tlog-proof@v1\nextra AA\nindex 0\n\nnote\n",
    "c2sp.org/tlog-proof@v1\nextra AA==\nindex 00\n\nnote\n",
    "c2sp.org/tlog-proof@v1\nextra AA==\nindex -1\n\nnote\n",
    "c2sp.org/tlog-proof@v1\nextra AA==\nindex 0\nAA==\n\nnote\n",
    "c2sp.org/tlog-proof@v1\nextra AA==\nindex 0\n"
      + String(repeating: Merkle.emptyRoot.base64 + "\n", count: 64) + "\nnote\n",
    String(repeating: "x", count: 49 << 10),
  ])
  func `what is no proof is refused`(_ text: String) {
    #expect(throws: Malformed.self) { try InclusionProof(text: text) }
  }
}
