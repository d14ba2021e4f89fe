import Crypto
package import Evidence
import Foundation

extension RootFile {
  private static let seedByteCount = 32

  /// Seals a root's seeds under a passphrase; takes a second or so, and 128 MiB of memory.
  /// - Throws: `RootFileError` with `form` for a key without an ML-DSA-65 half, else `library`.
  package static func seal(
    _ key: HybridKey, name: String, madeDay: Int64, passphrase: Passphrase,
    derivation: KeyDerivation = .new()
  ) throws -> RootFile {
    guard let mldsa65 = key.mldsa65 else {
      throw RootFileError(.form, "A root file holds a root with both keys.")
    }
    let open = RootFile(
      name: name, madeDay: madeDay, key: key.ed25519.publicKey, mldsa65: mldsa65.publicKey,
      derivation: derivation, sealed: [])
    let secret = try derivation.key(of: passphrase)
    guard
      let box = try? AES.GCM.seal(
        key.ed25519.seed + mldsa65.seed, using: secret,
        authenticating: try CanonicalValue.object(open.clear).canonical()),
      let sealed = box.combined
    else { throw RootFileError(.library, "The root key could not be sealed.") }
    return RootFile(
      name: name, madeDay: madeDay, key: open.key, mldsa65: open.mldsa65, derivation: derivation,
      sealed: Array(sealed))
  }

  /// The root's private keys.
  /// - Throws: `RootFileError` with `passphrase` for a wrong one or a file that was changed.
  package func open(_ passphrase: Passphrase) throws -> HybridKey {
    let secret = try derivation.key(of: passphrase)
    let covered = try CanonicalValue.object(clear).canonical()
    guard let box = try? AES.GCM.SealedBox(combined: sealed),
      let seeds = try? AES.GCM.open(box, using: secret, authenticating: covered)
    else {
      throw RootFileError(.passphrase, "The passphrase is wrong, or the root file was changed.")
    }
    guard seeds.count == 2 * RootFile.seedByteCount else {
      throw RootFileError(.form, "The root file does not hold two seeds.")
    }
    let root = HybridKey(
      ed25519: try SigningKey(seed: Array(seeds.prefix(RootFile.seedByteCount))),
      mldsa65: try MLDSA65Key(seed: Array(seeds.suffix(RootFile.seedByteCount))))
    guard root.ed25519.publicKey == key, root.mldsa65?.publicKey == mldsa65 else {
      throw RootFileError(.form, "The root file names another key than it holds.")
    }
    return root
  }
}
