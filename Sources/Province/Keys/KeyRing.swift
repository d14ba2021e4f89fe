import Crypto
package import Evidence
import Foundation

/// The province's keys: the root that certifies kiosks, the key that signs receipts, the key of
/// lists, and the secret behind the bearer tokens.
///
/// They are files of mode 0600 in `DIR/keys`, made at the first start and read at every other.
package struct KeyRing: Sendable {
  /// Certifies devices; its public half is what verifiers know.
  package let root: SigningKey
  /// Signs receipts (C2SP tlog-cosignature v1).
  package let province: SigningKey
  /// Signs lists and bulletins.
  package let status: SigningKey
  /// The root keys that kiosks and verifiers are given.
  package let roots: RootList
  /// The host name under which all of it is known.
  package let host: String
  /// What verifies the province's line on a receipt.
  package let verifier: NoteVerifier
  private let tokenSecret: [UInt8]

  /// Opens the keys of a data directory, making what is missing.
  package init(data: String, host: String, name: String, todayDays: Int64) throws {
    let directory = data + "/keys"
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    self.host = host
    root = try KeyRing.key(directory + "/root.key")
    province = try KeyRing.key(directory + "/province.key")
    status = try KeyRing.key(directory + "/status.key")
    verifier = try NoteVerifier(name: host, kind: .cosignature, key: province.publicKey)
    tokenSecret = try SecretFile(directory + "/token.key").open { randomBytes(32) }
    let entry = RootKey(
      key: root.publicKey, name: name, notBeforeDay: todayDays, isDemonstration: false)
    let list = try SecretFile(directory + "/roots.json").open {
      try RootList(roots: [entry]).json()
    }
    roots = try RootList(json: list)
  }

  /// The token with which a kiosk shows itself to the province.
  package func kioskToken(log: LogID, code: Evidence.Digest) -> String { token("kiosk", log, code) }

  /// The token with which the province shows itself to a kiosk.
  package func pullToken(log: LogID, code: Evidence.Digest) -> String { token("pull", log, code) }

  /// Tokens are derived, so that none is stored and a lost answer can be given again.
  private func token(_ purpose: String, _ log: LogID, _ code: Evidence.Digest) -> String {
    let message = Array(purpose.utf8) + [0] + log.bytes + code.bytes
    let mac = HMAC<SHA256>.authenticationCode(
      for: message, using: SymmetricKey(data: tokenSecret))
    return Base64URL.encode(Array(mac))
  }

  /// A signing key is kept as the hex of its seed.
  private static func key(_ path: String) throws -> SigningKey {
    let bytes = try SecretFile(path).open { Array((Hex.encode(SigningKey().seed) + "\n").utf8) }
    let text = String(decoding: bytes, as: UTF8.self)
    return try SigningKey(seed: try Hex.decode(String(text.prefix { !$0.isNewline })))
  }
}
