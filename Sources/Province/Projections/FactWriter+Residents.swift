extension FactWriter {
  func writeResidents(_ rows: [Facts.Resident]) throws(PostgresError) {
    try run(
      """
      INSERT INTO resident (stream, seq, pseudonym, guest, head)
      SELECT $1, seq, pseudonym, kind > 0, kind = 2
      FROM unnest($2::bigint[], $3::text[], $4::bigint[]) AS t (seq, pseudonym, kind)
      """, rows.count,
      [
        .integers(rows.map(\.seq)), .texts(rows.map(\.pseudonym)), .integers(rows.map(\.kind)),
      ])
  }

  /// A guest who got a card is one no more; the last word counts.
  func writeResidentEdits(_ rows: [Facts.Resident]) throws(PostgresError) {
    try run(
      """
      UPDATE resident SET guest = t.kind > 0, head = t.kind = 2
      FROM (SELECT DISTINCT ON (pseudonym) pseudonym, kind
        FROM unnest($2::bigint[], $3::text[], $4::bigint[]) AS u (seq, pseudonym, kind)
        ORDER BY pseudonym, seq DESC) AS t
      WHERE resident.stream = $1 AND resident.pseudonym = t.pseudonym
      """, rows.count,
      [
        .integers(rows.map(\.seq)), .texts(rows.map(\.pseudonym)), .integers(rows.map(\.kind)),
      ])
  }

  /// In the order of the log: a merge that was taken back may be followed by another of the same guest.
  func writeMerges(_ facts: Facts) throws(PostgresError) {
    let merges = facts.merges.map { (seq: $0.seq, merge: Optional($0), target: Int64(0)) }
    let undos = facts.unmerges.map { (seq: $0.seq, merge: Facts.Merge?.none, target: $0.target) }
    for step in (merges + undos).sorted(by: { $0.seq < $1.seq }) {
      if let merge = step.merge {
        try connection.change(
          "INSERT INTO merge (stream, seq, guest, resident) VALUES ($1, $2, $3, $4)",
          [.integer(stream), .integer(merge.seq), .text(merge.guest), .text(merge.resident)])
      } else {
        try connection.change(
          "UPDATE merge SET undone = $3 WHERE stream = $1 AND seq = $2 AND undone IS NULL",
          [.integer(stream), .integer(step.target), .integer(step.seq)])
      }
    }
  }
}

extension Facts.Resident {
  /// 0 for a resident, 1 for a guest, 2 for a head.
  fileprivate var kind: Int64 { isHead ? 2 : isGuest ? 1 : 0 }
}
