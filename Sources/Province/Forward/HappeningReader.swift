import Evidence

/// Reads events of one log and looks up in the counted tables what their statements say beside them.
///
/// All of it in one transaction: the tables hold everything up to the projector's watermark, and the
/// events read lie below it.
struct HappeningReader {
  /// A statement that another event has taken back, whether the store has it or it is set aside.
  struct Void: Equatable {
    let stream: Int64
    let seq: Int64
    /// The event that did so.
    let voiderSeq: Int64
  }

  let lineage: Lineage
  let centre: Happening.Centre
  let connection: Connection

  /// What these events tell, in order, and which statements they make void.
  func read(_ rows: [Row]) throws -> (happenings: [Happening], voids: [Void]) {
    var facts = Facts()
    var clocks: [Int64: ClockReading] = [:]
    for row in rows {
      let seq = try row.integer("seq")
      facts.take(try row.bytes("line"), seq: seq)
      clocks[seq] = facts.clock
    }
    let corrected = try TimeBounds.all(
      stream: lineage.own.stream, seqs: clocks.keys.sorted(), connection)
    let times = clocks.reduce(into: [:]) {
      $0[$1.key] = EventTime(claimed: $1.value, corrected: corrected[$1.key])
    }
    let visits = try visits(facts, times)
    let undos = try undos(facts.undos, times)
    let papers = try papers(facts, times)
    return (
      (visits + undos.happenings + papers).sorted {
        ($0.place.seq, $0.part) < ($1.place.seq, $1.part)
      }, undos.voids
    )
  }

  private func happening(
    _ seq: Int64, part: UInt8 = 0, _ times: [Int64: EventTime], told: Int64? = nil,
    _ what: Happening.What
  ) -> Happening? {
    times[seq].map {
      let time = EventTime(claimed: $0.claimed, corrected: $0.corrected, told: told)
      return Happening(
        place: lineage.place(seq), part: part, time: time, centre: centre, what: what)
    }
  }

  // MARK: Visits

  private func visits(
    _ facts: Facts, _ times: [Int64: EventTime]
  ) throws -> [Happening] {
    let all = facts.visits + facts.departures
    let learners = try learners(all.map(\.resident))
    let sessions = try sessions(all.map(\.session))
    let arrivals = try arrivals(facts.departures)
    let came = facts.visits.compactMap { visit -> Happening? in
      guard let learner = learners[visit.resident], let session = sessions[visit.session]
      else { return nil }
      return happening(
        visit.seq, times, told: visit.toldMilliseconds, .attended(learner, session))
    }
    let left = facts.departures.compactMap { visit -> Happening? in
      guard let learner = learners[visit.resident], let session = sessions[visit.session]
      else { return nil }
      let stayed = arrivals[visit.seq].flatMap { times[visit.seq]?.milliseconds(since: $0) }
      return happening(visit.seq, times, .exited(learner, session, stayedMilliseconds: stayed))
    }
    return came + left
  }

  /// A pseudonym belongs to the log in which its resident was added.
  private func learners(_ pseudonyms: [String]) throws -> [String: Happening.Learner] {
    let rows = try connection.query(
      "SELECT pseudonym, seq FROM resident WHERE stream = $1 AND pseudonym = ANY($2)",
      [.integer(lineage.own.stream), .texts(Array(Set(pseudonyms)))])
    var logs: [String: LogID] = [:]
    for row in rows {
      logs[try row.text("pseudonym")] = lineage.owner(of: try row.integer("seq")).log
    }
    return pseudonyms.reduce(into: [:]) {
      $0[$1] = Happening.Learner(log: logs[$1] ?? lineage.own.log, pseudonym: $1)
    }
  }

  private func sessions(_ codes: [String]) throws -> [String: Happening.Session] {
    let rows = try connection.query(
      "SELECT code, title, course FROM session WHERE stream = $1 AND code = ANY($2)",
      [.integer(lineage.own.stream), .texts(Array(Set(codes)))])
    let courses = try courses(rows.compactMap { try $0.optionalText("course") })
    var sessions: [String: Happening.Session] = [:]
    for code in codes {
      sessions[code] = Happening.Session(
        log: lineage.root.log, code: code, title: nil, course: nil)
    }
    for row in rows {
      let code = try row.text("code")
      sessions[code] = Happening.Session(
        log: lineage.root.log, code: code, title: try row.text("title"),
        course: try row.optionalText("course").flatMap { courses[$0] })
    }
    return sessions
  }

  private func courses(_ codes: [String]) throws -> [String: Happening.Course] {
    let rows = try connection.query(
      "SELECT code, title FROM course WHERE stream = $1 AND code = ANY($2)",
      [.integer(lineage.own.stream), .texts(Array(Set(codes)))])
    return try rows.reduce(into: [:]) { courses, row in
      let code = try row.text("code")
      courses[code] = Happening.Course(
        log: lineage.root.log, code: code, title: try row.text("title"))
    }
  }

  /// When each departure's learner had come, by the departure's position: the pairing is that of
  /// `FactWriter.writeDepartures`.
  private func arrivals(_ departures: [Facts.Visit]) throws -> [Int64: EventTime] {
    let pairs = try connection.query(
      """
      SELECT u.seq, (
        SELECT max(v.seq) FROM visit v WHERE v.stream = $1 AND v.resident = u.resident
          AND v.session = u.session AND v.seq < u.seq
          AND (v.undone IS NULL OR v.undone > u.seq)) AS visit
      FROM unnest($2::bigint[], $3::text[], $4::text[]) AS u (seq, resident, session)
      """,
      [
        .integer(lineage.own.stream), .integers(departures.map(\.seq)),
        .texts(departures.map(\.resident)), .texts(departures.map(\.session)),
      ])
    var visitOf: [Int64: Int64] = [:]
    for row in pairs { visitOf[try row.integer("seq")] = try row.optionalInteger("visit") }
    let times = try times(of: Array(Set(visitOf.values)))
    return visitOf.compactMapValues { times[$0] }
  }

  /// The times of earlier events.
  private func times(of seqs: [Int64]) throws -> [Int64: EventTime] {
    var times: [Int64: EventTime] = [:]
    for (stream, seqs) in lineage.byOwner(seqs) {
      let corrected = try TimeBounds.all(stream: stream, seqs: seqs, connection)
      let rows = try connection.query(
        "SELECT seq, line FROM event WHERE stream = $1 AND seq = ANY($2)",
        [.integer(stream), .integers(seqs)])
      for row in rows {
        let seq = try row.integer("seq")
        let event = try Event(line: try row.bytes("line"))
        times[seq] = EventTime(
          claimed: event.clock, corrected: corrected[seq], told: Facts.told(EventFields(event)))
      }
    }
    return times
  }

  // MARK: What was taken back

  private func undos(
    _ undos: [Facts.Pointer], _ times: [Int64: EventTime]
  ) throws -> (happenings: [Happening], voids: [Void]) {
    let departures = try departures(of: undos.map(\.target))
    let sent = try sent(
      undos.map(\.target) + departures.values, kinds: ["visit.in", "visit.out"])
    var happenings: [Happening] = []
    var voids: [Void] = []
    for undo in undos {
      // Taking back a coming takes back the leaving that followed.
      let targets = [undo.target] + [departures[undo.target]].compactMap { $0 }
      for (part, target) in targets.enumerated() {
        let void = Void(
          stream: lineage.owner(of: target).stream, seq: target, voiderSeq: undo.seq)
        let isRepeated = voids.contains { $0.stream == void.stream && $0.seq == target }
        guard let standing = sent[target], !isRepeated, try !isVoid(void) else { continue }
        voids.append(void)
        guard standing == .stored else { continue }
        happenings += [
          happening(
            undo.seq, part: UInt8(part), times, .tookBack(lineage.place(target).statementID()))
        ].compactMap { $0 }
      }
    }
    return (happenings, voids)
  }

  private func departures(of visits: [Int64]) throws -> [Int64: Int64] {
    let rows = try connection.query(
      """
      SELECT seq, departure FROM visit
      WHERE stream = $1 AND seq = ANY($2) AND departure IS NOT NULL
      """, [.integer(lineage.own.stream), .integers(visits)])
    return try rows.reduce(into: [:]) {
      $0[try $1.integer("seq")] = try $1.integer("departure")
    }
  }

  private enum Standing {
    case stored
    case aside
  }

  /// Where the statements of earlier events are; an event of another kind, one that was not understood
  /// when its turn came and one from before the beginning have none.
  private func sent(_ seqs: [Int64], kinds: [String]) throws -> [Int64: Standing] {
    var found: [Int64: Standing] = [:]
    for (stream, seqs) in lineage.byOwner(seqs) {
      let rows = try connection.query(
        """
        SELECT e.seq, EXISTS (
          SELECT FROM "forwardAside" a WHERE a.stream = e.stream AND a.seq = e.seq AND a.part = 0
        ) AS aside
        FROM event e JOIN forward f ON f.stream = e.stream AND e.seq >= f.first
        WHERE e.stream = $1 AND e.seq = ANY($2) AND e.kind = ANY($3)
          AND NOT EXISTS (SELECT FROM quarantine q WHERE q.stream = e.stream AND q.seq = e.seq)
          AND NOT EXISTS (
            SELECT FROM "forwardSkipped" k WHERE k.stream = e.stream AND k.seq = e.seq)
        """, [.integer(stream), .integers(seqs), .texts(kinds)])
      for row in rows {
        found[try row.integer("seq")] = try row.boolean("aside") ? .aside : .stored
      }
    }
    return found
  }

  /// Whether another event than this one has made the statement void.
  private func isVoid(_ void: Void) throws -> Bool {
    try !connection.query(
      """
      SELECT FROM "forwardVoid" WHERE stream = $1 AND seq = $2
        AND (voider, "voiderSeq") <> ($3::bigint, $4)
      """,
      [
        .integer(void.stream), .integer(void.seq),
        .integer(lineage.owner(of: void.voiderSeq).stream), .integer(void.voiderSeq),
      ]
    ).isEmpty
  }

  // MARK: Certificates

  private func papers(
    _ facts: Facts, _ times: [Int64: EventTime]
  ) throws -> [Happening] {
    let learners = try learners(facts.certificates.map(\.resident))
    let courses = try courses(facts.certificates.map(\.course))
    let earned = facts.certificates.compactMap { row -> Happening? in
      guard let learner = learners[row.resident] else { return nil }
      let paper = Happening.Paper(
        issue: lineage.place(row.seq), number: row.number, course: courses[row.course],
        hoursTenths: row.tenths)
      return happening(row.seq, times, .earned(learner, paper))
    }
    return try earned + revocations(facts.cancellations, times)
  }

  /// Only the cancellation that counts, of a certificate whose statement is in the store.
  private func revocations(
    _ cancellations: [Facts.Cancellation], _ times: [Int64: EventTime]
  ) throws -> [Happening] {
    let targets = cancellations.map(\.target)
    let sent = try sent(targets, kinds: ["certificate.issue"])
    let rows = try connection.query(
      """
      SELECT seq, number, course, tenths, cancelled FROM certificate
      WHERE stream = $1 AND seq = ANY($2)
      """, [.integer(lineage.own.stream), .integers(targets.filter { sent[$0] == .stored })])
    let courses = try courses(rows.map { try $0.text("course") })
    let replacements = cancellations.reduce(into: [:]) { $0[$1.seq] = $1.replacement }
    return try rows.compactMap { row in
      guard let cancelled = try row.optionalInteger("cancelled"), times[cancelled] != nil
      else { return nil }
      let paper = Happening.Paper(
        issue: lineage.place(try row.integer("seq")), number: try row.text("number"),
        course: courses[try row.text("course")], hoursTenths: try row.integer("tenths"))
      return happening(
        cancelled, times, .revoked(paper, replacement: replacements[cancelled] ?? nil))
    }
  }
}
