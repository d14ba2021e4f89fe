package import Evidence

/// A root key at rest, on a stick in a safe: its two seeds sealed under a passphrase.
///
/// Versioned JSON. Name and public keys stand in clear, so that a file can be told from another
/// without its passphrase; they are bound to the seal, so that none can be exchanged.
package struct RootFile: Equatable, Sendable {
  /// The version that this program writes and reads.
  package static let version: Int64 = 1

  /// Whose root it is, for people.
  package let name: String
  /// The Vietnamese day on which it was made: the first on which it may certify.
  package let madeDay: Int64
  /// The Ed25519 key.
  package let key: PublicKey
  /// The key that signs files beside it.
  package let mldsa65: MLDSA65PublicKey
  /// How the passphrase becomes a key.
  package let derivation: KeyDerivation
  /// 12 bytes, then the ciphertext, then the tag of 16 bytes.
  let sealed: [UInt8]

  /// Reads a file.
  /// - Throws: `RootFileError` for anything but a root file of this version.
  package init(json bytes: [UInt8]) throws(RootFileError) {
    guard let members = (try? CanonicalValue(json: bytes))?.object,
      let version = members["version"]?.integer, members["kdf"] != nil
    else { throw RootFileError(.form, "This is not a root file.") }
    guard version == RootFile.version else {
      throw RootFileError(
        .version,
        "The root file is of version \(version); this program knows "
          + "\(RootFile.version). Use a newer provinced.")
    }
    do {
      self = try RootFile(members)
    } catch {
      throw RootFileError(.form, "The root file is damaged: \(error)")
    }
  }

  private init(_ members: [String: CanonicalValue]) throws {
    let text = { (key: String) throws(RootFileError) -> String in
      guard let text = members[key]?.text else { throw RootFileError(.form, "\(key) is missing") }
      return text
    }
    guard let madeDay = members["made"]?.integer, members.count == RootFile.memberCount else {
      throw RootFileError(.form, "a member is missing or unknown")
    }
    name = nfc(try text("name"))
    self.madeDay = madeDay
    key = try PublicKey(hex: try text("key"))
    mldsa65 = try MLDSA65PublicKey(bytes: try Base64.decode(try text("mldsa65")))
    derivation = try KeyDerivation(members["kdf"])
    sealed = try Base64.decode(try text("sealed"))
    guard try text("cipher") == RootFile.cipher else {
      throw RootFileError(.form, "its cipher is unknown")
    }
  }

  init(
    name: String, madeDay: Int64, key: PublicKey, mldsa65: MLDSA65PublicKey,
    derivation: KeyDerivation, sealed: [UInt8]
  ) {
    self.name = nfc(name)
    self.madeDay = madeDay
    self.key = key
    self.mldsa65 = mldsa65
    self.derivation = derivation
    self.sealed = sealed
  }

  /// The file's bytes, canonical JSON.
  package func json() throws(Malformed) -> [UInt8] {
    var members = clear
    members["sealed"] = .text(Base64.encode(sealed))
    return try CanonicalValue.object(members).canonical()
  }

  /// Everything that may be read without the passphrase, which the seal covers too.
  var clear: [String: CanonicalValue] {
    [
      "version": .integer(RootFile.version), "name": .text(name), "made": .integer(madeDay),
      "key": .text(key.hex), "mldsa65": .text(Base64.encode(mldsa65.bytes)),
      "kdf": derivation.value, "cipher": .text(RootFile.cipher),
    ]
  }

  private static let cipher = "aes-256-gcm"
  private static let memberCount = 8
}

/// Why a root file cannot be used.
package struct RootFileError: Spoken, Equatable, CustomStringConvertible {
  /// The kind of fault.
  package enum Reason: Equatable, Sendable {
    /// Not a root file, or damaged.
    case form
    /// Of a version that this program does not know.
    case version
    /// The passphrase is not the one, or the file was changed.
    case passphrase
    /// The cryptographic library failed.
    case library
  }

  /// The kind of fault.
  package let reason: Reason
  /// A whole sentence for the operator.
  package let message: String

  init(_ reason: Reason, _ message: String) {
    self.reason = reason
    self.message = message
  }

  /// The sentence.
  package var description: String { message }

  package var saying: Saying {
    switch reason {
    case .passphrase: Saying(.rootPassphraseWrong)
    case .form, .version, .library: Saying(.rootFileUnusable, ["reason": message])
    }
  }
}
