package import Centre
package import Evidence
import Store

/// The yearly digest of a register, as three files for an archive: `<centre>-<year>.digest`, the
/// hashes beside it, and the certificate of the second key where the province has given one.
package struct RegisterArchive: Sendable {
  /// Where the files lie.
  package struct Files: Equatable, Sendable {
    /// The signed note.
    package let digest: String
    /// One hash a line, in the order of the numbers.
    package let hashes: String
    /// The certificate of the ML-DSA-65 key, which exists only when the note is signed by it.
    package let companion: String

    /// The files of which the digest lies at `digest`.
    package init(digest: String, hashes: String? = nil) {
      let stem = digest.hasSuffix(".digest") ? String(digest.dropLast(7)) : digest
      self.digest = digest
      self.hashes = hashes ?? "\(stem).hashes"
      companion = "\(digest).mldsa65"
    }
  }

  /// The kiosk is enrolled, but not certified: nobody could check what it signs.
  package struct NotCertified: Error {}

  private let keys: Keys
  private let data: String

  /// - Parameter data: the data directory.
  package init(keys: Keys, data: String) {
    self.keys = keys
    self.data = data
  }

  /// Makes the digest of a year and writes it into a folder, which is made where it is missing.
  /// - Throws: `NotCertified`, `TrustError`, `FileError`, `StoreError`, `Malformed`.
  package func make(
    centre: CentreCode, year: Int, into folder: String, atSeconds now: Int64
  ) throws -> (digest: RegisterDigest, files: Files) {
    guard let certificate = try keys.signer(atSeconds: now).certificate else {
      throw NotCertified()
    }
    let companion = try companion(beside: certificate)
    let pair = try keys.pair()
    let leaves = try hashes(centre, year)
    let digest = try RegisterDigest.make(
      centre: centre.text, year: year, hashes: leaves,
      deviceCertificate: certificate,
      key: companion == nil ? HybridKey(ed25519: pair.ed25519, mldsa65: nil) : pair)
    let files = Files(digest: "\(folder)/\(centre.text)-\(year).digest")
    try Kiosk.Files.makeDirectory(folder, mode: 0o755)
    try Kiosk.Files.write(RegisterHashes.encode(leaves), to: files.hashes, mode: nil)
    try Kiosk.Files.write(digest.text, to: files.digest, mode: nil)
    if let companion { try Kiosk.Files.write(companion.bytes, to: files.companion, mode: nil) }
    return (digest, files)
  }

  private func hashes(_ centre: CentreCode, _ year: Int) throws -> [Digest] {
    var hashes: [Digest] = []
    try Store.forEachLeaf(inDirectory: data, centre: centre, year: year) { _, leaf in
      hashes.append(leaf)
    }
    return hashes
  }

  /// The certificate of the second key, if it stands beside this certificate.
  private func companion(
    beside certificate: DeviceCertificate
  ) throws -> CompanionCertificate? {
    guard let enrolment = try keys.enrolment(), let companion = enrolment.companion else {
      return nil
    }
    let isSigned = enrolment.roots.roots.contains { root in
      root.mldsa65.map { companion.isSigned(by: $0, kcwt: certificate.bytes) } ?? false
    }
    let own = try keys.pair().mldsa65?.publicKey
    return isSigned && companion.publicKey == own ? companion : nil
  }
}
