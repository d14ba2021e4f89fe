extension FactWriter {
  func writeVisits(_ rows: [Facts.Visit]) throws {
    guard !rows.isEmpty else { return }
    try connection.change(
      """
      INSERT INTO visit (stream, seq, resident, session, source, entered, told, boot, mono, quality,
        earliest, latest, best, basis)
      SELECT $1, * FROM
        unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::timestamptz[],
          $7::timestamptz[], $8::bigint[], $9::bigint[], $10::bigint[], $11::timestamptz[],
          $12::timestamptz[], $13::timestamptz[], $14::text[])
      """,
      [
        .integer(stream), .integers(rows.map(\.seq)), .texts(rows.map(\.resident)),
        .texts(rows.map(\.session)), .texts(rows.map(\.source)),
        .times(rows.map(\.milliseconds)), .times(rows.map(\.toldMilliseconds)),
      ] + clockColumns(rows.map(\.clock)))
  }

  /// A departure belongs to the last visit of that resident and session before it that had not been
  /// taken back by then.
  func writeDepartures(_ rows: [Facts.Visit]) throws {
    guard !rows.isEmpty else { return }
    try writeDepartureTimes(rows)
    try connection.change(
      """
      UPDATE visit SET departure = t.seq, departed = t.at
      FROM (
        SELECT DISTINCT ON (target) target, seq, at FROM (
          SELECT u.seq, u.at, (
            SELECT max(v.seq) FROM visit v WHERE v.stream = $1 AND v.resident = u.resident
              AND v.session = u.session AND v.seq < u.seq
              AND (v.undone IS NULL OR v.undone > u.seq)) AS target
          FROM unnest($2::bigint[], $3::text[], $4::text[], $5::timestamptz[])
            AS u (seq, resident, session, at)) AS found
        WHERE target IS NOT NULL ORDER BY target, seq DESC) AS t
      WHERE visit.stream = $1 AND visit.seq = t.target
      """,
      [
        .integer(stream), .integers(rows.map(\.seq)), .texts(rows.map(\.resident)),
        .texts(rows.map(\.session)), .times(rows.map(\.milliseconds)),
      ])
  }

  private func writeDepartureTimes(_ rows: [Facts.Visit]) throws {
    try connection.change(
      """
      INSERT INTO departure (stream, seq, departed, boot, mono, quality, earliest, latest, best,
        basis)
      SELECT $1, * FROM
        unnest($2::bigint[], $3::timestamptz[], $4::bigint[], $5::bigint[], $6::bigint[],
          $7::timestamptz[], $8::timestamptz[], $9::timestamptz[], $10::text[])
      """,
      [.integer(stream), .integers(rows.map(\.seq)), .times(rows.map(\.milliseconds))]
        + clockColumns(rows.map(\.clock)))
  }

  /// Visits that were taken back.
  func writeUndos(_ rows: [Facts.Pointer]) throws {
    guard !rows.isEmpty else { return }
    try connection.change(
      """
      UPDATE visit SET undone = t.seq
      FROM unnest($2::bigint[], $3::bigint[]) AS t (seq, target)
      WHERE visit.stream = $1 AND visit.seq = t.target
      """,
      [.integer(stream), .integers(rows.map(\.seq)), .integers(rows.map(\.target))])
  }

  /// Departures that were taken back.
  func writeUndoneDepartures(_ rows: [Facts.Pointer]) throws {
    guard !rows.isEmpty else { return }
    try connection.change(
      """
      UPDATE visit SET departure = NULL, departed = NULL
      FROM unnest($2::bigint[]) AS t (target)
      WHERE visit.stream = $1 AND visit.departure = t.target
      """, [.integer(stream), .integers(rows.map(\.target))])
  }
}
