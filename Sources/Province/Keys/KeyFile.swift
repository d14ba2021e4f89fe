import Evidence

/// A signing key at rest on this machine: the hex of its Ed25519 seed and, on a second line, that of its
/// ML-DSA-65 seed. Older files have the first line only.
struct KeyFile {
  private let file: SecretFile

  init(_ path: String) { file = SecretFile(path) }

  /// The key, made by `make` when there is no file yet.
  func open(make: () throws -> HybridKey) throws -> HybridKey {
    try KeyFile.key(try file.open { KeyFile.text(try make()) })
  }

  /// The key; nil if there is no file.
  func read() throws -> HybridKey? {
    try file.read().map { try KeyFile.key($0) }
  }

  /// Writes a key under a name that must be free.
  func create(_ key: HybridKey) throws {
    try file.create(KeyFile.text(key))
  }

  private static func text(_ key: HybridKey) -> [UInt8] {
    let seeds = [key.ed25519.seed, key.mldsa65?.seed].compactMap { $0 }
    return Array((seeds.map(Hex.encode).joined(separator: "\n") + "\n").utf8)
  }

  private static func key(_ bytes: [UInt8]) throws -> HybridKey {
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    return HybridKey(
      ed25519: try SigningKey(seed: try Hex.decode(String(lines.first ?? ""))),
      mldsa65: try lines.dropFirst().first.map { try MLDSA65Key(seed: try Hex.decode(String($0))) })
  }
}
