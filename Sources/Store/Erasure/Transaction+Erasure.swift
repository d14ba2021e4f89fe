internal import Centre
internal import Evidence
internal import Foundation
internal import GRDB

extension Transaction {
  /// Erases a resident's values; see `Store.eraseResident`.
  func erase(
    resident id: Int64, by user: Int64?, reason: ErasureReason, now: ClockReading
  ) throws -> Erasure? {
    guard var person = try resident(id: id) else { throw StoreRefusal.notFound(.resident) }
    guard !person.isErased else { return nil }
    // After a restore exactly those are erased who were; else a merged guest is the resident.
    if reason != .restored, let own = try person.mergedInto.flatMap(resident(id:)), !own.isErased {
      person = own
    }
    // Whoever is erased is erased under every name that the log has for the person.
    let guests = try rows("SELECT id FROM resident WHERE mergedInto = ?", [person.id])
    for row in guests {
      guard let guest = try resident(id: row[0]), !guest.isErased else { continue }
      _ = try erase(guest, by: user, reason: reason, now: now)
    }
    return try erase(person, by: user, reason: reason, now: now)
  }

  private func erase(
    _ person: Resident, by user: Int64?, reason: ErasureReason, now: ClockReading
  ) throws -> Erasure {
    if reason == .consent { try withdrawConsents(of: person, now: now) }
    var fields: [String: CanonicalValue] = [
      "r": .text(person.pseudonym), "w": .text(reason.rawValue),
    ]
    if let user { fields["u"] = .integer(user) }
    let seq = try append("resident.erase", fields, now: now)
    try forgetValues(of: person)
    try blank(person, seq: seq)
    try blankCertificates(of: person)
    try cancelPrints(of: person, nowMilliseconds: now.wallMilliseconds)
    try overwriteLater()
    return Erasure(pseudonym: person.pseudonym, seq: seq)
  }

  /// Notes that bytes wait to be overwritten in the files too; see `Store.overwriteIfDue`.
  func overwriteLater() throws {
    try run("INSERT OR IGNORE INTO freePage (rowid, zeros) VALUES (1, x'00')")
  }

  /// Removes the personal values of all of a person's events. The lines are canonical, so that the
  /// pseudonym stands in each in the same letters; that an event is about the person is read from it.
  private func forgetValues(of person: Resident) throws {
    let mark = Data("\"r\":\"\(person.pseudonym)\"".utf8)
    let found = try rows(
      """
      SELECT seq, line FROM entry WHERE seq IN (SELECT seq FROM personal) AND instr(line, ?) > 0
      """, [mark])
    for row in found {
      let line: Data = row[1]
      guard try Event(line: [UInt8](line)).fields["r"]?.text == person.pseudonym else { continue }
      let seq: Int64 = row[0]
      try run("DELETE FROM personal WHERE seq = ?", [seq])
    }
  }

  private func blank(_ person: Resident, seq: Int64) throws {
    try forgetName(person)
    // Deleting only marks the words; they go when the index is written anew.
    try run("INSERT INTO residentName (residentName) VALUES ('optimize')")
    try run("UPDATE card SET isActive = 0 WHERE residentId = ?", [person.id])
    try run(
      """
      UPDATE resident SET eraseSeq = ?, name = ?, folded = ?, birthDay = NULL, birthYear = NULL,
        sex = NULL, village = '', phone = '', identityHash = NULL, identityLast4 = NULL WHERE id = ?
      """, [seq, person.pseudonym, Name.folded(person.pseudonym), person.id])
  }

  private func blankCertificates(of person: Resident) throws {
    let select = CertificateRow.select + " WHERE x.residentId = ?"
    for certificate in try rows(select, [person.id]).map(CertificateRow.certificate) {
      let left = ErasedToken(of: certificate.token)
      let sheet = certificate.sheet.erased(pseudonym: person.pseudonym)
      try run(
        """
        UPDATE certificate SET holderName = ?, token = x'00', sheet = ?, leaf = ?, identity = ?
          WHERE id = ?
        """,
        [
          person.pseudonym, try CertificateRow.json(sheet), Data(left.leaf.bytes),
          Data(left.identity.bytes), certificate.id,
        ])
    }
  }

  /// Takes the person's prints that have not come out from the queue; a print for several persons
  /// goes on without this one.
  private func cancelPrints(of person: Resident, nowMilliseconds: Int64) throws {
    let jobs = try rows(
      """
      SELECT i.jobId, EXISTS
        (SELECT 1 FROM printItem o LEFT JOIN certificate y ON y.id = o.certificateId
         WHERE o.jobId = i.jobId AND coalesce(o.residentId, y.residentId) <> ?1)
      FROM printItem i JOIN printJob j ON j.id = i.jobId
        LEFT JOIN certificate x ON x.id = i.certificateId
      WHERE coalesce(i.residentId, x.residentId) = ?1
        AND j.state IN ('waiting', 'printing', 'sent')
      GROUP BY i.jobId
      """, [person.id])
    for row in jobs where !(row[1] as Bool) {
      try cancelJob(row[0], nowMilliseconds: nowMilliseconds)
    }
  }
}
