import Crypto
import CryptoExtras
import Evidence
import Synchronization

/// A password as it is kept: scrypt (RFC 7914) with r = 8, p = 1 and its own salt, written
/// `scrypt$<log2 N>$<salt>$<hash>`.
struct PasswordHash: Equatable {
  /// What stands in the database.
  let text: String

  /// Derivations take 128 * r * N bytes each (16 MiB at cost 14), so only one runs at a time.
  private static let turn = Mutex(())

  /// Derives the hash of a new password; takes tens of milliseconds.
  init(of password: String, cost: Int) throws {
    let salt = randomBytes(16)
    let key = try Self.derive(password, salt: salt, cost: cost)
    text = "scrypt$\(cost)$\(Base64.encode(salt))$\(Base64.encode(key))"
  }

  /// A hash as it was kept.
  init(text: String) {
    self.text = text
  }

  /// Whether `password` is the one; `false` also when the kept text is damaged.
  func matches(_ password: String) throws -> Bool {
    let parts = text.split(separator: "$").map(String.init)
    guard parts.count == 4, parts[0] == "scrypt", let cost = Int(parts[1]),
      (10...18).contains(cost), let salt = try? Base64.decode(parts[2]),
      let key = try? Base64.decode(parts[3])
    else {
      return false
    }
    return constantTimeEqual(try Self.derive(password, salt: salt, cost: cost), key)
  }

  /// A hash that no password has, so that an unknown name costs as much time as a known one.
  static func unknown(cost: Int) -> PasswordHash {
    let nothing = Base64.encode([UInt8](repeating: 0, count: 32))
    return PasswordHash(text: "scrypt$\(cost)$\(Base64.encode(randomBytes(16)))$\(nothing)")
  }

  private static func derive(_ password: String, salt: [UInt8], cost: Int) throws -> [UInt8] {
    try turn.withLock { _ in
      let key = try KDF.Scrypt.deriveKey(
        from: Array(nfc(password).utf8), salt: salt, outputByteCount: 32, rounds: 1 << cost,
        blockSize: 8, parallelism: 1)
      return key.withUnsafeBytes { Array($0) }
    }
  }
}
