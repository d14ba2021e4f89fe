package import Evidence

/// The bulletin that is given out: one row, replaced whole, so that a reader sees one or the next.
package struct Bulletins: Sendable {
  let pool: ConnectionPool

  /// Reads the shared database.
  package init(pool: ConnectionPool) { self.pool = pool }

  /// The tag of the bulletin in force, which changes with its bytes; nil before the first, and while the
  /// bundle in it is not the one in force: kiosks must not be kept from a newer list by an old bulletin.
  package func tag() throws -> String? {
    try pool.withConnection { connection in
      try connection.query(
        "SELECT b.tag FROM bulletin b JOIN bundle l ON l.tag = b.bundle"
      ).first?.text("tag")
    }
  }

  /// The bytes in force with their tag; nil before the first.
  package func current() throws -> (bytes: [UInt8], tag: String)? {
    try pool.withConnection { connection in
      try connection.query("SELECT bytes, tag FROM bulletin").first.map {
        (try $0.bytes("bytes"), try $0.text("tag"))
      }
    }
  }

  /// The bulletin in force, read; nil before the first.
  package func bulletin() throws -> Bulletin? {
    try current().map { try Bulletin(bytes: $0.bytes) }
  }

  /// Number and digest of the bulletin in force; nil before the first.
  static func standing(
    _ connection: Connection
  ) throws(PostgresError) -> (sequence: Int64, digest: [UInt8])? {
    guard let row = try connection.query("SELECT seq, content FROM bulletin").first else {
      return nil
    }
    return (try row.integer("seq"), try row.bytes("content"))
  }

  /// The entity tag of these bytes.
  static func tag(of bytes: [UInt8]) -> String {
    "\"\(Evidence.sha256(bytes).hex.prefix(32))\""
  }

  /// - Parameter bundle: the tag of the bundle in it.
  static func replace(
    with bulletin: Bulletin, digest: [UInt8], bundle: String, _ connection: Connection
  ) throws(PostgresError) {
    let tag = tag(of: bulletin.bytes)
    try connection.change(
      """
      INSERT INTO bulletin (seq, issued, content, tag, bundle, bytes)
      VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (one) DO UPDATE SET seq = $1, issued = $2, content = $3, tag = $4, bundle = $5,
        bytes = $6
      """,
      [
        .integer(bulletin.content.sequence), .time(bulletin.content.issuedAtSeconds * 1000),
        .bytes(digest), .text(tag), .text(bundle), .bytes(bulletin.bytes),
      ])
  }
}
