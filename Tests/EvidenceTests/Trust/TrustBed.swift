import Testing

@testable import Evidence

/// A province with its keys, as the tests of trust need it: everything signed for real.
struct TrustBed {
  static let day: Int64 = 20_780
  static let now: Int64 = day * 86_400

  let root: HybridKey
  let status: HybridKey
  let device: SigningKey
  let roots: RootList
  let statusCertificate: StatusCertificate
  let companion: CompanionCertificate?
  let deviceCertificate: DeviceCertificate

  /// - Parameters:
  ///   - isHybrid: whether root and status key have an ML-DSA-65 half.
  ///   - root: the root's key, if it matters which.
  init(isHybrid: Bool = false, root rootKey: SigningKey = SigningKey()) throws {
    root = HybridKey(ed25519: rootKey, mldsa65: isHybrid ? try MLDSA65Key() : nil)
    status = HybridKey(ed25519: SigningKey(), mldsa65: isHybrid ? try MLDSA65Key() : nil)
    device = SigningKey()
    roots = try RootList.first(name: "Ninh Bình", notBeforeDay: 20_000, key: root)
    statusCertificate = try StatusCertificate.issue(
      notBefore: Self.now - 100, expires: Self.now + StatusCertificate.validitySeconds,
      publicKey: status.ed25519.publicKey, root: root.ed25519)
    deviceCertificate = try DeviceCertificate.issue(
      device: "kiosk-14464-1", notBefore: Self.now - 1_000,
      expires: Self.now + DeviceCertificate.validitySeconds, publicKey: device.publicKey,
      root: root.ed25519)
    if let rootKey = root.mldsa65, let statusKey = status.mldsa65 {
      companion = try CompanionCertificate.issue(
        kcwt: statusCertificate.bytes, publicKey: statusKey.publicKey, root: rootKey)
    } else {
      companion = nil
    }
  }

  /// The certificate of one sequence number of the year 2026.
  func token(_ sequence: Int, holder: String = "Nguyễn Thị Hoà") throws -> CertificateToken {
    let number = CertificateNumberParts(centre: "14464-1", year: 2026, sequence: sequence)
    let claims = CertificateClaims(
      issuedAtSeconds: Self.now, number: number.text, holderName: holder, courseCode: "CD-07",
      title: "Kỹ thuật trồng rau an toàn", hoursTenths: 240, completedDay: Self.day,
      centre: "14464-1")
    return try CertificateToken.issue(
      claims: claims, deviceCertificate: deviceCertificate, key: device)
  }

  /// A table of 20 certificates of this centre, and some of others.
  func table(_ withdrawn: [String: String?] = [:]) throws -> StatusTable {
    try StatusTable(
      highest: ["14464-1": [2025: 3, 2026: 20], "14464-12": [2026: 1], "00001-1": [2024: 7]],
      withdrawn: withdrawn)
  }

  /// A bundle by the status key.
  func bundle(
    _ withdrawn: [String: String?] = [:], at seconds: Int64 = now, notices: [DeviceNotice] = [],
    roots: RootList? = nil
  ) throws -> TrustBundle {
    try TrustBundle.make(
      table: table(withdrawn), address: "https://hoc.ninhbinh.example/v1/status",
      issuedAtSeconds: seconds, certificate: statusCertificate, key: status, notices: notices,
      roots: roots, companion: companion)
  }

  /// A notice that withdraws the device but for these certificates.
  func notice(
    good: Set<CertificateIdentity> = [], at seconds: Int64 = now, root: SigningKey? = nil
  ) throws -> DeviceNotice {
    try DeviceNotice.issue(
      device: "kiosk-14464-1", publicKey: device.publicKey, goodCertificates: good,
      issuedAtSeconds: seconds, root: root ?? self.root.ed25519)
  }
}

/// The number with this sequence in the register of the bed's centre.
func number(_ sequence: Int) -> String {
  CertificateNumberParts(centre: "14464-1", year: 2026, sequence: sequence).text
}
