import Evidence

/// The register of certificates, as the centres' events make it.
enum Register {
  /// Genuine, revoked or replaced: what the registers say about a number, the gravest of all logs that
  /// hold it.
  static func status(of number: String, _ connection: Connection) throws -> Verdict {
    let row = try connection.query(
      """
      SELECT replacement FROM certificate WHERE number = $1 AND cancelled IS NOT NULL
      ORDER BY replacement NULLS LAST LIMIT 1
      """, [.text(number)]
    ).first
    guard let row else { return .genuine }
    return try row.optionalText("replacement").map { .replaced(by: $0) } ?? .revoked
  }
}
