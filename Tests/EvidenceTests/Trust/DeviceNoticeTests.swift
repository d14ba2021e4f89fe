import Testing

@testable import Evidence

@Suite struct DeviceNoticeTests {
  @Test func `a notice withdraws what its key signed, but for the certificates it names`() throws {
    let bed = try TrustBed()
    let other = try TrustBed()
    let good = try (1...9).map { try bed.token($0) }
    let notice = try bed.notice(good: Set(good.map(\.identity)))

    let read = try DeviceNotice(bytes: notice.bytes)

    #expect(read == notice)
    #expect(read.isSigned(by: bed.root.ed25519.publicKey))
    #expect(!read.isSigned(by: other.root.ed25519.publicKey))
    #expect(read.goodCertificates == good.map(\.identity).sorted())
    #expect(good.allSatisfy { !read.withdraws($0) })
    #expect(read.withdraws(try bed.token(10)))
    #expect(read.withdraws(try bed.token(1, holder: "Another")))
    #expect(!read.withdraws(try other.token(10)))
  }

  @Test func `the newest notice of each key counts, whatever their order`() throws {
    let bed = try TrustBed()
    let other = try TrustBed()
    let old = try bed.notice(at: 10)
    let new = try bed.notice(at: 11)
    let foreign = try other.notice(at: 5)

    for notices in [[old, new, foreign], [foreign, new, old], [new, foreign, old, new]] {
      let newest = DeviceNotice.newest(of: notices)
      #expect(newest.count == 2)
      #expect(newest.contains(new) && newest.contains(foreign))
    }
    let token = try bed.token(1)
    let twin = try bed.notice(good: [token.identity], at: 11)
    #expect(DeviceNotice.newest(of: [new, twin]) == DeviceNotice.newest(of: [twin, new]))
  }

  @Test func `a certificate has one identity, whatever tags it came with`() throws {
    let bed = try TrustBed()
    let token = try bed.token(1)
    let untagged = try CertificateToken(bytes: [UInt8](token.bytes.dropFirst()))
    let twice = try CertificateToken(bytes: [0xD8, 0x3D] + token.bytes)

    #expect(untagged.identity == token.identity)
    #expect(twice.identity == token.identity)
    #expect(twice.canonicalBytes == token.bytes)
    #expect(try bed.token(2).identity != token.identity)
    #expect(CertificateIdentity(bytes: token.identity.bytes) == token.identity)
    #expect(CertificateIdentity(bytes: [1]) == nil)
  }

  @Test func `a notice without a device is not made`() throws {
    let key = SigningKey()
    #expect(throws: TrustError.self) {
      try DeviceNotice.issue(
        device: "", publicKey: key.publicKey, goodCertificates: [], issuedAtSeconds: 1, root: key)
    }
  }
}
