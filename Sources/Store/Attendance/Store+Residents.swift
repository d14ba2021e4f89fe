package import Centre
package import Evidence
internal import Foundation
internal import GRDB

extension Store {
  /// Adds a resident with a card of the next number. Throws `StoreRefusal` for a bad text or an
  /// identity that another resident has.
  package func addResident(_ new: NewResident, now: ClockReading) throws -> Resident {
    try write("add a resident") { try $0.addResident(new, now: now) }
  }

  /// Changes what is written about a resident; a nil identity keeps the one that is stored.
  package func editResident(
    _ id: Int64, _ new: NewResident, now: ClockReading
  ) throws -> Resident {
    try write("edit a resident") { try $0.editResident(id, new, now: now) }
  }

  /// The resident with this number.
  package func resident(id: Int64) throws -> Resident? {
    try resident(where: "r.id = ?", [id])
  }

  /// The resident with this pseudonym, such as `L000123`.
  package func resident(pseudonym: String) throws -> Resident? {
    guard pseudonym.hasPrefix("L"), let id = Int64(pseudonym.dropFirst()) else { return nil }
    return try resident(id: id)
  }

  /// The resident whose card in use this is.
  package func resident(card: CardCode) throws -> Resident? {
    try resident(where: "c.number = ?", [Int64(card.digits) ?? -1])
  }

  /// The resident with this keyed hash of an identity number.
  package func resident(identityHash: [UInt8]) throws -> Resident? {
    try resident(where: "r.identityHash = ?", [Data(identityHash)])
  }

  /// The resident whom a badge belongs to; `identityHash` is the keyed hash of its number.
  package func resident(badge: Badge, identityHash: [UInt8]?) throws -> Resident? {
    switch badge {
    case .card(let card): try resident(card: card)
    case .identityCard, .identityNumber: try identityHash.flatMap(resident(identityHash:))
    }
  }

  /// A page of the residents and the named guests in the order of their folded names; without heads that
  /// were only counted and without guests who turned out to be residents.
  package func residents(offset: Int, limit: Int) throws -> [Resident] {
    try read("list residents") { db in
      let sql =
        ResidentRow.select + """
           WHERE r.isHead = 0 AND r.mergedInto IS NULL ORDER BY r.folded, r.id LIMIT ? OFFSET ?
          """
      return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [limit, offset])
        .map(ResidentRow.resident)
    }
  }

  /// Residents by their numbers, in that order; unknown ones are left out.
  package func residents(ids: [Int64]) throws -> [Resident] {
    try read("list residents") { db in
      let statement = try db.cachedStatement(sql: ResidentRow.select + " WHERE r.id = ?")
      return try ids.compactMap { id in
        try Row.fetchOne(statement, arguments: [id]).map(ResidentRow.resident)
      }
    }
  }

  /// Calls `body` for each resident in the order of numbers, without holding them all in memory.
  ///
  /// They are read in pages, so `body` may use the store and may take its time.
  package func forEachResident(_ body: (Resident) throws -> Void) throws {
    var last: Int64 = 0
    while true {
      let page = try residents(after: last, limit: 500)
      for resident in page { try body(resident) }
      guard let end = page.last else { return }
      last = end.id
    }
  }

  private func residents(after id: Int64, limit: Int) throws -> [Resident] {
    try read("walk through residents") { db in
      let sql = ResidentRow.select + " WHERE r.id > ? ORDER BY r.id LIMIT ?"
      return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [id, limit])
        .map(ResidentRow.resident)
    }
  }

  /// The number of residents and named guests, each person once.
  package func residentCount() throws -> Int {
    try read("count residents") { db in
      let sql = "SELECT count(*) FROM resident WHERE isHead = 0 AND mergedInto IS NULL"
      return try Int.fetchOne(db.cachedStatement(sql: sql)) ?? 0
    }
  }

  private func resident(
    where condition: String, _ arguments: StatementArguments
  ) throws -> Resident? {
    try read("find a resident") { db in
      let statement = try db.cachedStatement(sql: ResidentRow.select + " WHERE " + condition)
      return try Row.fetchOne(statement, arguments: arguments).map(ResidentRow.resident)
    }
  }
}
