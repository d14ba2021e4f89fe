package import Centre
package import Evidence
internal import Foundation
internal import GRDB

extension Transaction {
  /// Adds a resident with a card of the next number, and its event `resident.add`.
  ///
  /// A guest gets no card; one without a name is a head that is only counted. Throws `StoreRefusal` for a
  /// bad text or an identity that another resident has.
  package func addResident(_ new: NewResident, now: ClockReading) throws -> Resident {
    let values = try ResidentValues(new, self)
    if let hash = new.identityHash { try refuseTaken(hash, but: 0) }
    let id: Int64 = try row("SELECT coalesce(max(id), 0) + 1 FROM resident")?[0] ?? 1
    let isHead = new.isGuest && values.name.isEmpty
    let card = new.isGuest ? nil : CardCode(sequence: id)
    let seq = try append(
      "resident.add", Transaction.fields(id, new),
      personal: values.personal + (card.map { [("card", $0.digits)] } ?? []), now: now)
    try run(
      """
      INSERT INTO resident (id, name, folded, birthDay, birthYear, sex, village, phone,
        identityHash, identityLast4, isGuest, isHead, addSeq)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        id, values.name, values.folded, values.birthDay, values.birthYear, values.sex,
        values.village, values.phone, new.identityHash.map { Data($0) }, new.identityLast4,
        new.isGuest, isHead, seq,
      ])
    if let card { try give(card, to: id) }
    if !isHead {
      try run("INSERT INTO residentName (rowid, folded) VALUES (?, ?)", [id, values.folded])
    }
    guard let added = try resident(id: id) else { throw StoreRefusal.notFound(.resident) }
    return added
  }

  private func give(_ card: CardCode, to id: Int64) throws {
    try run(
      "INSERT INTO card (number, residentId, isActive) VALUES (?, ?, 1)",
      [Int64(card.digits) ?? 0, id])
  }

  /// What `resident.add` and `resident.edit` say in clear: `g` is 1 for a guest, 2 for a head that is
  /// only counted.
  private static func fields(_ id: Int64, _ new: NewResident) -> [String: CanonicalValue] {
    var fields: [String: CanonicalValue] = ["r": .text(Resident.pseudonym(id: id))]
    if new.isGuest { fields["g"] = .integer(Name.tidied(new.name).isEmpty ? 2 : 1) }
    return fields
  }

  /// Changes what is written about a resident, with its event `resident.edit`.
  ///
  /// A nil identity keeps the one that is stored. A guest who is one no more gets a card; a resident
  /// never becomes a guest again. Throws `StoreRefusal` as `addResident`.
  package func editResident(
    _ id: Int64, _ new: NewResident, now: ClockReading
  ) throws -> Resident {
    guard let old = try resident(id: id), !old.isErased, old.mergedInto == nil else {
      throw StoreRefusal.notFound(.resident)
    }
    var new = new
    new.isGuest = new.isGuest && old.isGuest
    let values = try ResidentValues(new, self)
    if let hash = new.identityHash { try refuseTaken(hash, but: id) }
    let card = old.cardDigits.isEmpty && !new.isGuest ? CardCode(sequence: id) : nil
    try append(
      "resident.edit", Transaction.fields(id, new),
      personal: values.personal + (card.map { [("card", $0.digits)] } ?? []), now: now)
    try forgetName(old)
    if let card { try give(card, to: id) }
    try run(
      """
      UPDATE resident SET name = ?, folded = ?, birthDay = ?, birthYear = ?, sex = ?, village = ?,
        phone = ?, identityHash = coalesce(?, identityHash),
        identityLast4 = coalesce(?, identityLast4), isGuest = ?, isHead = ? WHERE id = ?
      """,
      [
        values.name, values.folded, values.birthDay, values.birthYear, values.sex, values.village,
        values.phone, new.identityHash.map { Data($0) }, new.identityLast4, new.isGuest,
        new.isGuest && values.name.isEmpty, id,
      ])
    guard let edited = try resident(id: id) else { throw StoreRefusal.notFound(.resident) }
    try rememberName(edited)
    return edited
  }

  /// Takes a name out of the search; heads and merged guests are not in it.
  func forgetName(_ person: Resident) throws {
    guard !person.isHead, person.mergedInto == nil else { return }
    try run(
      "INSERT INTO residentName (residentName, rowid, folded) VALUES ('delete', ?, ?)",
      [person.id, Name.folded(person.name)])
  }

  /// Lets the search find a name again.
  func rememberName(_ person: Resident) throws {
    guard !person.isHead else { return }
    try run(
      "INSERT INTO residentName (rowid, folded) VALUES (?, ?)",
      [person.id, Name.folded(person.name)])
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
}
