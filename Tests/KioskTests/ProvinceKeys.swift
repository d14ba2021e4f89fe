import Evidence

@testable import Kiosk

/// A province's keys, and what they sign for the kiosk of a bed: everything signed for real.
struct ProvinceKeys {
  let root: HybridKey
  let status: HybridKey
  let roots: RootList
  let statusCertificate: StatusCertificate
  let now: Int64

  /// - Parameter isHybrid: whether the root has an ML-DSA-65 half.
  init(_ bed: Bed, isHybrid: Bool = false) throws {
    now = bed.now.wallMilliseconds / 1_000
    root = HybridKey(ed25519: SigningKey(), mldsa65: isHybrid ? try MLDSA65Key() : nil)
    status = HybridKey(ed25519: SigningKey(), mldsa65: isHybrid ? try MLDSA65Key() : nil)
    roots = try RootList.first(name: "Ninh Bình", notBeforeDay: 20_000, key: root)
    statusCertificate = try StatusCertificate.issue(
      notBefore: now - 86_400, expires: now + StatusCertificate.validitySeconds,
      publicKey: status.ed25519.publicKey, root: root.ed25519)
  }

  /// A certificate of the bed's kiosk.
  func certificate(
    _ bed: Bed, from: Int64? = nil, days: Int64 = 400, root: SigningKey? = nil
  ) throws -> DeviceCertificate {
    try DeviceCertificate.issue(
      device: "14464-1", notBefore: from ?? now - 60, expires: (from ?? now) + days * 86_400,
      publicKey: bed.desk.keys.device.publicKey, root: root ?? self.root.ed25519)
  }

  /// Writes the files of an enrolment with this province.
  func enrol(_ bed: Bed, certificate: DeviceCertificate?, url: String = "http://127.0.0.1:9") throws
  {
    let key = SigningKey().publicKey
    try Enrolment(
      provinceHost: "nb.example", url: url,
      verifier: try NoteVerifier(name: "nb.example", kind: .cosignature, key: key), token: "t",
      pullTokenDigest: sha256([1]), deviceCertificate: certificate, companion: nil, roots: roots
    ).write(to: bed.desk.keys.directory)
  }

  /// The province's answer to a request of the bed's kiosk.
  func answer(
    _ bed: Bed, _ certificate: DeviceCertificate, log: LogID? = nil,
    companion: CompanionCertificate? = nil, roots: RootList? = nil
  ) throws -> [UInt8] {
    try CertificateAnswer(
      log: log ?? bed.desk.keys.log, deviceCertificate: certificate, companion: companion,
      roots: roots ?? self.roots
    ).json()
  }

  /// The certificate of the kiosk's second key beside one of its first.
  func companion(_ bed: Bed, _ certificate: DeviceCertificate) throws -> CompanionCertificate? {
    guard let key = root.mldsa65, let second = try bed.desk.keys.pair().mldsa65 else { return nil }
    return try CompanionCertificate.issue(
      kcwt: certificate.bytes, publicKey: second.publicKey, root: key)
  }

  /// A bundle that counts 20 certificates of the centre in 2026.
  func bundle(
    _ withdrawn: [String: String?] = [:], after seconds: Int64 = 0, notices: [DeviceNotice] = [],
    roots: RootList? = nil, by status: HybridKey? = nil
  ) throws -> [UInt8] {
    let key = status ?? self.status
    let companion = try root.mldsa65.flatMap { half in
      try key.mldsa65.map {
        try CompanionCertificate.issue(
          kcwt: statusCertificate.bytes, publicKey: $0.publicKey, root: half)
      }
    }
    return try TrustBundle.make(
      table: try StatusTable(highest: ["14464-1": [2026: 20]], withdrawn: withdrawn),
      address: "https://nb.example/v1/status", issuedAtSeconds: now + seconds,
      certificate: statusCertificate, key: key, notices: notices, roots: roots,
      companion: companion
    ).bytes
  }

  /// A notice that withdraws the bed's kiosk but for these certificates.
  func notice(_ bed: Bed, good: Set<CertificateIdentity> = []) throws -> DeviceNotice {
    try DeviceNotice.issue(
      device: "14464-1", publicKey: bed.desk.keys.device.publicKey, goodCertificates: good,
      issuedAtSeconds: now, root: root.ed25519)
  }
}
