import Centre
import Evidence
import Paper

extension Desk {
  /// The printer's test page, with a code of final size that verifies as a demonstration.
  func testPagePDF() throws -> [UInt8] {
    let code = try testCode()
    let address = try printerChoice().address
    return try papers.testPage.pdf(
      printerName: address.isEmpty ? "PDF" : address, prefix: code.byte, digits: code.numeric)
  }

  /// The code of a certificate as long as most, for nobody, signed under the demonstration root.
  private func testCode() throws -> (byte: String, numeric: String) {
    let now = clock.nowMilliseconds / 1_000
    let centre = settings.centre.code
    let device = try DeviceCertificate.issue(
      device: "test-page", notBefore: now - 1, expires: now + 86_400,
      publicKey: keys.device.publicKey, root: Demonstration.rootKey)
    let claims = CertificateClaims(
      issuedAtSeconds: now, number: "\(centre)-0000-000000", holderName: "Nguyễn Thị Thuỳ Dương",
      courseCode: "TEST", title: "Trang in thử của máy in", hoursTenths: 10,
      completedDay: Day(wallMilliseconds: now * 1_000).daysSince1970, centre: centre)
    let token = try CertificateToken.issue(
      claims: claims, deviceCertificate: device, key: keys.device)
    return QRText.segments(token: token.bytes, shortHost: settings.sign.shortHost)
  }
}
