import Testing

@testable import Evidence

/// What OpenSSL signed with ML-DSA-65 from the same seeds.
@Suite struct HybridVectorTests {
  struct File: Decodable {
    let rootSeed, rootSecondSeed, known: String
    let lists: [GoldenList]
    let bundles: [RevocationVectorTests.RefusedBundle]
  }
  struct GoldenList: Decodable {
    let name, list, refusal: String
  }

  private func refusal(_ body: () throws -> Void) -> String {
    do {
      try body()
      return ""
    } catch {
      return (error as? TrustError)?.code ?? "\(error)"
    }
  }

  @Test func `a seed gives the key that OpenSSL makes of it`() throws {
    let file: File = try Vectors.load("hybrid")
    let known = try RootList(json: utf8(file.known))

    let key = HybridKey(
      ed25519: try SigningKey(seed: Hex.decode(file.rootSeed)),
      mldsa65: try MLDSA65Key(seed: Hex.decode(file.rootSecondSeed)))

    #expect(key.ed25519.publicKey == known.roots[0].key)
    #expect(key.mldsa65?.publicKey == known.roots[0].mldsa65)
    #expect(key.mldsa65?.seed == (try Hex.decode(file.rootSecondSeed)))
  }

  @Test func `root lists are adopted by their endorsements alone`() throws {
    let file: File = try Vectors.load("hybrid")
    let known = try RootList(json: utf8(file.known))

    for golden in file.lists {
      let newer = try RootList(json: utf8(golden.list))
      #expect(refusal { _ = try known.adopting(newer) } == golden.refusal, "\(golden.name)")
      #expect(try newer.json() == utf8(golden.list), "\(golden.name)")
    }
  }

  @Test func `a bundle under a root with two keys needs both signatures`() throws {
    let file: File = try Vectors.load("hybrid")
    let trust = Trust(roots: try RootList(json: utf8(file.known)))

    for golden in file.bundles {
      let bytes = try Base64.decode(golden.bundle)
      let refusal = refusal { _ = try trust.taking(TrustBundle(bytes: bytes)) }
      #expect(refusal == golden.refusal, "\(golden.name)")
    }
  }
}
