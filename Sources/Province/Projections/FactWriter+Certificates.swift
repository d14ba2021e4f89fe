extension FactWriter {
  func writeCertificates(_ rows: [Facts.Certificate]) throws(PostgresError) {
    try run(
      """
      INSERT INTO certificate (stream, seq, number, resident, course, tenths, day, issued, boot, mono,
        quality, earliest, latest, best, basis)
      SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::bigint[],
        $7::bigint[], $8::timestamptz[], $9::bigint[], $10::bigint[], $11::bigint[],
        $12::timestamptz[], $13::timestamptz[], $14::timestamptz[], $15::text[])
      """, rows.count,
      [
        .integers(rows.map(\.seq)), .texts(rows.map(\.number)), .texts(rows.map(\.resident)),
        .texts(rows.map(\.course)), .integers(rows.map(\.tenths)), .integers(rows.map(\.day)),
        .times(rows.map(\.issued)),
      ] + clockColumns(rows.map(\.clock)))
  }

  /// The first cancellation counts; the others change nothing.
  func writeCancellations(_ rows: [Facts.Cancellation]) throws(PostgresError) {
    try run(
      """
      UPDATE certificate SET cancelled = t.seq, reason = t.reason,
        replacement = coalesce(t.replacement, certificate.replacement),
        replacing = CASE WHEN t.replacement IS NULL THEN replacing ELSE t.seq END
      FROM (SELECT DISTINCT ON (target) * FROM
        unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[])
          AS u (seq, target, reason, replacement)
        ORDER BY target, seq) AS t
      WHERE certificate.stream = $1 AND certificate.seq = t.target AND cancelled IS NULL
      """, rows.count,
      [
        .integers(rows.map(\.seq)), .integers(rows.map(\.target)), .texts(rows.map(\.reason)),
        .texts(rows.map(\.replacement)),
      ])
  }

  /// The last word on what took a certificate's place counts, in whichever stretch it comes.
  func writeReplacements(_ rows: [Facts.Replacement]) throws(PostgresError) {
    try run(
      """
      UPDATE certificate SET replacement = t.number, replacing = t.seq
      FROM (SELECT DISTINCT ON (target) * FROM
        unnest($2::bigint[], $3::bigint[], $4::text[]) AS u (seq, target, number)
        ORDER BY target, seq DESC) AS t
      WHERE certificate.stream = $1 AND certificate.seq = t.target
        AND (replacing IS NULL OR replacing < t.seq)
      """, rows.count,
      [.integers(rows.map(\.seq)), .integers(rows.map(\.target)), .texts(rows.map(\.number))])
  }

  func writePrints(_ rows: [Facts.Mark]) throws(PostgresError) {
    try run(
      """
      UPDATE certificate SET copies = greatest(certificate.copies, t.copies)
      FROM (SELECT number, max(copies) AS copies FROM unnest($2::text[], $3::bigint[])
        AS u (number, copies) GROUP BY number) AS t
      WHERE certificate.stream = $1 AND certificate.number = t.number
      """, rows.count, [.texts(rows.map(\.code)), .integers(rows.map(\.amount))])
  }
}
