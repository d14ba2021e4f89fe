package import Evidence

/// The bundle that is given out: one row, replaced whole, so that a reader sees one or the next.
package struct Bundles: Sendable {
  let pool: ConnectionPool

  /// Reads the shared database.
  package init(pool: ConnectionPool) { self.pool = pool }

  /// The tag of the bundle in force, which changes with its bytes; nil before the first.
  package func tag() throws -> String? {
    try pool.withConnection { connection in
      try connection.query("SELECT tag FROM bundle").first?.text("tag")
    }
  }

  /// The bytes in force with their tag; nil before the first.
  package func current() throws -> (bytes: [UInt8], tag: String)? {
    try pool.withConnection { connection in
      try connection.query("SELECT bytes, tag FROM bundle").first.map {
        (try $0.bytes("bytes"), try $0.text("tag"))
      }
    }
  }

  /// The bundle in force, read; nil before the first.
  package func bundle() throws -> TrustBundle? {
    try current().map { try TrustBundle(bytes: $0.bytes) }
  }

  /// When the bundle in force was made, in seconds since 1970.
  static func issuedSeconds(_ connection: Connection) throws -> Int64? {
    try connection.query("SELECT issued FROM bundle").first?.optionalTime("issued").map {
      $0 / 1000
    }
  }

  static func replace(with bundle: TrustBundle, _ connection: Connection) throws {
    let tag = "\"\(Evidence.sha256(bundle.bytes).hex.prefix(32))\""
    try connection.change(
      """
      INSERT INTO bundle (issued, tag, bytes) VALUES ($1, $2, $3)
      ON CONFLICT (one) DO UPDATE SET issued = $1, tag = $2, bytes = $3
      """,
      [.time(bundle.list.issuedAtSeconds * 1000), .text(tag), .bytes(bundle.bytes)])
  }
}
