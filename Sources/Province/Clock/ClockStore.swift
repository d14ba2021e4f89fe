import Centre
import Evidence

/// The tables `clockMark` and `clockBoot` of one log.
struct ClockStore {
  let stream: Int64
  let connection: Connection

  /// The latest start of the machine in which the clock was fixed; nil before the first.
  func lastAnchoredBoot() throws(PostgresError) -> Int64? {
    try connection.query(
      """
      SELECT max(boot) AS boot FROM "clockMark"
      WHERE stream = $1 AND kind IN ('sync', 'network')
      """, [.integer(stream)]
    ).first?.optionalInteger("boot")
  }

  /// The first event of a start of the machine.
  func first(of boot: Int64) throws(PostgresError) -> Int64 {
    try connection.query(
      "SELECT first FROM \"clockBoot\" WHERE stream = $1 AND boot = $2",
      [.integer(stream), .integer(boot)]
    ).first?.integer("first") ?? 0
  }

  func write(_ boots: [Int64: ClockFacts.Boot]) throws(PostgresError) {
    guard !boots.isEmpty else { return }
    let rows = boots.sorted { $0.key < $1.key }
    try connection.change(
      """
      INSERT INTO "clockBoot" AS b (stream, boot, first, mono)
      SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::bigint[])
      ON CONFLICT (stream, boot) DO UPDATE
        SET first = least(b.first, excluded.first), mono = greatest(b.mono, excluded.mono)
      """,
      [
        .integer(stream), .integers(rows.map(\.key)), .integers(rows.map(\.value.first)),
        .integers(rows.map(\.value.mono)),
      ])
  }

  func write(_ marks: [ClockFacts.Mark]) throws(PostgresError) {
    guard !marks.isEmpty else { return }
    try connection.change(
      """
      INSERT INTO "clockMark" (stream, seq, kind, boot, mono, earliest, latest, word)
      SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[],
        $7::bigint[], $8::bigint[])
      ON CONFLICT DO NOTHING
      """,
      [
        .integer(stream), .integers(marks.map(\.seq)), .texts(marks.map(\.kind)),
        .integers(marks.map(\.mark.boot)), .integers(marks.map(\.mark.bootMilliseconds)),
        .integers(marks.map(\.mark.earliest)), .integers(marks.map(\.mark.latest)),
        .integers(marks.map(\.mark.word)),
      ])
  }

  /// What the receipts say: an event is not later than the moment at which its batch was received. One
  /// mark a batch and start of the machine, and only where nothing fixed the clock of that start.
  func receiptMarks(
    _ facts: ClockFacts, in range: Range<Int64>
  ) throws(PostgresError) -> [ClockFacts.Mark] {
    let open = try openBoots(facts)
    guard !open.isEmpty else { return [] }
    let batches = try connection.query(
      """
      SELECT first, last, received FROM batch WHERE stream = $1 AND first < $3 AND last > $2
      ORDER BY first
      """, [.integer(stream), .integer(range.lowerBound), .integer(range.upperBound)])
    var marks: [ClockFacts.Mark] = []
    // Moments and batches are both in the order of the log, so that one walk serves all.
    var rest = facts.moments[...]
    for batch in batches {
      guard let received = try batch.optionalTime("received") else { continue }
      let (from, to) = (try batch.integer("first"), try batch.integer("last"))
      var last: [Int64: ClockFacts.Moment] = [:]
      while let moment = rest.first, moment.seq < to {
        rest = rest.dropFirst()
        guard moment.seq >= from, open.contains(moment.boot) else { continue }
        if moment.mono >= last[moment.boot]?.mono ?? .min { last[moment.boot] = moment }
      }
      marks += last.values.map { moment in
        ClockFacts.Mark(
          seq: moment.seq, kind: "receipt",
          mark: TimeMark(
            boot: moment.boot, bootMilliseconds: moment.mono, latest: received + 1_000))
      }
    }
    return marks
  }

  /// The starts of a stretch in which nothing fixed the clock, so far.
  private func openBoots(_ facts: ClockFacts) throws(PostgresError) -> Set<Int64> {
    let rows = try connection.query(
      """
      SELECT DISTINCT boot FROM "clockMark"
      WHERE stream = $1 AND boot = ANY($2::bigint[]) AND kind IN ('sync', 'network')
      """, [.integer(stream), .integers(facts.boots.keys.map { $0 })])
    var open = Set(facts.boots.keys)
    for row in rows { open.remove(try row.integer("boot")) }
    return open
  }

  /// What is known of the starts from `boot` on.
  func timeline(from boot: Int64) throws(PostgresError) -> Timeline {
    let values: [SQLValue] = [.integer(stream), .integer(boot)]
    let marks = try connection.query(
      """
      SELECT boot, mono, earliest, latest, word FROM "clockMark" WHERE stream = $1 AND boot >= $2
      """, values)
    let boots = try connection.query(
      "SELECT boot, mono FROM \"clockBoot\" WHERE stream = $1 AND boot >= $2", values)
    return Timeline(marks: try marks.map(TimeMark.init), lengths: try boots.map(BootLength.init))
  }
}

extension TimeMark {
  fileprivate init(_ row: Row) throws(PostgresError) {
    self.init(
      boot: try row.integer("boot"), bootMilliseconds: try row.integer("mono"),
      earliest: try row.optionalInteger("earliest"), latest: try row.optionalInteger("latest"),
      word: try row.optionalInteger("word"))
  }
}

extension BootLength {
  fileprivate init(_ row: Row) throws(PostgresError) {
    self.init(boot: try row.integer("boot"), milliseconds: try row.integer("mono"))
  }
}
