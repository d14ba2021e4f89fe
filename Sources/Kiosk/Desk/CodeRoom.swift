import Centre
import Evidence
import Paper

/// Whether the code on a certificate has room for long texts: decided by making such a code, of nobody
/// and signed by nobody.
package enum CodeRoom {
  /// A name as long as they become, 46 letters, in Vietnamese spelling.
  static let longestName = "Nguyễn Trường Phương Quỳnh Thượng Dương Khuyến"

  /// Whether a certificate with this title has a code that can be printed, whoever it is for.
  /// - Parameters:
  ///   - device: the name in the device's own certificate, which every code carries.
  ///   - shortHost: the host that the code leads to.
  package static func fits(
    title: String, courseCode: String, centre: String, device: String, shortHost: String
  ) throws -> Bool {
    let nobody = try SigningKey(seed: [UInt8](repeating: 0, count: 32))
    let day = Day(year: 2026, month: 12, day: 31)?.daysSince1970 ?? 0
    let seconds = day * 86_400
    let certificate = try DeviceCertificate.issue(
      device: device, notBefore: seconds, expires: seconds + DeviceCertificate.validitySeconds,
      publicKey: nobody.publicKey, root: nobody)
    let claims = CertificateClaims(
      issuedAtSeconds: seconds, number: "\(centre)-2026-000001", holderName: longestName,
      courseCode: courseCode, title: title, hoursTenths: 9_999, completedDay: day, centre: centre)
    let token = try CertificateToken.issue(
      claims: claims, deviceCertificate: certificate, key: nobody)
    let code = QRText.segments(token: token.bytes, shortHost: shortHost)
    do {
      _ = try QRSymbol.certificate(prefix: code.byte, digits: code.numeric)
      return true
    } catch {
      guard error.code == .codeTooLarge else { throw error }
      return false
    }
  }
}

extension Desk {
  /// Whether the title of a course leaves room for the longest names on its certificates.
  func hasCodeRoom(_ course: Course) throws -> Bool {
    let signer = try keys.signer(atSeconds: clock.nowMilliseconds / 1_000)
    return try CodeRoom.fits(
      title: course.title, courseCode: course.code, centre: settings.centre.code,
      device: signer.certificate?.device ?? settings.centre.code,
      shortHost: settings.sign.shortHost)
  }
}
