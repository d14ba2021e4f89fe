import Testing

@testable import Evidence

/// Every single bit of what is signed counts.
@Suite struct BitFlipTests {
  /// Tries the bits of `range`, all of them or one of each `step`, and records those that were taken.
  private func flip(
    _ bytes: [UInt8], in range: Range<Int>? = nil, each step: Int = 1, isTaken: ([UInt8]) -> Bool
  ) {
    #expect(isTaken(bytes))
    let range = range ?? bytes.indices
    for bit in stride(from: range.lowerBound * 8, to: range.upperBound * 8, by: step) {
      var flipped = bytes
      flipped[bit / 8] ^= 1 << (bit % 8)
      if isTaken(flipped) { Issue.record("byte \(bit / 8), bit \(bit % 8) was taken") }
    }
  }

  private func find(_ part: [UInt8], in bytes: [UInt8]) throws -> Range<Int> {
    let start = try #require(
      (0...(bytes.count - part.count)).first { bytes[$0...].starts(with: part) })
    return start..<(start + part.count)
  }

  @Test(arguments: [
    "protected header", "payload", "signature", "certificate's header", "certificate's payload",
    "certificate's signature",
  ])
  func `no flipped bit of a token's signed parts is taken`(part: String) throws {
    let bed = try TrustBed()
    let token = try bed.token(1).bytes
    let verifier = CertificateVerifier(roots: bed.roots)
    guard case .tagged(_, let array) = try CBOR.decode(token) else { return }
    let outer = try Sign1(array: array)
    let inner = try Sign1(array: CBOR.decode(bed.deviceCertificate.bytes))
    let parts = [
      "protected header": outer.protected, "payload": outer.payload, "signature": outer.signature,
      "certificate's header": inner.protected, "certificate's payload": inner.payload,
      "certificate's signature": inner.signature,
    ]

    flip(token, in: try find(try #require(parts[part]), in: token)) {
      verifier.verify(token: $0).verdict == .genuine
    }
  }

  @Test func `no flipped bit of a whole token is taken`() throws {
    let bed = try TrustBed()
    let verifier = CertificateVerifier(roots: bed.roots)

    flip(try bed.token(1).bytes) {
      !["not-genuine", "unreadable"].contains(verifier.verify(token: $0).verdict.name)
    }
  }

  @Test func `no flipped bit of a bundle with its list and notice is taken`() throws {
    let bed = try TrustBed()
    let trust = Trust(roots: bed.roots)
    let notice = try bed.notice(good: [bed.token(1).identity])

    flip(try bed.bundle([number(4): number(5)], notices: [notice]).bytes) {
      (try? trust.taking(TrustBundle(bytes: $0))) != nil
    }
  }

  @Test func `no flipped bit of a notice is taken`() throws {
    let bed = try TrustBed()

    flip(try bed.notice(good: [bed.token(1).identity]).bytes) {
      (try? DeviceNotice(bytes: $0))?.isSigned(by: bed.root.ed25519.publicKey) ?? false
    }
  }

  @Test func `no flipped bit of a second signature and its companion is taken`() throws {
    let bed = try TrustBed(isHybrid: true)
    let trust = Trust(roots: bed.roots)
    let bytes = try bed.bundle().bytes
    let companion = try #require(bed.companion)
    let start = try find(companion.bytes, in: bytes).lowerBound

    flip(bytes, in: start..<bytes.count, each: 101) {
      (try? trust.taking(TrustBundle(bytes: $0))) != nil
    }
  }

  @Test func `a flipped bit of a bundle's root list is refused or changes nothing`() throws {
    let bed = try TrustBed()
    let next = HybridKey(ed25519: SigningKey(), mldsa65: nil)
    let longer = try bed.roots.adding(name: "2036", notBeforeDay: 1, key: next, after: bed.root)
    let trust = Trust(roots: bed.roots)
    let bundle = try bed.bundle(roots: longer)
    let believed = try trust.taking(bundle)
    let json = try find(longer.json(), in: bundle.bytes)
    var unchanged = 0

    for index in json {
      for bit in 0..<8 {
        var flipped = bundle.bytes
        flipped[index] ^= 1 << bit
        guard let taken = try? trust.taking(TrustBundle(bytes: flipped)) else { continue }
        #expect(taken == believed, "byte \(index), bit \(bit)")
        unchanged += 1
      }
    }
    // The endorsement of the root that is known already is not needed.
    #expect(unchanged < json.count * 2)
  }

  @Test func `no flipped bit of an endorsed entry or its endorsements is taken`() throws {
    let bed = try TrustBed()
    let next = HybridKey(ed25519: SigningKey(), mldsa65: nil)
    let longer = try bed.roots.adding(name: "2036", notBeforeDay: 1, key: next, after: bed.root)
    let json = try longer.json()
    let entry = try CanonicalValue.object(
      ["roots": .list([RootList(roots: [longer.roots[1]]).value])]
    ).canonical()
    #expect(entry.count > 500)
    let second = try find(
      CanonicalValue.list(longer.roots[1].endorsements.map(\.value)).canonical(), in: json)

    flip(json, in: second.lowerBound..<(json.count - 2)) {
      (try? bed.roots.adopting(RootList(json: $0))) != nil
    }
  }

  @Test func `no flipped bit of a second endorsement is taken`() throws {
    let bed = try TrustBed(isHybrid: true)
    let entry = RootKey(key: SigningKey().publicKey, name: "2036", notBeforeDay: 1)
    let endorsement = try RootEndorsement(of: entry, by: bed.root)
    let root = bed.roots.roots[0]

    flip(try endorsement.value.canonical(), each: 61) {
      guard let value = try? CanonicalValue(json: $0) else { return false }
      return (try? RootEndorsement(value))?.isValid(of: entry, by: root) ?? false
    }
  }

  @Test func `no flipped bit of a register digest is taken`() throws {
    let bed = try TrustBed()
    let digest = try RegisterDigest.make(
      centre: "14464-1", year: 2026, hashes: [RegisterDigest.leaf(of: bed.token(1))],
      deviceCertificate: bed.deviceCertificate, key: HybridKey(ed25519: bed.device, mldsa65: nil))

    flip(utf8(digest.text)) {
      guard let text = String(validating: $0, as: UTF8.self),
        let read = try? RegisterDigest(text: text)
      else { return false }
      return (try? read.verify(by: bed.roots, companion: nil)) != nil
    }
  }

  @Test func `no flipped bit of a certificate request is taken`() throws {
    let key = HybridKey(ed25519: SigningKey(), mldsa65: nil)
    let request = try CertificateRequest(
      device: "14464-1", log: .random(), key: key, madeSeconds: 1_795_000_000)

    flip(try request.json()) { (try? CertificateRequest(json: $0)) != nil }
  }
}
