import Centre
package import Evidence

/// Checks one certificate against the yearly digest of its register, by root keys alone.
package struct RegisterCheck: Sendable {
  /// What came of it.
  package enum Finding: Equatable, Sendable {
    /// The certificate stands in the register that the device of this root signed.
    case holds(number: String, count: Int, device: String, root: RootKey, isSignedTwice: Bool)
    /// The digest is good, and the certificate is not in it.
    case absent(number: String)
    /// The hashes are not those that the digest was made over.
    case otherHashes
    /// The digest is not signed as it must be; the reason is a `TrustError` code.
    case notBelieved(reason: String)
    /// The certificate is not genuine, whatever stands in the register; the reason is the verifier's.
    case notGenuine(reason: String)
    /// The certificate's code cannot be read; the reason is a `TokenError` code.
    case unreadable(reason: String)

    /// The exit status: 0 it holds, 1 it does not, 2 unreadable, 3 signed under the demonstration root.
    package var exitCode: Int32 {
      switch self {
      case .holds(_, _, _, let root, _): root.isDemonstration ? 3 : 0
      case .absent, .otherHashes, .notBelieved, .notGenuine: 1
      case .unreadable: 2
      }
    }
  }

  private let trust: Trust
  private let roots: RootList

  /// A check that believes this, and knows the demonstration root for what it is. A device that was
  /// withdrawn vouches for no register: whoever has its key can write one.
  package init(trust: Trust) {
    let own = trust.roots.roots.filter { $0.key != Demonstration.root.key }
    roots = RootList(roots: own + [Demonstration.root])
    self.trust = trust
  }

  /// Checks the certificate whose code's text is given.
  /// - Throws: `FileError` when a file cannot be read.
  package func check(
    _ files: RegisterArchive.Files, certificate text: String
  ) throws(FileError) -> Finding {
    let note = try Files.read(files.digest, mostBytes: SignedNote.byteLimit)
    let leaves = try Files.read(files.hashes, mostBytes: RegisterHashes.byteLimit)
    let beside =
      Files.exists(files.companion) ? try Files.read(files.companion, mostBytes: 8_192) : nil
    do {
      let digest = try RegisterDigest(text: String(decoding: note, as: UTF8.self))
      let companion = try beside.map { try CompanionCertificate(bytes: $0) }
      let root = try digest.verify(by: roots, companion: companion)
      let key = digest.deviceCertificate.publicKey
      guard !trust.notices.contains(where: { $0.thumbprint == key.thumbprint }) else {
        return .notBelieved(reason: Verdict.deviceWithdrawn.name)
      }
      let hashes = try RegisterHashes.decode(leaves)
      guard digest.isMade(of: hashes) else {
        return .otherHashes
      }
      return finding(
        CertificateVerifier(trust: trust).verify(text: Self.code(in: text)), in: digest, hashes,
        root: root, isSignedTwice: companion != nil)
    } catch let error as TrustError {
      return .notBelieved(reason: error.code)
    } catch {
      return .notBelieved(reason: "\(error)")
    }
  }

  /// A cancelled certificate stands in its register like any other; what nobody vouches for does not.
  private func finding(
    _ verification: Verification, in digest: RegisterDigest, _ hashes: [Digest], root: RootKey,
    isSignedTwice: Bool
  ) -> Finding {
    switch verification.verdict {
    case .unreadable(let reason): return .unreadable(reason: reason)
    case .notGenuine(let reason): return .notGenuine(reason: reason)
    case .deviceWithdrawn: return .notGenuine(reason: verification.verdict.name)
    case .genuine, .genuineStaleList, .revoked, .replaced, .demonstration: break
    }
    guard let token = verification.token, digest.holds(token, hashes: hashes) else {
      return .absent(number: verification.token?.claims.number ?? "")
    }
    return .holds(
      number: token.claims.number, count: digest.count,
      device: nfc(digest.deviceCertificate.device), root: root, isSignedTwice: isSignedTwice)
  }

  private static func code(in text: String) -> String {
    CertificateCode(scanned: text)?.text ?? text
  }
}

extension RegisterCheck.Finding {
  /// What came of it, as a sentence.
  package func text(_ texts: Texts, _ language: Language) -> String {
    switch self {
    case .holds(let number, let count, let device, let root, let isSignedTwice):
      let key: CommandText = root.isDemonstration ? .digestDemonstration : .digestHolds
      let second: CommandText = isSignedTwice ? .digestSecond : .digestNoSecond
      let values = [
        "number": number, "count": "\(count)", "device": device, "root": root.name,
      ]
      return key.text(texts, language, values) + "\n" + second.text(texts, language)
    case .absent(let number):
      return CommandText.digestAbsent.text(texts, language, ["number": number])
    case .otherHashes: return CommandText.digestOtherHashes.text(texts, language)
    case .notBelieved(let reason):
      return CommandText.digestNotBelieved.text(texts, language, ["reason": reason])
    case .notGenuine(let reason):
      return CommandText.digestNotGenuine.text(texts, language, ["reason": reason])
    case .unreadable(let reason):
      return CommandText.digestUnreadable.text(texts, language, ["reason": reason])
    }
  }
}
