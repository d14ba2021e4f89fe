package import Centre
package import Evidence
internal import Foundation
internal import GRDB

/// What erasing a person did.
package struct Erasure: Equatable, Sendable {
  /// The name that the log uses for the person.
  package let pseudonym: String
  /// The position of the event.
  package let seq: Int64
}

extension Store {
  /// Erases all that is known of a person but the pseudonym, in one transaction with the event
  /// `resident.erase`. Visits, hours and certificate numbers stay and count; so do the hashes by which
  /// the register's digest, lists and notices are checked. Cards open nothing any more, and prints that
  /// wait are cancelled. Then the bytes are overwritten in the files; where that fails, as on a full
  /// disk, the person is erased all the same, and `overwriteIfDue` does it later.
  ///
  /// - Returns: nil when the person was erased before.
  /// - Throws: `StoreRefusal.notFound(.resident)`, `StoreError`.
  package func eraseResident(
    _ id: Int64, by user: Int64?, reason: ErasureReason, now: ClockReading
  ) throws -> Erasure? {
    let done = try write("erase a person") {
      try $0.erase(resident: id, by: user, reason: reason, now: now)
    }
    if done != nil { _ = try? overwriteIfDue() }
    return done
  }

  /// What is erased here.
  package func erased() throws -> Erased {
    Erased(
      persons: Set(
        try erased("SELECT addSeq, id FROM resident WHERE eraseSeq IS NOT NULL").map {
          ErasedPerson(pseudonym: Resident.pseudonym(id: $0.id), addSeq: $0.seq, leaf: $0.leaf)
        }),
      notices: Set(
        try erased("SELECT id, id FROM notice WHERE forgetSeq IS NOT NULL").map {
          ErasedNotice(seq: $0.seq, leaf: $0.leaf)
        }))
  }

  /// Rows of something that is erased, each by the event that brought it.
  /// - Parameter sql: selects that event's position and the row's number.
  private func erased(_ sql: String) throws -> [(seq: Int64, id: Int64, leaf: Digest)] {
    try read("read what is erased") { db in
      let line = try db.cachedStatement(sql: "SELECT line FROM entry WHERE seq = ?")
      return try Row.fetchAll(db.cachedStatement(sql: sql)).map { row in
        let bytes = try Data.fetchOne(line, arguments: [row[0]]) ?? Data()
        return (row[0], row[1], Merkle.leafHash([UInt8](bytes)))
      }
    }
  }

  /// Erases what of `erased` stands in this log and is not erased in it, as after an old copy was
  /// restored. Who is registered under the same pseudonym but is another person stays.
  /// - Parameter isSetAside: whether this is a copy that nobody works with. In it the guests of a person
  ///   are erased, too; in the database that lives on, those who are not among the persons had been
  ///   parted before the person was erased, and are parted again.
  /// - Returns: how many were erased.
  @discardableResult
  package func eraseAgain(
    _ erased: Erased, isSetAside: Bool = false, now: ClockReading
  ) throws -> Int {
    let missing = try erased.subtracting(self.erased())
    let count =
      try eraseAgain(missing.persons, isSetAside: isSetAside, now: now)
      + forgetAgain(missing.notices, now: now)
    if count > 0 { _ = try? overwriteIfDue() }
    return count
  }

  private func eraseAgain(
    _ persons: Set<ErasedPerson>, isSetAside: Bool, now: ClockReading
  ) throws -> Int {
    let missing = try persons.filter { try isHere($0.leaf, at: $0.addSeq) }
    let pseudonyms = Set(missing.map(\.pseudonym))
    var count = 0
    for person in missing.sorted(by: { $0.addSeq < $1.addSeq }) {
      guard let resident = try resident(pseudonym: person.pseudonym) else { continue }
      let done = try write("erase a person again") { transaction in
        if !isSetAside {
          try transaction.partGuests(of: resident.id, notIn: pseudonyms, now: now)
        }
        return try transaction.erase(resident: resident.id, by: nil, reason: .restored, now: now)
      }
      count += done == nil ? 0 : 1
    }
    return count
  }

  private func forgetAgain(_ notices: Set<ErasedNotice>, now: ClockReading) throws -> Int {
    let missing = try notices.filter { notice in
      try isHere(notice.leaf, at: notice.seq) && self.notice(id: notice.seq) != nil
    }
    for notice in missing.sorted(by: { $0.seq < $1.seq }) {
      try write("forget a notice again") { try $0.forgetNoticeAgain(notice.seq, now: now) }
    }
    return missing.count
  }

  private func isHere(_ leaf: Digest, at seq: Int64) throws -> Bool {
    try lines(from: seq, to: seq + 1).first.map(Merkle.leafHash) == leaf
  }

  /// The names under which prints that show an erased person were written into a folder; without those
  /// that a later print has taken.
  package func papersOfErased() throws -> [String] {
    try read("read the prints of the erased") { db in
      let sql = """
        SELECT DISTINCT j.message FROM resident r
          JOIN printItem i ON i.residentId = r.id
            OR i.certificateId IN (SELECT id FROM certificate WHERE residentId = r.id)
          JOIN printJob j ON j.id = i.jobId
        WHERE r.eraseSeq IS NOT NULL AND j.state = 'done' AND j.printer IS NULL
          AND NOT EXISTS (SELECT 1 FROM printJob l
            WHERE l.id > j.id AND l.message = j.message AND l.state = 'done')
        """
      return try String.fetchAll(db.cachedStatement(sql: sql))
    }
  }

  /// Overwrites what erasing deleted, where an erasure has not seen the end of that yet.
  /// - Returns: whether there was something to do.
  /// - Throws: `StoreError`, as while the disk is full or somebody reads for long; it stays due.
  @discardableResult
  package func overwriteIfDue() throws -> Bool {
    let isDue = try read("read whether something is to be overwritten") { db in
      try Bool.fetchOne(db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM freePage)")) ?? false
    }
    if isDue { try overwrite() }
    return isDue
  }

  /// Erases those who were erased in another history of this kiosk: the persons of `erasedElsewhere` who were
  /// registered before the histories part. Who was registered here later is somebody else.
  /// - Returns: what was erased.
  package func eraseElsewhere(now: ClockReading) throws -> [Erasure] {
    let pseudonyms = try erasedElsewhere()
    guard !pseudonyms.isEmpty, let fork = try epochs().last(where: { $0.fork != nil })?.fork else {
      return []
    }
    let done = try pseudonyms.compactMap { pseudonym -> Erasure? in
      guard let id = try resident(pseudonym: pseudonym)?.id else { return nil }
      return try write("erase a person of both histories") { transaction -> Erasure? in
        let added: Int64? = try transaction.row("SELECT addSeq FROM resident WHERE id = ?", [id])?[
          0]
        guard let added, added < fork else { return nil }
        try transaction.partGuests(of: id, notIn: Set(pseudonyms), before: fork, now: now)
        return try transaction.erase(resident: id, by: nil, reason: .restored, now: now)
      }
    }
    if !done.isEmpty { try overwrite() }
    return done
  }

  /// Sees to it that what was deleted is gone from the files: the log of writes is folded into the file
  /// and cut off, and free pages that an older program left as they were are filled with zeros. Waits
  /// for readers.
  func overwrite() throws {
    try StoreError.wrapping("overwrite what was deleted") {
      try pool.writeWithoutTransaction { db in
        _ = try db.checkpoint(.truncate)
        try Store.fillFreePages(db)
        _ = try db.checkpoint(.truncate)
        try db.execute(sql: "DELETE FROM freePage")
      }
    }
  }

  /// The most bytes of one row of zeros.
  private static let mostZeros = 16 << 20

  private static func fillFreePages(_ db: Database) throws {
    let pages = try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
    let pageSize = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 4096
    guard pages > 0 else { return }
    try db.inTransaction(.immediate) {
      var rest = pages * pageSize
      while rest > 0 {
        let size = min(rest, mostZeros)
        try db.execute(sql: "INSERT INTO freePage (zeros) VALUES (zeroblob(?))", arguments: [size])
        rest -= size
      }
      try db.execute(sql: "DELETE FROM freePage WHERE rowid > 1")
      return .commit
    }
  }
}
