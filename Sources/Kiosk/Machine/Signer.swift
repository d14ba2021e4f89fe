import Evidence

/// The device key together with the certificate that vouches for it.
struct Signer: Sendable {
  let key: SigningKey
  /// Nil while the province has not certified the enrolled kiosk yet: then it signs nothing.
  let certificate: DeviceCertificate?
  let roots: RootList

  /// The root that vouches for the device; nil when the list does not have it.
  var root: RootKey? {
    roots.roots.first { certificate?.isSigned(by: $0.key) ?? false }
  }

  /// Whether certificates say that they are worth nothing.
  var isDemonstration: Bool { root?.isDemonstration ?? true }

  /// The root key's fingerprint for the foot of the paper.
  var rootFingerprint: String { root?.key.fingerprint ?? "" }

  /// What an un-enrolled kiosk signs with: a device certificate under the published demonstration
  /// root, kept in a file and renewed when it does not hold at `now`.
  static func demonstration(
    key: SigningKey, log: LogID, directory: String, atSeconds now: Int64
  ) throws -> Signer {
    let path = "\(directory)/demonstration.cwt"
    if Files.exists(path),
      let old = try? DeviceCertificate(bytes: Files.read(path, mostBytes: 4_096)),
      old.publicKey == key.publicKey, old.covers(now)
    {
      return Signer(key: key, certificate: old, roots: RootList(roots: [Demonstration.root]))
    }
    let certificate = try DeviceCertificate.issue(
      device: "demo-\(log.hex.prefix(8))", notBefore: now - DeviceCertificate.validitySeconds / 2,
      expires: now + DeviceCertificate.validitySeconds / 2, publicKey: key.publicKey,
      root: Demonstration.rootKey)
    try Files.write(certificate.bytes, to: path)
    return Signer(key: key, certificate: certificate, roots: RootList(roots: [Demonstration.root]))
  }
}
