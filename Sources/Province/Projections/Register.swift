/// The register of certificates, as the centres' events make it.
package enum Register {
  /// Whether a centre has cancelled the certificate of this number.
  package static func isCancelled(
    number: String, centre: String, _ pool: ConnectionPool
  ) throws -> Bool {
    try pool.withConnection { connection in
      try !connection.query(
        """
        SELECT 1 AS found FROM certificate c JOIN stream s ON s.id = c.stream
        WHERE c.number = $1 AND s.centre = $2 AND c.cancelled IS NOT NULL LIMIT 1
        """, [.text(number), .text(centre)]
      ).isEmpty
    }
  }
}
