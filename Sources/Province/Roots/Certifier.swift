package import Evidence

/// What a root signs, with both its keys: the same for the root on the province's machine and for the
/// one that is kept offline.
package struct Certifier: Sendable {
  /// A little before now, because other clocks lag.
  package static let leadSeconds: Int64 = 3600

  /// The root.
  package let root: HybridKey

  /// Signs with this root.
  package init(root: HybridKey) { self.root = root }

  /// Certificates as they are kept: the one that travels in tokens and the one beside it in files.
  package struct Pair: Equatable, Sendable {
    /// The kcwt.
    package let certificate: [UInt8]
    /// The root's word for the ML-DSA-65 key; nil if either side has none.
    package let companion: [UInt8]?
  }

  /// Certifies a kiosk's key for so many days from `seconds`.
  package func device(
    _ name: String, key: PublicKey, mldsa65: MLDSA65PublicKey?, at seconds: Int64, days: Int64
  ) throws -> Pair {
    let start = seconds - Certifier.leadSeconds
    let bytes = try DeviceCertificate.issue(
      device: name, notBefore: start, expires: start + days * 86_400, publicKey: key,
      root: root.ed25519
    ).bytes
    return try pair(bytes, mldsa65)
  }

  /// Certifies a key for status lists, for 366 days from `seconds`.
  package func status(
    key: PublicKey, mldsa65: MLDSA65PublicKey, at seconds: Int64
  ) throws -> Pair {
    let start = seconds - Certifier.leadSeconds
    let bytes = try StatusCertificate.issue(
      notBefore: start, expires: start + StatusCertificate.validitySeconds, publicKey: key,
      root: root.ed25519
    ).bytes
    return try pair(bytes, mldsa65)
  }

  private func pair(_ certificate: [UInt8], _ mldsa65: MLDSA65PublicKey?) throws -> Pair {
    var companion: [UInt8]?
    if let mldsa65, let second = root.mldsa65 {
      companion = try CompanionCertificate.issue(
        kcwt: certificate, publicKey: mldsa65, root: second
      ).bytes
    }
    return Pair(certificate: certificate, companion: companion)
  }
}
