import Testing

@testable import Evidence

@Suite struct RegisterDigestTests {
  private func refusal(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      return (error as? TrustError)?.code ?? "\(error)"
    }
  }

  @Test func `a digest holds the certificates of its year and no other`() throws {
    let bed = try TrustBed()
    let tokens = try (1...5).map { try bed.token($0) }
    let hashes = tokens.map(RegisterDigest.leaf)
    let key = HybridKey(ed25519: bed.device, mldsa65: nil)

    let digest = try RegisterDigest.make(
      centre: "14464-1", year: 2026, hashes: hashes, deviceCertificate: bed.deviceCertificate,
      key: key)

    #expect(try RegisterDigest(text: digest.text) == digest)
    #expect(digest.text.hasPrefix("14464-1/register/2026\n5\n"))
    #expect(try digest.verify(by: bed.roots, companion: nil) == bed.roots.roots[0])
    #expect(digest.isMade(of: hashes))
    #expect(!digest.isMade(of: hashes.reversed()))
    #expect(tokens.allSatisfy { digest.holds($0, hashes: hashes) })
    #expect(!digest.holds(try bed.token(6), hashes: hashes))
    #expect(!digest.holds(try bed.token(1, holder: "Another"), hashes: hashes))
    let untagged = try CertificateToken(bytes: [UInt8](tokens[0].bytes.dropFirst()))
    #expect(digest.holds(untagged, hashes: hashes))
    #expect(
      refusal { _ = try digest.verify(by: TrustBed().roots, companion: nil) } == "unknown-root")
    #expect(try RegisterHashes.decode(RegisterHashes.encode(hashes)) == hashes)
  }

  @Test func `the second signature is checked by the companion beside the digest`() throws {
    let bed = try TrustBed(isHybrid: true)
    let key = HybridKey(ed25519: bed.device, mldsa65: try MLDSA65Key())
    let rootKey = try #require(bed.root.mldsa65)
    let second = try #require(key.mldsa65)
    let companion = try CompanionCertificate.issue(
      kcwt: bed.deviceCertificate.bytes, publicKey: second.publicKey, root: rootKey)
    let hashes = [RegisterDigest.leaf(of: try bed.token(1))]
    func make(_ key: HybridKey) throws -> RegisterDigest {
      try RegisterDigest.make(
        centre: "14464-1", year: 2026, hashes: hashes, deviceCertificate: bed.deviceCertificate,
        key: key)
    }
    func verify(_ digest: RegisterDigest, _ companion: CompanionCertificate?) -> String? {
      refusal { _ = try digest.verify(by: bed.roots, companion: companion) }
    }
    let alone = HybridKey(ed25519: bed.device, mldsa65: nil)
    let read = try CompanionCertificate(bytes: companion.bytes)

    #expect(verify(try make(key), read) == nil)
    #expect(verify(try make(key), nil) == nil)
    #expect(verify(try make(alone), companion) == "companion")
    #expect(verify(try make(key), bed.companion) == "companion")
  }

  @Test(arguments: [
    "", "x", "hashes", "14464-1/register/2026", "14464-1/register/26\n0\n", "a b/register/2026",
  ])
  func `anything else is refused`(text: String) {
    #expect(throws: TrustError.self) { try RegisterDigest(text: text) }
    #expect(throws: TrustError.self) { try RegisterHashes.decode(utf8(text + "-")) }
  }
}
