import Evidence

/// The device notices as they are kept: the latest of each key counts, none is deleted.
enum Notices {
  /// The latest signed notice of each key, in the order in which a bundle has them.
  static func signed(_ connection: Connection) throws -> [DeviceNotice] {
    let rows = try connection.query("SELECT bytes FROM notice WHERE bytes IS NOT NULL")
    return DeviceNotice.newest(of: try rows.map { try DeviceNotice(bytes: try $0.bytes("bytes")) })
  }

  /// What stays good of a withdrawn key, by the latest notice, signed or still waiting for the offline
  /// root; nil when the key is not withdrawn.
  static func good(
    of key: PublicKey, _ connection: Connection
  ) throws -> Set<CertificateIdentity>? {
    let row = try connection.query(
      "SELECT good FROM notice WHERE key = $1 ORDER BY issued DESC LIMIT 1",
      [.bytes(key.bytes)]
    ).first
    return try row.map { Set(identities(try $0.bytes("good"))) }
  }

  /// Whether a notice names the key: then it is certified no more, under whichever log.
  static func isWithdrawn(
    _ key: PublicKey, _ connection: Connection
  ) throws(PostgresError) -> Bool {
    try !connection.query("SELECT 1 FROM notice WHERE key = $1 LIMIT 1", [.bytes(key.bytes)])
      .isEmpty
  }

  /// Takes a column `good` apart.
  static func identities(_ bytes: [UInt8]) -> [CertificateIdentity] {
    let width = CertificateIdentity.byteCount
    return stride(from: 0, to: bytes.count - width + 1, by: width).compactMap {
      CertificateIdentity(bytes: Array(bytes[$0..<($0 + width)]))
    }
  }
}
