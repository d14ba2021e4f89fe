import Evidence

/// Statements of one log that travel together.
struct ForwardBatch {
  let stream: Int64
  let statements: [Statement]
  /// Where the log goes on once they are done.
  let next: Int64
  let voids: [HappeningReader.Void]
  /// Events before `next` that are in quarantine, of kinds that make statements once understood.
  var skipped: [Int64] = []
}

extension ForwardLedger {
  /// The next statements of a log, as many as fit; none if the events up to `next` make none.
  func batch(
    _ place: Place, _ maker: StatementMaker, maxCount: Int, maxBytes: Int
  ) throws -> ForwardBatch {
    try snapshot {
      let rows = try connection.query(
        """
        SELECT seq, line FROM event e
        WHERE stream = $1 AND seq >= $2 AND seq < $3 AND kind = ANY($4)
          AND NOT EXISTS (SELECT FROM quarantine q WHERE q.stream = e.stream AND q.seq = e.seq)
        ORDER BY seq LIMIT $5
        """,
        [
          .integer(place.stream), .integer(place.next), .integer(place.projected),
          .texts(ForwardLedger.kinds), .integer(Int64(maxCount)),
        ])
      let end = rows.count < maxCount ? place.projected : try last(rows) + 1
      let told = try reader(place.stream).read(rows)
      var batch = try cut(
        told, place.stream, end, maker, maxCount: maxCount, maxBytes: maxBytes)
      batch.skipped = try skipped(place.stream, place.next..<batch.next)
      return batch
    }
  }

  /// Statements of single events, whatever the log's place.
  func batch(_ stream: Int64, seqs: [Int64], _ maker: StatementMaker) throws -> [Statement] {
    try snapshot {
      let rows = try connection.query(
        "SELECT seq, line FROM event WHERE stream = $1 AND seq = ANY($2) ORDER BY seq",
        [.integer(stream), .integers(seqs)])
      return try reader(stream).read(rows).happenings.map(maker.statement)
    }
  }

  private func cut(
    _ told: (happenings: [Happening], voids: [HappeningReader.Void]), _ stream: Int64,
    _ end: Int64, _ maker: StatementMaker, maxCount: Int, maxBytes: Int
  ) throws -> ForwardBatch {
    let all = try told.happenings.map(maker.statement)
    var taken = all.prefix(maxCount: maxCount, maxBytes: maxBytes)
    var next = end
    if taken.count < all.count {
      // Statements of one event stay together, so that the position lies between events; where they
      // alone are too many, they travel all the same.
      next = all[taken.count].seq
      let whole = taken.filter { $0.seq < next }
      taken = whole.isEmpty ? all.filter { $0.seq == next } : whole
      if whole.isEmpty { next += 1 }
    }
    return ForwardBatch(
      stream: stream, statements: taken, next: next,
      voids: told.voids.filter { $0.voiderSeq < next })
  }

  func reader(_ stream: Int64) throws -> HappeningReader {
    let lineage = try Lineage(of: stream, connection)
    let name = try connection.query(
      "SELECT name FROM kiosk WHERE stream = $1", [.integer(stream)]
    ).first?.text("name")
    let centre = lineage.own.centre
    return HappeningReader(
      lineage: lineage, centre: Happening.Centre(code: centre, name: name ?? centre),
      connection: connection)
  }

  private func last(_ rows: [Row]) throws(PostgresError) -> Int64 {
    guard let row = rows.last else { return 0 }
    return try row.integer("seq")
  }

  /// One state of all tables, whoever writes meanwhile.
  func snapshot<Value>(_ body: () throws -> Value) throws -> Value {
    try connection.transaction {
      try connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
      return try body()
    }
  }
}
