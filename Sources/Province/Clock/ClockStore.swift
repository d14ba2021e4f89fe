import Centre
import Evidence

/// The tables `clockMark` and `clockBoot` of one log.
struct ClockStore {
  let stream: Int64
  let connection: Connection

  /// The latest start of the machine in which an event before `position` fixed the clock; nil before the
  /// first.
  func lastAnchoredBoot(before position: Int64) throws(PostgresError) -> Int64? {
    try connection.query(
      """
      SELECT max(boot) AS boot FROM "clockMark"
      WHERE stream = $1 AND kind IN ('sync', 'network') AND seq < $2
      """, [.integer(stream), .integer(position)]
    ).first?.optionalInteger("boot")
  }

  /// Whether an event from `position` on told something new.
  func hasMarks(from position: Int64) throws(PostgresError) -> Bool {
    try !connection.query(
      "SELECT FROM \"clockMark\" WHERE stream = $1 AND seq >= $2 LIMIT 1",
      [.integer(stream), .integer(position)]
    ).isEmpty
  }

  /// The first event of a start of the machine.
  func first(of boot: Int64) throws(PostgresError) -> Int64 {
    try connection.query(
      "SELECT first FROM \"clockBoot\" WHERE stream = $1 AND boot = $2",
      [.integer(stream), .integer(boot)]
    ).first?.integer("first") ?? 0
  }

  /// Keeps the starts of the machine.
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

  /// Keeps marks, one a slot.
  func write(_ marks: [ClockFacts.Slot: ClockFacts.Mark]) throws(PostgresError) {
    guard !marks.isEmpty else { return }
    let rows = marks.values.sorted { $0.seq < $1.seq }
    try connection.change(
      """
      INSERT INTO "clockMark" AS m (stream, seq, kind, slot, boot, mono, earliest, latest, word)
      SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[],
        $7::bigint[], $8::bigint[], $9::bigint[])
      ON CONFLICT (stream, kind, boot, slot) DO UPDATE
        SET seq = excluded.seq, mono = excluded.mono, latest = excluded.latest
        WHERE m.kind = 'receipt' AND excluded.latest - excluded.mono < m.latest - m.mono
      """,
      [
        .integer(stream), .integers(rows.map(\.seq)), .texts(rows.map(\.kind.rawValue)),
        .integers(rows.map(\.slot.number)), .integers(rows.map(\.mark.boot)),
        .integers(rows.map(\.mark.bootMilliseconds)), .integers(rows.map(\.mark.earliest)),
        .integers(rows.map(\.mark.latest)), .integers(rows.map(\.mark.word)),
      ])
  }

  /// What the receipts say: an event is not later than the moment at which its batch was received. A
  /// branch's earlier events came in its parent's batches.
  func receiptMarks(
    _ facts: ClockFacts, in range: Range<Int64>
  ) throws(PostgresError) -> [ClockFacts.Slot: ClockFacts.Mark] {
    let batches = try connection.query(
      """
      SELECT b.first, least(b.last, l.last) AS last, b.received FROM lineage($1::integer) l
      JOIN batch b ON b.stream = l.holder AND b.first < least(l.last, $3) AND b.last > $2
        AND b.last > l.first
      ORDER BY last
      """, [.integer(stream), .integer(range.lowerBound), .integer(range.upperBound)])
    var marks: [ClockFacts.Slot: ClockFacts.Mark] = [:]
    // Moments and batches are both in the order of the log, so that one walk serves all.
    var rest = facts.moments[...]
    for batch in batches {
      guard let received = try batch.optionalTime("received") else { continue }
      let last = try batch.integer("last")
      while let moment = rest.first, moment.seq < last {
        rest = rest.dropFirst()
        let mark = ClockFacts.Mark(
          seq: moment.seq, kind: .receipt,
          mark: TimeMark(
            boot: moment.boot, bootMilliseconds: moment.mono, latest: received + 1_000))
        if let known = marks[mark.slot], known.startLatest <= mark.startLatest { continue }
        marks[mark.slot] = mark
      }
    }
    return marks
  }

  /// The most marks and starts of the machine of which a timeline is made, the latest: years of an
  /// honest kiosk, and no more work for one that claims a start an event.
  private static let limit: Int64 = 4096

  /// What is known of the starts from `boot` on. What fixes the clock of a start says more than any
  /// receipt, so receipts count only where nothing does. It settles, so that a row is the same whether
  /// its log was read in one stretch or in many.
  func timeline(from boot: Int64) throws(PostgresError) -> Timeline {
    let values: [SQLValue] = [.integer(stream), .integer(boot), .integer(Self.limit)]
    let marks = try connection.query(
      """
      SELECT boot, mono, earliest, latest, word FROM "clockMark" m
      WHERE stream = $1 AND boot >= $2 AND (kind <> 'receipt' OR NOT EXISTS (
        SELECT FROM "clockMark" a
        WHERE a.stream = $1 AND a.boot = m.boot AND a.kind IN ('sync', 'network')))
      ORDER BY boot DESC, mono DESC, seq DESC, kind LIMIT $3
      """, values)
    let boots = try connection.query(
      """
      SELECT boot, mono FROM "clockBoot" WHERE stream = $1 AND boot >= $2
      ORDER BY boot DESC LIMIT $3
      """, values)
    return Timeline(
      marks: try marks.map(TimeMark.init), lengths: try boots.map(BootLength.init),
      isSettling: true)
  }
}

extension ClockFacts.Mark {
  /// The latest moment at which the machine can have been started, as a receipt bounds it.
  fileprivate var startLatest: Int64 { (mark.latest ?? .max / 2) - mark.bootMilliseconds }
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
