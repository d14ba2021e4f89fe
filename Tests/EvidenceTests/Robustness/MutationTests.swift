import Foundation
import Testing

@testable import Evidence

/// Damaged input of every kind: no crash, nothing believed, and nothing that takes its time. `make soak`
/// runs the same a million times each.
@Suite struct MutationTests {
  /// Runs the cases of one kind and, in `make soak`, reports and bounds the slowest.
  private func run(
    _ kind: String, _ standard: Int, _ body: (inout Mutator) throws -> Void
  ) rethrows {
    var mutator = Mutator(seed: printedSeed(kind))
    var slowest = Slowest()
    let count = rounds(standard)
    for _ in 0..<count { try slowest.timed(&mutator, body) }
    guard count > standard else { return }
    print("soak: \(kind): \(count) cases, the slowest took \(slowest.milliseconds) ms")
    #expect(slowest.milliseconds < 20, "\(kind)")
  }

  @Test func `CBOR that is read is written again byte for byte`() throws {
    let file: RefusedVectorTests.File = try Vectors.load("refused")
    let good = try [Hex.decode(file.good)] + file.tokens.prefix(80).map { try Hex.decode($0.token) }

    run("CBOR", 20_000) { mutator in
      let bytes = mutator.mutated(good[mutator.number(below: good.count)])
      guard let value = try? CBOR.decode(bytes) else { return }
      #expect(value.encoded() == bytes, "\(Hex.encode(bytes))")
    }
  }

  @Test func `no damaged token is taken`() throws {
    let bed = try TrustBed()
    let verifier = CertificateVerifier(roots: bed.roots)
    let token = try bed.token(1)
    let tagged = CBOR.tagged(Sign1.cwtTag, try CBOR.decode(token.bytes)).encoded()
    // The three spellings that the format allows.
    let good = [token.bytes, [UInt8](token.bytes.dropFirst()), tagged]

    run("token", 20_000) { mutator in
      let bytes = mutator.mutated(good[mutator.number(below: good.count)])
      guard !good.contains(bytes) else { return }
      let verdict = verifier.verify(token: bytes).verdict
      #expect(["not-genuine", "unreadable"].contains(verdict.name), "\(Hex.encode(bytes))")
    }
  }

  @Test func `a token of damaged claims that the device signed is one that it could have issued`()
    throws
  {
    let bed = try TrustBed()
    let verifier = CertificateVerifier(roots: bed.roots)
    guard case .tagged(_, let array) = try CBOR.decode(bed.token(1).bytes) else { return }
    let message = try Sign1(array: array)

    try run("signed claims", 2_000) { mutator in
      let payload = mutator.mutated(message.payload)
      let signature = try bed.device.sign(
        Sign1.toBeSigned(protected: message.protected, payload: payload))
      let bytes = CBOR.array([
        .bytes(message.protected), .map([]), .bytes(payload), .bytes(signature),
      ]).encoded()
      let verification = verifier.verify(token: bytes)
      guard verification.verdict == .genuine else { return }
      #expect(try CBOR.decode(payload).encoded() == payload, "\(Hex.encode(payload))")
      let claims = try #require(verification.token?.claims)
      let name = claims.holderName
      #expect(ClaimBounds.days ~= claims.completedDay, "\(Hex.encode(payload))")
      #expect(ClaimBounds.hoursTenths ~= claims.hoursTenths, "\(Hex.encode(payload))")
      #expect(isNFC(name) && 1...300 ~= name.utf8.count, "\(Hex.encode(payload))")
    }
  }

  @Test func `digits that are read are written again digit for digit`() throws {
    let bed = try TrustBed()
    let verifier = CertificateVerifier(roots: bed.roots)
    let token = try bed.token(1).bytes
    let text = utf8(QRText.text(token: token, shortHost: "hoc.example"))

    run("decimal text", 20_000) { mutator in
      let damaged = String(decoding: mutator.mutated(text), as: UTF8.self)
      let verdict = verifier.verify(text: damaged).verdict
      guard let bytes = try? QRText.token(from: damaged) else {
        #expect(verdict.name == "unreadable", "\(damaged)")
        return
      }
      // Another host, and blanks around it, leave the token as it is.
      #expect((verdict == .genuine) == (bytes == token), "\(damaged)")
      #expect(damaged.contains(DecimalDigits.encode(bytes)), "\(damaged)")
    }
  }

  @Test func `no damaged bundle is taken`() throws {
    let bed = try TrustBed()
    let trust = Trust(roots: bed.roots)
    let good = try bed.bundle(
      [number(4): number(5), number(9): nil], notices: [bed.notice(good: [bed.token(1).identity])]
    ).bytes

    run("bundle", 20_000) { mutator in
      let bytes = mutator.mutated(good)
      guard bytes != good else { return }
      #expect((try? trust.taking(TrustBundle(bytes: bytes))) == nil, "\(Hex.encode(bytes))")
    }
  }

  @Test func `damaged details of a status list are refused or say what they say`() throws {
    let bed = try TrustBed()
    let table = try bed.table([number(4): number(5), number(9): nil, number(20): number(1)])
    let details = table.details.encoded()

    run("status list", 20_000) { mutator in
      let damaged = mutator.mutated(details)
      let bitmap = mutator.number(below: 2) == 0 ? table.bitmap : mutator.mutated(table.bitmap)
      guard let cbor = try? CBOR.decode(damaged),
        let read = try? StatusTable(details: cbor, bitmap: bitmap)
      else { return }
      #expect(read.details.encoded() == damaged, "\(Hex.encode(damaged))")
      _ = read.status(of: number(4))
    }
  }

  @Test func `damaged zlib streams come to an end within their limit`() throws {
    let bed = try TrustBed()
    let streams = try [
      Zlib.compress(bed.table([number(4): number(5)]).bitmap),
      Zlib.compress(bed.table().details.encoded()),
      Zlib.compress([UInt8](repeating: 0, count: 200_000)),
    ]

    run("zlib", 20_000) { mutator in
      let stream = mutator.mutated(streams[mutator.number(below: streams.count)])
      let bytes = try? Zlib.inflate(stream, maxBytes: 100_000)
      #expect(bytes?.count ?? 0 <= 100_000)
    }
  }

  @Test func `no damaged register digest is taken`() throws {
    let bed = try TrustBed()
    let text = try RegisterDigest.make(
      centre: "14464-1", year: 2026, hashes: [RegisterDigest.leaf(of: bed.token(1))],
      deviceCertificate: bed.deviceCertificate, key: HybridKey(ed25519: bed.device, mldsa65: nil)
    ).text

    run("register digest", 5_000) { mutator in
      let damaged = String(decoding: mutator.mutated(utf8(text)), as: UTF8.self)
      guard let read = try? RegisterDigest(text: damaged),
        (try? read.verify(by: bed.roots, companion: nil)) != nil
      else { return }
      // Lines of other signers may follow, as in every signed note.
      #expect(damaged.hasPrefix(text), "\(damaged)")
    }
  }

  @Test func `a damaged root list brings no root`() throws {
    let bed = try TrustBed()
    let next = HybridKey(ed25519: SigningKey(), mldsa65: nil)
    let longer = try bed.roots.adding(name: "2036", notBeforeDay: 1, key: next, after: bed.root)
    let json = try longer.json()

    run("root list", 5_000) { mutator in
      guard let damaged = try? RootList(json: mutator.mutated(json)),
        let adopted = try? bed.roots.adopting(damaged)
      else { return }
      let believed = adopted.roots.map { $0.endorsed([]) }
      #expect([1, 2].contains(believed.count))
      #expect(longer.roots.map { $0.endorsed([]) }.starts(with: believed))
    }
  }
}
