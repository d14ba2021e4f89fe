/// A centre's register of one year in one small signed file: a Merkle root over its certificates, for
/// an archive that outlives keys, lists and the program (C2SP signed-note, tlog-checkpoint).
package struct RegisterDigest: Equatable, Sendable {
  /// The certificates of one register at most.
  package static let certificateLimit = 999_999

  /// The issuing centre's code.
  package let centre: String
  /// The year of the register.
  package let year: Int
  /// How many certificates it holds, cancelled ones too.
  package let count: Int
  /// The RFC 6962 root over them.
  package let root: Digest
  /// The certificate of the device that signed.
  package let deviceCertificate: DeviceCertificate
  /// The file's text.
  package let text: String

  private let note: SignedNote

  /// The leaf of one certificate: its bytes under tag 18, whatever tags it came with.
  package static func leaf(of token: CertificateToken) -> Digest {
    Merkle.leafHash(token.canonicalBytes)
  }

  /// Makes and signs the digest of a year.
  /// - Parameters:
  ///   - hashes: the leaves in number order.
  ///   - key: the device's key; with an ML-DSA-65 half there is a second signature.
  /// - Throws: `TrustError` with `digest` for a bad centre or year or too many leaves,
  ///   `contradiction` and `key` when the certificate is for another key, `library`.
  package static func make(
    centre: String, year: Int, hashes: [Digest], deviceCertificate: DeviceCertificate,
    key: HybridKey
  ) throws(TrustError) -> RegisterDigest {
    guard key.ed25519.publicKey == deviceCertificate.publicKey else {
      throw TrustError(.contradiction, "key")
    }
    let body = """
      \(origin(centre, year))
      \(hashes.count)
      \(Merkle.root(of: hashes).base64)
      kcwt \(Base64.encode(deviceCertificate.bytes))

      """
    let name = origin(centre, year)
    guard let verifier = try? NoteVerifier(name: name, kind: .ed25519, key: key.ed25519.publicKey),
      let first = try? key.ed25519.sign([UInt8](body.utf8))
    else { throw TrustError(.library) }
    var signatures = [NoteSignature(name: name, keyId: verifier.keyId, payload: first)]
    if let second = key.mldsa65 {
      guard let signature = try? second.sign([UInt8](body.utf8)) else { throw TrustError(.library) }
      signatures.append(
        NoteSignature(
          name: name, keyId: keyId(name, second.publicKey), payload: signature))
    }
    return try RegisterDigest(text: SignedNote(body: body, signatures: signatures).text)
  }

  /// Reads a digest; whom it comes from is judged by `verify`.
  /// - Throws: `TrustError` with `digest`.
  package init(text: String) throws(TrustError) {
    guard let note = try? SignedNote(text: text) else { throw TrustError(.digest, "note") }
    let lines = note.body.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count == 5, lines[4].isEmpty, lines[3].hasPrefix("kcwt ") else {
      throw TrustError(.digest, "form")
    }
    let names = lines[0].split(separator: "/", omittingEmptySubsequences: false)
    guard names.count == 3, names[1] == "register", let year = Int(names[2]),
      CertificateNumberParts.isCentre(String(names[0])), NoteVerifier.isName(String(names[0])),
      CertificateNumberParts.years.contains(year), String(year) == names[2]
    else { throw TrustError(.digest, "origin") }
    guard let count = Int(lines[1]), 0...RegisterDigest.certificateLimit ~= count,
      String(count) == lines[1]
    else { throw TrustError(.digest, "count") }
    guard let root = Digest(base64: String(lines[2])) else { throw TrustError(.digest, "root") }
    guard let kcwt = try? Base64.decode(String(lines[3].dropFirst(5))),
      let certificate = try? DeviceCertificate(bytes: kcwt)
    else { throw TrustError(.digest, "kcwt") }
    self.init(
      centre: String(names[0]), year: year, count: count, root: root,
      deviceCertificate: certificate, text: text, note: note)
  }

  private init(
    centre: String, year: Int, count: Int, root: Digest, deviceCertificate: DeviceCertificate,
    text: String, note: SignedNote
  ) {
    self.centre = centre
    self.year = year
    self.count = count
    self.root = root
    self.deviceCertificate = deviceCertificate
    self.text = text
    self.note = note
  }

  /// The root that vouches for the device that signed; a demonstration root is the caller's to notice.
  /// - Parameter companion: the file beside the digest; when it is given, the second signature must be
  ///   there and right as well.
  /// - Throws: `TrustError` with `unknown-root`, `root-signature`, `before-root`, `digest` and
  ///   `signature`, or `companion`.
  package func verify(
    by roots: RootList, companion: CompanionCertificate?
  ) throws(TrustError) -> RootKey {
    let candidates = roots.candidates(deviceCertificate.issuerKeyId)
    guard !candidates.isEmpty else { throw TrustError(.unknownRoot) }
    guard let root = candidates.first(where: { deviceCertificate.isSigned(by: $0.key) }) else {
      throw TrustError(.rootSignature)
    }
    guard deviceCertificate.notBefore >= root.notBeforeSeconds else {
      throw TrustError(.beforeRoot)
    }
    guard isSignedByDevice else { throw TrustError(.digest, "signature") }
    guard let companion else { return root }
    guard let key = root.mldsa65, companion.isSigned(by: key, kcwt: deviceCertificate.bytes),
      isSigned(by: companion.publicKey)
    else { throw TrustError(.companion) }
    return root
  }

  /// Whether these are the leaves that the digest was made over, in order.
  package func isMade(of hashes: [Digest]) -> Bool {
    hashes.count == count && Merkle.root(of: hashes) == root
  }

  /// Whether a certificate of this centre and year stands in the register.
  /// - Parameter hashes: the leaves; the answer is no unless the digest was made over them.
  package func holds(_ token: CertificateToken, hashes: [Digest]) -> Bool {
    guard isMade(of: hashes), let parts = CertificateNumberParts(token.claims.number),
      parts.centre == centre, parts.year == year
    else { return false }
    return hashes.contains(RegisterDigest.leaf(of: token))
  }

  private var isSignedByDevice: Bool {
    let name = RegisterDigest.origin(centre, year)
    let key = deviceCertificate.publicKey
    return (try? NoteVerifier(name: name, kind: .ed25519, key: key)).map(note.isSigned) ?? false
  }

  private func isSigned(by key: MLDSA65PublicKey) -> Bool {
    let name = RegisterDigest.origin(centre, year)
    let keyId = RegisterDigest.keyId(name, key)
    return note.signatures.contains {
      $0.name == name && $0.keyId == keyId
        && key.isValid(signature: $0.payload, for: [UInt8](note.body.utf8))
    }
  }

  private static func origin(_ centre: String, _ year: Int) -> String {
    "\(centre)/register/\(year)"
  }

  /// The key id of a signature type that C2SP has not numbered: 0xFF and its name.
  private static func keyId(_ name: String, _ key: MLDSA65PublicKey) -> [UInt8] {
    let input = [UInt8](name.utf8) + [0x0A, 0xFF] + [UInt8]("ML-DSA-65".utf8) + key.bytes
    return [UInt8](sha256(input).bytes.prefix(4))
  }
}
