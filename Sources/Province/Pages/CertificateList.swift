package import Centre

/// One page of the certificates that the centres have issued, the latest first.
package struct CertificateList: Sendable {
  /// One certificate.
  package struct Item: Sendable {
    /// Its number, as `14464-1-2026-000012`.
    package let number: String
    /// The centre's code.
    package let centre: String
    /// The holder's name; nil until the personal values have come.
    package let name: String?
    /// The course's title, or its code.
    package let course: String
    /// Hours in tenths.
    package let hoursTenths: Int64
    /// The last day of the course.
    package let day: Int64
    /// When it was issued, by the kiosk's clock.
    package let issuedMilliseconds: Int64
    /// When it was issued, as the corrected clock tells.
    package let bestMilliseconds: Int64
    /// What that rests on; nil when it is not known.
    package let basis: CorrectedTime.Basis?
    /// Why it was cancelled; nil while it is in force.
    package let cancelReason: String?
    /// The number of the certificate that took its place, if one did.
    package let replacement: String?
    /// How often it was printed.
    package let copies: Int64
  }

  /// The rows of this page.
  package let items: [Item]
  /// All rows.
  package let total: Int64
  /// 1 is the first page.
  package let page: Int
  /// Pages there are, at least one.
  package let pageCount: Int

  /// Reads a page; `centre` narrows the list to one centre.
  package init(_ pool: ConnectionPool, centre: String?, page wanted: Int, rows: Int) throws {
    let filter: [SQLValue] = [.text(centre)]
    let (total, page, found) = try pool.withConnection { connection in
      let count = try connection.query(
        """
        SELECT count(*) AS total FROM certificate c JOIN stream s ON s.id = c.stream
        WHERE c.seq >= s.counted AND ($1::text IS NULL OR s.centre = $1)
        """, filter
      ).first
      let total = try count?.integer("total") ?? 0
      let pages = CertificateList.pages(total, rows)
      let page = min(max(1, wanted), pages)
      let found = try connection.query(
        CertificateList.sql,
        filter + [.integer(Int64(rows)), .integer(Int64((page - 1) * rows))])
      return (total, page, try found.map(Item.init))
    }
    self.total = total
    self.page = page
    pageCount = CertificateList.pages(total, rows)
    items = found
  }

  private static func pages(_ total: Int64, _ rows: Int) -> Int {
    max(1, (Int(total) + rows - 1) / rows)
  }

  /// Of a certificate that several branches of one log inherited the graver state is shown.
  private static let sql = """
    SELECT c.number, s.centre, p.value AS name, coalesce(o.title, c.course) AS course, c.tenths,
      c.day, c.issued, c.best, c.basis, c.copies,
      CASE WHEN c.cancelled IS NOT NULL THEN coalesce(c.reason, '') ELSE x.reason END AS reason,
      CASE WHEN c.cancelled IS NOT NULL THEN c.replacement ELSE x.replacement END AS replacement
    FROM certificate c JOIN stream s ON s.id = c.stream
    LEFT JOIN course o ON o.stream = c.stream AND o.code = c.course
    LEFT JOIN personal p ON p.stream = c.stream AND p.seq = c.seq AND p.field = 'name'
    LEFT JOIN LATERAL (SELECT coalesce(b.reason, '') AS reason, b.replacement
      FROM certificate b JOIN stream t ON t.id = b.stream
      WHERE b.number = c.number AND b.seq = c.seq AND b.stream <> c.stream AND t.key = s.key
        AND b.cancelled IS NOT NULL ORDER BY b.stream LIMIT 1) x ON true
    WHERE c.seq >= s.counted AND ($1::text IS NULL OR s.centre = $1)
    ORDER BY coalesce(c.best, c.issued) DESC, c.number DESC LIMIT $2 OFFSET $3
    """
}

extension CertificateList.Item {
  init(_ row: Row) throws(PostgresError) {
    number = try row.text("number")
    centre = try row.text("centre")
    name = try row.optionalText("name")
    course = try row.text("course")
    hoursTenths = try row.integer("tenths")
    day = try row.integer("day")
    let issued = try row.optionalTime("issued") ?? 0
    issuedMilliseconds = issued
    bestMilliseconds = try row.optionalTime("best") ?? issued
    basis = try row.optionalText("basis").flatMap(CorrectedTime.Basis.init(rawValue:))
    cancelReason = try row.optionalText("reason")
    replacement = try row.optionalText("replacement")
    copies = try row.integer("copies")
  }
}
