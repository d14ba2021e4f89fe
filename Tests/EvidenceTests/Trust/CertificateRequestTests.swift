import Testing

@testable import Evidence

@Suite struct CertificateRequestTests {
  private func refusal(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      return (error as? TrustError)?.code ?? "\(error)"
    }
  }

  @Test(arguments: [false, true])
  func `a request comes back and every change to it is refused`(isHybrid: Bool) throws {
    let key = HybridKey(ed25519: SigningKey(), mldsa65: isHybrid ? try MLDSA65Key() : nil)
    let request = try CertificateRequest(
      device: "14464-1", log: .random(), key: key, madeSeconds: 1_795_000_000)
    let json = try request.json()

    #expect(try CertificateRequest(json: json) == request)
    #expect(request.mldsa65 == key.mldsa65?.publicKey)
    let text = String(decoding: json, as: UTF8.self)
    let later = text.replacing("1795000000", with: "1795000001")
    #expect(refusal { _ = try CertificateRequest(json: utf8(later)) } == "request:signature")
    let more = text.replacing("{\"device\"", with: "{\"more\":1,\"device\"")
    #expect(refusal { _ = try CertificateRequest(json: utf8(more)) } == "request:member")
    #expect(refusal { _ = try CertificateRequest(json: utf8("no")) } == "request:json")
  }

  @Test func `an answer is for the key that asked and under a root that is reached`() throws {
    let bed = try TrustBed(isHybrid: true)
    let second = try MLDSA65Key()
    let rootKey = try #require(bed.root.mldsa65)
    let companion = try CompanionCertificate.issue(
      kcwt: bed.deviceCertificate.bytes, publicKey: second.publicKey, root: rootKey)
    let longer = try bed.roots.adding(
      name: "next", notBeforeDay: 1, key: .random(), after: bed.root)
    let answer = CertificateAnswer(
      log: .random(), deviceCertificate: bed.deviceCertificate, companion: companion,
      roots: longer)
    func refusal(
      _ key: PublicKey, _ second: MLDSA65PublicKey?, _ known: RootList
    ) -> String? {
      self.refusal { _ = try answer.verify(key: key, second: second, known: known) }
    }

    #expect(try CertificateAnswer(json: answer.json()) == answer)
    #expect(
      try answer.verify(key: bed.device.publicKey, second: second.publicKey, known: bed.roots)
        == longer)
    #expect(refusal(SigningKey().publicKey, second.publicKey, bed.roots) == "request:key")
    #expect(refusal(bed.device.publicKey, nil, bed.roots) == "companion")
    let other = try TrustBed().roots
    #expect(refusal(bed.device.publicKey, second.publicKey, other) == "roots:missing")
  }
}
