import Crypto
import CryptoExtras
import Evidence

/// How a passphrase becomes a key: scrypt (RFC 7914) with the numbers that stand in the file, so that
/// a later version may ask for more work and still read today's files.
package struct KeyDerivation: Equatable, Sendable {
  /// The name in the file.
  private static let name = "scrypt"
  private static let saltByteCount = 16
  /// Work factors that are believed; memory is 128 * r * N bytes, here 16 MiB to 1 GiB.
  private static let rounds: ClosedRange<Int64> = 1 << 14...1 << 20
  private static let blockSizes: ClosedRange<Int64> = 8...8
  private static let parallelisms: ClosedRange<Int64> = 1...4

  /// N, a power of two.
  let rounds: Int64
  /// r.
  let blockSize: Int64
  /// p.
  let parallelism: Int64
  let salt: [UInt8]

  /// The numbers for a new file: N = 2^17, r = 8, p = 1 (128 MiB), and a new salt.
  package static func new(rounds: Int64 = 1 << 17) -> KeyDerivation {
    KeyDerivation(
      rounds: rounds, blockSize: 8, parallelism: 1, salt: randomBytes(saltByteCount))
  }

  private init(rounds: Int64, blockSize: Int64, parallelism: Int64, salt: [UInt8]) {
    self.rounds = rounds
    self.blockSize = blockSize
    self.parallelism = parallelism
    self.salt = salt
  }

  init(_ value: CanonicalValue?) throws {
    let members = value?.object ?? [:]
    guard members["name"]?.text == KeyDerivation.name, members.count == 5,
      let rounds = members["n"]?.integer, let blockSize = members["r"]?.integer,
      let parallelism = members["p"]?.integer, let salt = members["salt"]?.text
    else { throw RootFileError(.form, "its kdf is unknown") }
    guard KeyDerivation.rounds.contains(rounds), rounds.nonzeroBitCount == 1,
      KeyDerivation.blockSizes.contains(blockSize),
      KeyDerivation.parallelisms.contains(parallelism)
    else { throw RootFileError(.form, "its kdf asks for too little or too much work") }
    self.init(
      rounds: rounds, blockSize: blockSize, parallelism: parallelism,
      salt: try Base64.decode(salt))
  }

  var value: CanonicalValue {
    .object([
      "name": .text(KeyDerivation.name), "n": .integer(rounds), "r": .integer(blockSize),
      "p": .integer(parallelism), "salt": .text(Base64.encode(salt)),
    ])
  }

  func key(of passphrase: Passphrase) throws(RootFileError) -> SymmetricKey {
    do {
      return try KDF.Scrypt.deriveKey(
        from: passphrase.bytes, salt: salt, outputByteCount: 32, rounds: Int(rounds),
        blockSize: Int(blockSize), parallelism: Int(parallelism))
    } catch {
      throw RootFileError(
        .library, "The passphrase could not be worked on; \(rounds >> 10) MiB of memory are needed."
      )
    }
  }
}
