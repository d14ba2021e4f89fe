import Evidence

/// How much of a bundle is taken: its limit of 1 MiB is fixed in every verifier, and notices stay for ever.
struct BundleFill {
  /// So much may stand in a bundle after a withdrawal; the rest is for certificates to come.
  static let limit = 768 << 10
  /// What a notice has besides the certificates that stay good: names, times, signature.
  private static let noticeFrameBytes = 320

  /// The bytes of the list that is given out and of each key's latest notice, signed or not.
  let byteCount: Int

  /// Reads the tables.
  /// - Parameter key: whose notices are left out, because there will be another.
  init(_ connection: Connection, without key: PublicKey? = nil) throws {
    let list = try connection.query("SELECT bytes FROM bundle").first.map { row in
      let bundle = try TrustBundle(bytes: try row.bytes("bytes"))
      return bundle.bytes.count - bundle.notices.reduce(0) { $0 + $1.bytes.count }
    }
    let notices = try connection.query(
      """
      SELECT DISTINCT ON (key) key, length(good) AS length FROM notice ORDER BY key, issued DESC
      """)
    byteCount = try notices.reduce(list ?? 0) { sum, row in
      guard try row.bytes("key") != key?.bytes else { return sum }
      return sum
        + BundleFill.noticeBytes(
          good: Int(try row.integer("length")) / CertificateIdentity.byteCount)
    }
  }

  /// The most bytes that a notice with so many certificates takes.
  static func noticeBytes(good: Int) -> Int {
    noticeFrameBytes + good * CertificateIdentity.byteCount
  }
}
