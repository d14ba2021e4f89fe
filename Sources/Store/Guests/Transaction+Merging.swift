internal import Centre
package import Evidence
internal import GRDB

extension Transaction {
  /// Merges a guest into a resident; see `Store.mergeGuest`.
  package func merge(
    guest id: Int64, into residentId: Int64, by user: Int64?, now: ClockReading
  ) throws -> Int64 {
    guard let guest = try resident(id: id), let resident = try resident(id: residentId) else {
      throw StoreRefusal.notFound(.resident)
    }
    let isHolder =
      try row("SELECT 1 FROM certificate WHERE residentId = ? AND state = 'issued'", [id]) != nil
    if let refusal = GuestMerge.refusal(
      guest: guest, resident: resident, holdsCertificate: isHolder)
    {
      throw StoreRefusal.cannotMerge(refusal)
    }
    var fields: [String: CanonicalValue] = [
      "r": .text(guest.pseudonym), "y": .text(resident.pseudonym),
    ]
    if let user { fields["u"] = .integer(user) }
    let seq = try append("resident.merge", fields, now: now)
    let visits = try visits(of: guest.id)
    try forgetName(guest)
    try run(
      "UPDATE resident SET mergedInto = ?, mergeSeq = ? WHERE id = ?", [resident.id, seq, guest.id])
    for visit in visits { try move(visit, to: resident.id, from: guest.id) }
    try recount(guest.id)
    try recount(resident.id)
    return seq
  }

  /// Takes a merge back; see `Store.unmergeGuest`.
  package func unmerge(guest id: Int64, by user: Int64?, now: ClockReading) throws {
    guard let guest = try resident(id: id) else { throw StoreRefusal.notFound(.resident) }
    guard !guest.isErased else { throw StoreRefusal.cannotMerge(.erased) }
    guard try !countsForCertificate(guest) else {
      throw StoreRefusal.cannotMerge(.countsForCertificate)
    }
    try part(guest, by: user, now: now)
  }

  /// Whether a valid certificate of the resident rests on a visit that was written for the guest.
  private func countsForCertificate(_ guest: Resident) throws -> Bool {
    try row(
      """
      SELECT 1 FROM guestVisit g JOIN visit v ON v.id = g.visitId
        JOIN session s ON s.id = v.sessionId
        JOIN certificate x ON x.residentId = v.residentId AND x.courseId = s.courseId
      WHERE g.guestId = ? AND x.state = 'issued' LIMIT 1
      """, [guest.id]) != nil
  }

  /// Parts guests from a person who is about to be erased again: those of whom another history of this
  /// log knows that they are somebody else, since it erased the person without them.
  /// - Parameters:
  ///   - erased: the pseudonyms that it erased.
  ///   - fork: where the histories part; whom this one merged later, only this one knows. Nil for the end.
  func partGuests(
    of resident: Int64, notIn erased: Set<String>, before fork: Int64? = nil, now: ClockReading
  ) throws {
    let found = try rows(
      """
      SELECT id FROM resident WHERE mergedInto = ?1 AND eraseSeq IS NULL
        AND (?2 IS NULL OR mergeSeq < ?2) ORDER BY mergeSeq
      """, [resident, fork])
    for row in found {
      guard let guest = try self.resident(id: row[0]), !erased.contains(guest.pseudonym) else {
        continue
      }
      try part(guest, by: nil, now: now)
    }
  }

  private func part(_ guest: Resident, by user: Int64?, now: ClockReading) throws {
    let id = guest.id
    guard let residentId = guest.mergedInto,
      let merge: Int64 = try row("SELECT mergeSeq FROM resident WHERE id = ?", [id])?[0]
    else { throw StoreRefusal.cannotMerge(.notAGuest) }
    var fields: [String: CanonicalValue] = [
      "r": .text(guest.pseudonym), "i": .integer(merge),
    ]
    if let user { fields["u"] = .integer(user) }
    try append("resident.unmerge", fields, now: now)
    try run("UPDATE resident SET mergedInto = NULL, mergeSeq = NULL WHERE id = ?", [id])
    try rememberName(guest)
    for visit in try visits(of: residentId, writtenFor: id) { try giveBack(visit, to: id) }
    try settle(residentId)
    try recount(guest.id)
    try recount(residentId)
  }

  // MARK: Visits that change hands

  /// A visit whole, counting or spare.
  private struct Kept {
    let id: Int64
    let sessionId: Int64
    let guestId: Int64?
    let source: Int
    let inMilliseconds: Int64
    let outMilliseconds: Int64?
    let outSeq: Int64?
    let hoursTenths: Int64
    let isSpare: Bool
    let told: ToldArrival?

    init(_ row: Row) {
      id = row[0]
      sessionId = row[1]
      guestId = row[2]
      source = row[3]
      inMilliseconds = row[4]
      outMilliseconds = row[5]
      outSeq = row[6]
      hoursTenths = row[7]
      isSpare = row[8]
      told = VisitTold.arrival(row, from: 9)
    }

    var weight: GuestMerge.Visit {
      GuestMerge.Visit(id: id, hoursTenths: hoursTenths, hasLeft: outMilliseconds != nil)
    }
  }

  /// The columns of `Kept` for a visit that counts.
  private static let columns = """
    v.id, v.sessionId, g.guestId, v.source, v.inMs, v.outMs, o.seq, v.hoursTenths, 0, a.arrivedMs,
      a.basis
    """

  /// A guest has a handful of visits; the sessions are walked because visits are found by session.
  private static let counting = """
    SELECT \(columns) FROM session s CROSS JOIN visit v ON v.sessionId = s.id AND v.residentId = ?1
      LEFT JOIN guestVisit g ON g.visitId = v.id LEFT JOIN visitOut o ON o.visitId = v.id
      LEFT JOIN visitTold a ON a.visitId = v.id
    """

  private static let spare = """
    SELECT id, sessionId, guestId, source, inMs, outMs, outSeq, hoursTenths, 1, arrivedMs, basis
    FROM spareVisit WHERE residentId = ?1
    """

  private func visits(of id: Int64) throws -> [Kept] {
    try rows(Transaction.counting, [id]).map(Kept.init)
  }

  /// The visits that were written for a guest and are the resident's now.
  private func visits(of resident: Int64, writtenFor guest: Int64) throws -> [Kept] {
    let counting = try rows(
      """
      SELECT \(Transaction.columns) FROM guestVisit g JOIN visit v ON v.id = g.visitId
        LEFT JOIN visitOut o ON o.visitId = v.id LEFT JOIN visitTold a ON a.visitId = v.id
      WHERE g.guestId = ?1
      """, [guest])
    let spare = try rows(Transaction.spare + " AND guestId = ?2", [resident, guest])
    return (counting + spare).map(Kept.init)
  }

  private func visit(of id: Int64, session: Int64) throws -> Kept? {
    try row(Transaction.counting + " WHERE s.id = ?2", [id, session]).map(Kept.init)
  }

  private func move(_ visit: Kept, to resident: Int64, from guest: Int64) throws {
    let own = try self.visit(of: resident, session: visit.sessionId)
    let all = [visit, own].compactMap { $0 }
    guard GuestMerge.counted(all.map(\.weight))?.id == visit.id else {
      try take(visit)
      return try set(aside: visit, of: resident, writtenFor: guest)
    }
    try take(visit)
    if let own { try take(own) }
    try insert(visit, for: resident, writtenFor: guest)
    if let own { try set(aside: own, of: resident, writtenFor: own.guestId) }
  }

  private func giveBack(_ visit: Kept, to guest: Int64) throws {
    try take(visit)
    try insert(visit, for: guest, writtenFor: nil)
  }

  /// Lets the best of a person's spare visits count where none does.
  /// - Returns: whether there was one; the sums are to be made anew then.
  @discardableResult
  func settle(_ resident: Int64) throws -> Bool {
    let waiting = try rows(
      Transaction.spare + """
         AND NOT EXISTS (SELECT 1 FROM visit v
          WHERE v.sessionId = spareVisit.sessionId AND v.residentId = ?1)
        """, [resident]
    ).map(Kept.init)
    for (_, visits) in Dictionary(grouping: waiting, by: \.sessionId) {
      let best = GuestMerge.counted(visits.map(\.weight))
      guard let visit = visits.first(where: { $0.id == best?.id }) else { continue }
      try take(visit)
      try insert(visit, for: resident, writtenFor: visit.guestId)
    }
    return !waiting.isEmpty
  }

  private func take(_ visit: Kept) throws {
    try run("DELETE FROM \(visit.isSpare ? "spareVisit" : "visit") WHERE id = ?", [visit.id])
  }

  private func insert(_ visit: Kept, for person: Int64, writtenFor guest: Int64?) throws {
    try run(
      """
      INSERT INTO visit (id, sessionId, residentId, source, inMs, outMs, hoursTenths)
        VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        visit.id, visit.sessionId, person, visit.source, visit.inMilliseconds,
        visit.outMilliseconds, visit.hoursTenths,
      ])
    if let seq = visit.outSeq {
      try run("INSERT INTO visitOut (visitId, seq) VALUES (?, ?)", [visit.id, seq])
    }
    if let told = visit.told { try tell(told, of: visit.id) }
    if let guest {
      try run("INSERT INTO guestVisit (visitId, guestId) VALUES (?, ?)", [visit.id, guest])
    }
  }

  private func set(aside visit: Kept, of resident: Int64, writtenFor guest: Int64?) throws {
    try run(
      """
      INSERT INTO spareVisit (id, sessionId, residentId, guestId, source, inMs, outMs, outSeq,
        hoursTenths, arrivedMs, basis) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        visit.id, visit.sessionId, resident, guest, visit.source, visit.inMilliseconds,
        visit.outMilliseconds, visit.outSeq, visit.hoursTenths, visit.told?.milliseconds,
        visit.told?.basis.rawValue,
      ])
  }

  /// Makes a person's sums anew from the visits that count.
  func recount(_ resident: Int64) throws {
    try run("DELETE FROM tally WHERE residentId = ?", [resident])
    try run(
      """
      INSERT INTO tally (residentId, scope, turns, hoursTenths)
      SELECT ?1, scope, count(*), sum(hours) FROM (
        SELECT -s.year AS scope, v.hoursTenths AS hours
        FROM session s CROSS JOIN visit v ON v.sessionId = s.id AND v.residentId = ?1
        UNION ALL
        SELECT s.courseId, v.hoursTenths
        FROM session s CROSS JOIN visit v ON v.sessionId = s.id AND v.residentId = ?1
        WHERE s.courseId IS NOT NULL)
      GROUP BY scope
      """, [resident])
  }
}
