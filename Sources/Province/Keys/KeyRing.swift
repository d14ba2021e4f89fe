import Crypto
package import Evidence
import Foundation

/// The province's keys on this machine: the key that signs receipts, the secret behind the bearer
/// tokens, the keys of status lists, and the root, unless that is kept offline.
///
/// They are files of mode 0600 in `DIR/keys`, made at the first start. Root and root list are read
/// each time they are needed, so that a running service sees at once that an offline root was adopted.
package struct KeyRing: Sendable {
  /// Signs receipts (C2SP tlog-cosignature v1).
  package let province: SigningKey
  /// The host name under which all of it is known.
  package let host: String
  /// What verifies the province's line on a receipt.
  package let verifier: NoteVerifier
  private let directory: String
  private let tokenSecret: [UInt8]

  /// Opens the keys of a data directory, making what is missing.
  ///
  /// A root is made with the list that names it; where a list is, a missing root is an offline one.
  package init(data: String, host: String, name: String, todayDays: Int64) throws {
    directory = Self.directory(in: data)
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    self.host = host
    province = try KeyFile(directory + "/province.key").open {
      HybridKey(ed25519: SigningKey(), mldsa65: nil)
    }.ed25519
    verifier = try NoteVerifier(name: host, kind: .cosignature, key: province.publicKey)
    tokenSecret = try SecretFile(directory + "/token.key").open { randomBytes(32) }
    let root = directory + "/root.key"
    _ = try SecretFile(directory + "/roots.json").open {
      try RootList.first(
        name: name, notBeforeDay: todayDays, key: try KeyFile(root).open(make: HybridKey.random)
      ).json()
    }
    // A root or a list that cannot be read is said at the start, not at the first enrolment.
    _ = try self.root()
  }

  /// Whether a data directory holds a province's key.
  static func isThere(in data: String) -> Bool {
    FileManager.default.fileExists(atPath: directory(in: data) + "/province.key")
  }

  private static func directory(in data: String) -> String { data + "/keys" }

  /// The root that certifies kiosks, when it is on this machine; nil when it is kept offline. A root that
  /// the list does not name signs nothing.
  package func root() throws -> HybridKey? {
    let root = try KeyFile(directory + "/root.key").read()
    let roots = try roots().roots
    return root.flatMap { root in
      roots.contains { $0.key == root.ed25519.publicKey } ? root : nil
    }
  }

  /// The root keys that kiosks and verifiers are given.
  package func roots() throws -> RootList {
    guard let bytes = try rootFile.read() else {
      throw SecretFileError(
        operation: "read", path: rootFile.path, code: ENOENT, message: "it has disappeared")
    }
    return try RootList(json: bytes)
  }

  /// Puts another list of roots in the place of this one. Call it under `KeyLock.alone`.
  /// - Throws: `Malformed` for a list that nobody could read; the old one stays.
  func replaceRoots(_ list: RootList) throws {
    let bytes = try list.json()
    _ = try RootList(json: bytes)
    try rootFile.replace(bytes)
  }

  /// Takes the root of this machine out of use, if there is one; its file is kept as `root.key.retired`.
  func retireRoot() throws {
    let file = SecretFile(directory + "/root.key")
    guard try file.read() != nil else { return }
    try file.setAside(as: "root.key.retired")
  }

  /// Makes a key for status lists and keeps it under its public half.
  func makeStatusKey() throws -> HybridKey {
    let key = try HybridKey.random()
    try statusFile(key.ed25519.publicKey).create(key)
    return key
  }

  /// The private half of a status key.
  /// - Throws: `SecretFileError` when it is not on this machine.
  func statusKey(_ key: PublicKey) throws -> HybridKey {
    guard let found = try statusFile(key).read() else {
      throw SecretFileError(
        operation: "read", path: "\(directory)/status-\(Hex.encode(key.keyId)).key", code: ENOENT,
        message: "the key of the status list is not on this machine")
    }
    return found
  }

  /// The token with which a kiosk shows itself to the province.
  package func kioskToken(log: LogID, code: Evidence.Digest) -> String { token("kiosk", log, code) }

  /// The token with which the province shows itself to a kiosk.
  package func pullToken(log: LogID, code: Evidence.Digest) -> String { token("pull", log, code) }

  private var rootFile: SecretFile { SecretFile(directory + "/roots.json") }

  private func statusFile(_ key: PublicKey) -> KeyFile {
    KeyFile("\(directory)/status-\(Hex.encode(key.keyId)).key")
  }

  /// Tokens are derived, so that none is stored and a lost answer can be given again.
  private func token(_ purpose: String, _ log: LogID, _ code: Evidence.Digest) -> String {
    let message = Array(purpose.utf8) + [0] + log.bytes + code.bytes
    let mac = HMAC<SHA256>.authenticationCode(
      for: message, using: SymmetricKey(data: tokenSecret))
    return Base64URL.encode(Array(mac))
  }
}
