package import Centre
package import Evidence
internal import Foundation
internal import GRDB

extension Transaction {
  /// Adds a resident with a card of the next number, and its event `resident.add`.
  ///
  /// Throws `StoreRefusal` for a bad text or an identity that another resident has.
  package func addResident(_ new: NewResident, now: ClockReading) throws -> Resident {
    let values = try ResidentValues(new, self)
    if let hash = new.identityHash { try refuseTaken(hash, but: 0) }
    let id: Int64 = try row("SELECT coalesce(max(id), 0) + 1 FROM resident")?[0] ?? 1
    let card = CardCode(sequence: id)
    var fields: [String: CanonicalValue] = ["r": .text(Resident.pseudonym(id: id))]
    if new.isGuest { fields["g"] = .integer(1) }
    let seq = try append(
      "resident.add", fields, personal: values.personal + [("card", card.digits)], now: now)
    try run(
      """
      INSERT INTO resident (id, name, folded, birthDay, birthYear, sex, village, phone,
        identityHash, identityLast4, isGuest, addSeq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        id, values.name, values.folded, values.birthDay, values.birthYear, values.sex,
        values.village, values.phone, new.identityHash.map { Data($0) }, new.identityLast4,
        new.isGuest, seq,
      ])
    try run(
      "INSERT INTO card (number, residentId, isActive) VALUES (?, ?, 1)",
      [Int64(card.digits) ?? 0, id])
    try run("INSERT INTO residentName (rowid, folded) VALUES (?, ?)", [id, values.folded])
    return values.resident(id: id, new)
  }

  /// Changes what is written about a resident, with its event `resident.edit`.
  ///
  /// A nil identity keeps the one that is stored. Throws `StoreRefusal` as `addResident`.
  package func editResident(
    _ id: Int64, _ new: NewResident, now: ClockReading
  ) throws -> Resident {
    guard let old = try resident(id: id), !old.isErased else {
      throw StoreRefusal.notFound(.resident)
    }
    let values = try ResidentValues(new, self)
    if let hash = new.identityHash { try refuseTaken(hash, but: id) }
    var fields: [String: CanonicalValue] = ["r": .text(old.pseudonym)]
    if new.isGuest { fields["g"] = .integer(1) }
    try append("resident.edit", fields, personal: values.personal, now: now)
    try run(
      "INSERT INTO residentName (residentName, rowid, folded) VALUES ('delete', ?, ?)",
      [id, Name.folded(old.name)])
    try run(
      """
      UPDATE resident SET name = ?, folded = ?, birthDay = ?, birthYear = ?, sex = ?, village = ?,
        phone = ?, identityHash = coalesce(?, identityHash),
        identityLast4 = coalesce(?, identityLast4), isGuest = ? WHERE id = ?
      """,
      [
        values.name, values.folded, values.birthDay, values.birthYear, values.sex, values.village,
        values.phone, new.identityHash.map { Data($0) }, new.identityLast4, new.isGuest, id,
      ])
    try run("INSERT INTO residentName (rowid, folded) VALUES (?, ?)", [id, values.folded])
    guard let edited = try resident(id: id) else { throw StoreRefusal.notFound(.resident) }
    return edited
  }

  /// The resident with this number, as this transaction sees it.
  package func resident(id: Int64) throws -> Resident? {
    try row(ResidentRow.select + " WHERE r.id = ?", [id]).map(ResidentRow.resident)
  }

  private func refuseTaken(_ hash: [UInt8], but id: Int64) throws {
    let found = try row(
      "SELECT id FROM resident WHERE identityHash = ? AND id <> ?", [Data(hash), id])
    guard found == nil else { throw StoreRefusal.taken(field: "identity") }
  }
}

/// A resident's values, checked and tidied.
private struct ResidentValues {
  let name: String
  let folded: String
  let birthDay: Int64?
  let birthYear: Int?
  let sex: String?
  let village: String
  let phone: String
  let personal: [(String, String)]

  init(_ new: NewResident, _ transaction: Transaction) throws {
    let limits = transaction.settings.limits
    name = try transaction.text(
      new.name, "name", limit: limits.name, isRequired: !new.isGuest)
    folded = Name.folded(name)
    birthDay = new.birthDay?.daysSince1970
    birthYear = new.birthDay?.year ?? new.birthYear
    sex = new.sex?.rawValue
    village = try transaction.text(new.village, "village", limit: limits.text)
    phone = try transaction.text(new.phone, "phone", limit: limits.code)
    if let birthYear {
      guard (1880...2200).contains(birthYear) else { throw StoreRefusal.outOfRange(field: "birth") }
    }
    if let hash = new.identityHash {
      guard hash.count == 32 else { throw StoreRefusal.outOfRange(field: "identity") }
    }
    if let last = new.identityLast4 {
      guard last.utf8.count == 4, last.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
        throw StoreRefusal.outOfRange(field: "identity")
      }
    }
    personal = [
      ("name", name), ("birth", new.birthDay?.iso ?? birthYear.map(String.init) ?? ""),
      ("sex", sex ?? ""), ("village", village), ("phone", phone),
      ("identity", new.identityHash.map(Hex.encode) ?? ""),
    ].filter { !$0.1.isEmpty }
  }

  func resident(id: Int64, _ new: NewResident) -> Resident {
    Resident(
      id: id, pseudonym: Resident.pseudonym(id: id), cardDigits: CardCode(sequence: id).digits,
      name: name, birthDay: new.birthDay, birthYear: birthYear, sex: new.sex, village: village,
      phone: phone, identityLast4: new.identityLast4, isGuest: new.isGuest)
  }
}
