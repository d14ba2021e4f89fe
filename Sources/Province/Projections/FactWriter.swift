import Evidence

/// Writes facts into the tables, one statement a table: first what is new, then what refers to it.
struct FactWriter {
  let stream: Int64
  let connection: Connection
  /// What tells the times of the facts.
  let clock: ClockWriter
  /// The version of the program that reads the events.
  let program: String
  let nowMilliseconds: Int64

  func write(_ facts: Facts) throws {
    try writeResidents(facts.residents)
    try writeResidentEdits(facts.residentEdits)
    try writeMerges(facts)
    try writeCourses(facts.courses)
    try writeSessions(facts.sessions)
    try writeMarks(facts.opened, column: "opened")
    try writeMarks(facts.closed, column: "closed")
    try writeVisits(facts.visits)
    try writeUndos(facts.undos)
    try writeDepartures(facts.departures)
    try writeUndoneDepartures(facts.undos)
    try writeCertificates(facts.certificates)
    try writeCancellations(facts.cancellations)
    try writeReplacements(facts.replacements)
    try writePrints(facts.prints)
    try Erasures.carryOut(facts.erased, stream: stream, connection)
    try writeQuarantine(facts.refused)
  }

  /// The columns `boot`, `mono`, `quality`, and those of the corrected times.
  func clockColumns(_ clocks: [ClockReading]) -> [SQLValue] {
    [
      .integers(clocks.map(\.boot)), .integers(clocks.map(\.bootMilliseconds)),
      .integers(clocks.map(\.quality.rawValue)),
    ] + TimeColumns(clocks.map(clock.time)).values
  }

  func run(_ sql: String, _ count: Int, _ values: [SQLValue]) throws(PostgresError) {
    guard count > 0 else { return }
    try connection.change(sql, [.integer(stream)] + values)
  }

  private func writeCourses(_ rows: [Facts.Course]) throws(PostgresError) {
    let last = latest(rows, \.code)
    try run(
      """
      INSERT INTO course (stream, seq, code, programme, title, tenths, required)
      SELECT $1, * FROM
        unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[])
      ON CONFLICT (stream, code) DO UPDATE SET seq = excluded.seq,
        programme = excluded.programme, title = excluded.title, tenths = excluded.tenths,
        required = excluded.required
      """, last.count,
      [
        .integers(last.map(\.seq)), .texts(last.map(\.code)), .texts(last.map(\.programme)),
        .texts(last.map(\.title)), .integers(last.map(\.tenths)), .integers(last.map(\.required)),
      ])
  }

  private func writeSessions(_ rows: [Facts.Session]) throws(PostgresError) {
    let last = latest(rows, \.code)
    let added = Dictionary(rows.map { ($0.code, $0.seq) }) { first, _ in first }
    try run(
      """
      INSERT INTO session (stream, seq, code, course, title, day, starts, ends, tenths, added)
      SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::bigint[],
        $7::timestamptz[], $8::timestamptz[], $9::bigint[], $10::bigint[])
      ON CONFLICT (stream, code) DO UPDATE SET seq = excluded.seq, course = excluded.course,
        title = excluded.title, day = excluded.day, starts = excluded.starts,
        ends = excluded.ends, tenths = excluded.tenths
      """, last.count,
      [
        .integers(last.map(\.seq)), .texts(last.map(\.code)), .texts(last.map(\.course)),
        .texts(last.map(\.title)), .integers(last.map(\.day)), .times(last.map(\.starts)),
        .times(last.map(\.ends)), .integers(last.map(\.tenths)),
        .integers(last.map { added[$0.code] }),
      ])
  }

  /// `opened` and `closed` hold the last event of their kind; open means that `opened` is later.
  private func writeMarks(_ rows: [Facts.Mark], column: String) throws(PostgresError) {
    let last = latest(rows, \.code)
    try run(
      """
      UPDATE session SET \(column) = t.seq
      FROM unnest($2::bigint[], $3::text[]) AS t (seq, code)
      WHERE session.stream = $1 AND session.code = t.code
      """, last.count, [.integers(last.map(\.seq)), .texts(last.map(\.code))])
  }

  /// The first time stays, the last reason counts.
  private func writeQuarantine(_ rows: [Facts.Refused]) throws(PostgresError) {
    try run(
      """
      INSERT INTO quarantine (stream, seq, reason, kind, since, program)
      SELECT $1, t.seq, t.reason, t.kind, $5, $6
      FROM unnest($2::bigint[], $3::text[], $4::text[]) AS t (seq, reason, kind)
      ON CONFLICT (stream, seq) DO UPDATE SET reason = excluded.reason, kind = excluded.kind,
        program = excluded.program
      """, rows.count,
      [
        .integers(rows.map(\.seq)),
        .texts(rows.map { String($0.reason.replacing("\0", with: "").prefix(300)) }),
        .texts(rows.map(\.kind)), .time(nowMilliseconds), .text(program),
      ])
  }

  /// The last row of each code: one statement may touch a row only once.
  private func latest<Fact>(_ rows: [Fact], _ code: KeyPath<Fact, String>) -> [Fact] {
    var byCode: [String: Fact] = [:]
    for row in rows { byCode[row[keyPath: code]] = row }
    return Array(byCode.values)
  }
}
