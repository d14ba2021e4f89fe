internal import Centre
internal import GRDB

/// How a resident is selected and read; the card comes from the card in use.
enum ResidentRow {
  static let columns = """
    r.id, r.name, r.birthDay, r.birthYear, r.sex, r.village, r.phone, r.identityLast4, r.isGuest,
    c.number, r.eraseSeq IS NOT NULL, r.isHead, r.mergedInto
    """
  static let tables = "resident r LEFT JOIN card c ON c.residentId = r.id AND c.isActive = 1"
  static let select = "SELECT \(columns) FROM \(tables)"
  /// The number of columns, for queries that select more behind them.
  static let width = 13

  /// Whether the person's values were erased.
  static func isErased(_ row: Row) -> Bool { row[10] }

  /// Reads the columns from the row's start.
  static func resident(_ row: Row) -> Resident {
    let id: Int64 = row[0]
    let birthDay: Int64? = row[2]
    let sex: String? = row[4]
    let number: Int64? = row[9]
    return Resident(
      id: id, pseudonym: Resident.pseudonym(id: id),
      cardDigits: number.map { padded($0, 10) } ?? "", name: row[1],
      birthDay: birthDay.map { Day(daysSince1970: $0) }, birthYear: row[3],
      sex: sex.flatMap(Sex.init(rawValue:)), village: row[5], phone: row[6], identityLast4: row[7],
      isGuest: row[8], isErased: row[10], isHead: row[11],
      mergedInto: row[12])
  }
}
