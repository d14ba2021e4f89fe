import Testing

@testable import Evidence

@Suite struct StatusCertificateTests {
  private let root = SigningKey()

  @Test func `a status certificate comes back from its bytes`() throws {
    let certificate = try StatusCertificate.issue(
      notBefore: 1, expires: 2, publicKey: SigningKey().publicKey, root: root)

    let read = try StatusCertificate(bytes: certificate.bytes)

    #expect(read == certificate)
    #expect(read.isSigned(by: root.publicKey))
    #expect(!read.isSigned(by: SigningKey().publicKey))
    #expect(read.covers(1) && read.covers(2) && !read.covers(0) && !read.covers(3))
  }

  @Test func `neither a device's nor a status certificate passes for the other`() throws {
    let key = SigningKey().publicKey
    let status = try StatusCertificate.issue(notBefore: 1, expires: 2, publicKey: key, root: root)
    let device = try DeviceCertificate.issue(
      device: "status", notBefore: 1, expires: 2, publicKey: key, root: root)

    let asDevice = #expect(throws: TokenError.self) { try DeviceCertificate(bytes: status.bytes) }
    #expect(asDevice?.code == "device-certificate:purpose")
    let asStatus = #expect(throws: TrustError.self) { try StatusCertificate(bytes: device.bytes) }
    #expect(asStatus?.code == "status-certificate:purpose")
  }

  @Test func `an interval that ends before it begins is not certified`() {
    #expect(throws: TokenError.self) {
      try StatusCertificate.issue(
        notBefore: 2, expires: 1, publicKey: root.publicKey, root: root)
    }
  }
}
