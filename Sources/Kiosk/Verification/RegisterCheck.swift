import Centre
package import Evidence

/// Checks one certificate against the yearly digest of its register, by root keys alone.
package struct RegisterCheck: Sendable {
  /// What came of it.
  package enum Finding: Equatable, Sendable {
    /// The certificate stands in the register that the device of this root signed.
    case holds(number: String, count: Int, root: RootKey, isSignedTwice: Bool)
    /// The digest is good, and the certificate is not in it.
    case absent(number: String)
    /// The hashes are not those that the digest was made over.
    case otherHashes
    /// The digest is not signed as it must be; the reason is a `TrustError` code.
    case notBelieved(reason: String)
    /// The certificate's code cannot be read; the reason is a `TokenError` code.
    case unreadable(reason: String)

    /// The exit status: 0 it holds, 1 it does not, 2 unreadable, 3 signed under the demonstration root.
    package var exitCode: Int32 {
      switch self {
      case .holds(_, _, let root, _): root.isDemonstration ? 3 : 0
      case .absent, .otherHashes, .notBelieved: 1
      case .unreadable: 2
      }
    }
  }

  private let roots: RootList

  /// A check that trusts these roots, and knows the demonstration root for what it is.
  package init(roots: RootList) {
    let own = roots.roots.filter { $0.key != Demonstration.root.key }
    self.roots = RootList(roots: own + [Demonstration.root])
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
      let hashes = try RegisterHashes.decode(leaves)
      guard digest.isMade(of: hashes) else {
        return .otherHashes
      }
      let token = try CertificateToken(bytes: QRText.token(from: Self.code(in: text)))
      let number = token.claims.number
      return digest.holds(token, hashes: hashes)
        ? .holds(
          number: number, count: digest.count, root: root, isSignedTwice: companion != nil)
        : .absent(number: number)
    } catch let error as TrustError {
      return .notBelieved(reason: error.code)
    } catch let error as TokenError {
      return .unreadable(reason: error.code)
    } catch {
      return .notBelieved(reason: "\(error)")
    }
  }

  private static func code(in text: String) -> String {
    CertificateCode(scanned: text)?.text ?? text
  }
}

extension RegisterCheck.Finding {
  /// What came of it, as a sentence.
  package func text(_ texts: Texts, _ language: Language) -> String {
    switch self {
    case .holds(let number, let count, let root, let isSignedTwice):
      let key: CommandText = root.isDemonstration ? .digestDemonstration : .digestHolds
      let second: CommandText = isSignedTwice ? .digestSecond : .digestNoSecond
      let values = ["number": number, "count": "\(count)", "root": root.name]
      return key.text(texts, language, values) + "\n" + second.text(texts, language)
    case .absent(let number):
      return CommandText.digestAbsent.text(texts, language, ["number": number])
    case .otherHashes: return CommandText.digestOtherHashes.text(texts, language)
    case .notBelieved(let reason):
      return CommandText.digestNotBelieved.text(texts, language, ["reason": reason])
    case .unreadable(let reason):
      return CommandText.digestUnreadable.text(texts, language, ["reason": reason])
    }
  }
}
