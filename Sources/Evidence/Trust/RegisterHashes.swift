/// The leaves beside a register digest, as a file: one lower-case hex hash a line, in number order.
package enum RegisterHashes {
  /// The longest file, in bytes.
  package static let byteLimit = RegisterDigest.certificateLimit * 65

  /// The file's bytes.
  package static func encode(_ hashes: [Digest]) -> [UInt8] {
    hashes.flatMap { [UInt8]($0.hex.utf8) + [0x0A] }
  }

  /// Reads the file.
  /// - Throws: `TrustError` with `digest` and `hashes` for anything but such lines.
  package static func decode(_ bytes: [UInt8]) throws(TrustError) -> [Digest] {
    guard bytes.count <= byteLimit, bytes.count.isMultiple(of: 65) else {
      throw TrustError(.digest, "hashes")
    }
    var hashes: [Digest] = []
    for start in stride(from: 0, to: bytes.count, by: 65) {
      let line = String(decoding: bytes[start..<start + 64], as: UTF8.self)
      guard bytes[start + 64] == 0x0A, let hash = Digest(hex: line) else {
        throw TrustError(.digest, "hashes")
      }
      hashes.append(hash)
    }
    return hashes
  }
}
