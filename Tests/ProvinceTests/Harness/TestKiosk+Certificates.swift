import Evidence

@testable import Province

extension TestKiosk {
  struct NotCertified: Error {}

  /// Issues a certificate under the device's key and writes it into the log, the code beside it.
  @discardableResult
  mutating func issue(
    _ number: String, at seconds: Int64 = 1_795_395_600, course: String = "XMC",
    hoursTenths: Int64 = 300, isCodeSent: Bool = true
  ) throws -> CertificateToken {
    guard let certificate else { throw NotCertified() }
    let token = try CertificateToken.issue(
      claims: CertificateClaims(
        issuedAtSeconds: seconds, number: number, holderName: "Đỗ Thị Hạnh", courseCode: course,
        title: "Xóa mù chữ", hoursTenths: hoursTenths, completedDay: 20_780, centre: "14464-1"),
      deviceCertificate: certificate, key: key)
    try add(
      "certificate.issue",
      [
        "r": .text("L1"), "n": .text(number), "c2": .text(course), "h": .integer(hoursTenths),
        "d": .integer(20_780),
      ], personal: isCodeSent ? ["name": "Đỗ Thị Hạnh", "token": Base64.encode(token.bytes)] : [:])
    return token
  }

  /// Cancels the certificate that the event `seq` issued.
  mutating func cancel(
    _ number: String, issued seq: Int64, for replacement: CanonicalValue? = nil
  ) throws {
    var fields: [String: CanonicalValue] = [
      "n": .text(number), "i": .integer(seq), "x": .text("nhầm tên"),
    ]
    fields["y"] = replacement
    try add("certificate.cancel", fields)
  }

  /// Says that a cancelled certificate was replaced afterwards.
  mutating func replaced(_ number: String, issued seq: Int64, by other: String) throws {
    try add(
      "certificate.replace", ["n": .text(number), "i": .integer(seq), "y": .text(other)])
  }

  /// What the kiosk sends to be certified.
  func request(log other: LogID? = nil) throws -> CertificateRequest {
    try CertificateRequest(
      device: "14464-1", log: other ?? log, key: HybridKey(ed25519: key, mldsa65: second),
      madeSeconds: 1_795_395_600)
  }

  /// Tries a certificate under the roots that came with it, and uses it from then on.
  mutating func use(_ answer: CertificateAnswer, known: RootList) throws {
    _ = try answer.verify(key: key.publicKey, second: second?.publicKey, known: known)
    certificate = answer.deviceCertificate
  }
}
