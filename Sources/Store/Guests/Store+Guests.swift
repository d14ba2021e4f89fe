package import Centre
package import Evidence
internal import GRDB

/// A guest as the desk lists them.
package struct GuestRow: Equatable, Sendable {
  /// The guest.
  package let guest: Resident
  /// Visits, all years.
  package let visits: Int
  /// When the guest came first, as far as the clock tells, wall milliseconds.
  package let arrivedMilliseconds: Int64
}

/// A guest who turned out to be a resident, as the resident's page shows it.
package struct MergedGuest: Equatable, Sendable {
  /// The guest.
  package let guest: Resident
  /// The event with which the two were merged.
  package let seq: Int64
  /// When that was, wall milliseconds.
  package let atMilliseconds: Int64
}

extension Store {
  /// Counts somebody without a card, durably: adds the guest, the consent and the visit in one
  /// transaction, or asks for a session first and writes nothing.
  ///
  /// `arrival` is the key of the form, 16 random bytes: the same form sent again adds nobody and is
  /// answered with its visit. Nil when that visit was taken back meanwhile. Throws `StoreRefusal`.
  package func checkIn(
    guest: NewGuest, arrival: [UInt8], session: String?, source: CheckInSource, now: ClockReading
  ) throws -> CheckInAnswer? {
    try write("check in a guest") { transaction in
      try transaction.checkIn(
        guest: guest, arrival: arrival, session: session, source: source, now: now)
    }
  }

  /// Says that a guest is a resident: the guest's visits count for the resident from now on. Where both
  /// were at one session, one visit counts (`GuestMerge.counted`). Nothing in the log changes; the event
  /// `resident.merge` names both.
  /// - Returns: the event's position.
  /// - Throws: `StoreRefusal.notFound`, `.cannotMerge`.
  @discardableResult
  package func mergeGuest(
    _ guest: Int64, into resident: Int64, by user: Int64?, now: ClockReading
  ) throws -> Int64 {
    try write("merge a guest") { transaction in
      try transaction.merge(guest: guest, into: resident, by: user, now: now)
    }
  }

  /// Takes a merge back by the event `resident.unmerge`: each visit counts again for whom it was written.
  /// Refused while a valid certificate of the resident rests on one of the guest's.
  /// - Throws: `StoreRefusal.notFound`, `.cannotMerge`.
  package func unmergeGuest(_ guest: Int64, by user: Int64?, now: ClockReading) throws {
    try write("take a merge back") { transaction in
      try transaction.unmerge(guest: guest, by: user, now: now)
    }
  }

  /// A page of the guests who are not yet known as residents, the latest first; heads among them only
  /// when asked for.
  package func guests(
    withHeads: Bool = false, offset: Int = 0, limit: Int
  ) throws -> [GuestRow] {
    try read("list guests") { db in
      let sql = """
        SELECT \(ResidentRow.columns), r.addSeq,
          (SELECT coalesce(sum(turns), 0) FROM tally WHERE residentId = r.id AND scope < 0)
        FROM \(ResidentRow.tables)
        WHERE r.isGuest = 1 AND r.mergedInto IS NULL AND r.eraseSeq IS NULL
          AND r.isHead <= ? ORDER BY r.id DESC LIMIT ? OFFSET ?
        """
      let rows = try Row.fetchAll(
        db.cachedStatement(sql: sql), arguments: [withHeads, limit, offset])
      let times = try Store.times(of: rows.map { $0[ResidentRow.width] }, db)
      return rows.map { row in
        GuestRow(
          guest: ResidentRow.resident(row), visits: row[ResidentRow.width + 1],
          arrivedMilliseconds: times[row[ResidentRow.width]]?.best ?? 0)
      }
    }
  }

  /// How many guests wait to be known as residents, and how many heads were only counted.
  package func guestCounts() throws -> (named: Int, heads: Int) {
    try read("count guests") { db in
      let sql = """
        SELECT count(*) FILTER (WHERE isHead = 0), count(*) FILTER (WHERE isHead = 1)
        FROM resident WHERE isGuest = 1 AND mergedInto IS NULL AND eraseSeq IS NULL
        """
      let row = try Row.fetchOne(db.cachedStatement(sql: sql))
      return (row?[0] ?? 0, row?[1] ?? 0)
    }
  }

  /// The guests who turned out to be this resident, the latest merge first.
  package func guests(mergedInto resident: Int64) throws -> [MergedGuest] {
    try read("read a resident's merges") { db in
      let sql = """
        SELECT \(ResidentRow.columns), r.mergeSeq, CAST(e.line AS TEXT) ->> '$.t'
        FROM \(ResidentRow.tables) JOIN entry e ON e.seq = r.mergeSeq
        WHERE r.mergedInto = ? ORDER BY r.mergeSeq DESC
        """
      return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [resident]).map { row in
        MergedGuest(
          guest: ResidentRow.resident(row), seq: row[ResidentRow.width],
          atMilliseconds: row[ResidentRow.width + 1])
      }
    }
  }

  /// The consents of a person, the latest first, with the words that were read.
  package func consents(resident id: Int64) throws -> [Consent] {
    try read("read consents") { db in
      let sql = """
        SELECT c.seq, c.purpose, t.language, t.text, c.givenMs, c.withdrawSeq IS NOT NULL
        FROM consent c JOIN consentText t ON t.digest = c.digest
        WHERE c.residentId = ? ORDER BY c.seq DESC
        """
      return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [id]).map { row in
        Consent(
          seq: row[0],
          text: ConsentText(purpose: row[1], language: row[2], text: row[3]),
          givenMilliseconds: row[4], isWithdrawn: row[5])
      }
    }
  }
}
