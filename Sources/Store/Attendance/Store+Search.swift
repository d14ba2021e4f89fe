package import Centre
internal import GRDB

extension Store {
  /// The fewest letters that a search begins with.
  package static let minimumSearchLetters = 3
  /// The most that one search looks at.
  package static let searchedAtMost = 200

  /// Residents whose names have words beginning with each word given, marks or not: "do thi hanh"
  /// finds "Đỗ Thị Hạnh". Ten digits find the card, a pseudonym its resident.
  ///
  /// Names with exactly these words come first, then by folded name. Fewer than three letters find
  /// nothing.
  package func residents(matching text: String, limit: Int) throws -> [Resident] {
    if let card = try? CardCode(text) { return try resident(card: card).map { [$0] } ?? [] }
    let words = Name.foldedWords(text)
    guard words.reduce(0, { $0 + $1.count }) >= Store.minimumSearchLetters, limit > 0 else {
      return []
    }
    if words.count == 1, let found = try resident(pseudonym: words[0].uppercased()) {
      return [found]
    }
    return try read("search residents") { db in
      let exact = try Store.search(db, words.map { "\"\($0)\"" })
      guard exact.count < limit else { return Array(exact.prefix(limit)) }
      let known = Set(exact.map(\.id))
      let begun = try Store.search(db, words.map { "\"\($0)\"*" })
      return Array((exact + begun.filter { !known.contains($0.id) }).prefix(limit))
    }
  }

  private static func search(_ db: Database, _ terms: [String]) throws -> [Resident] {
    let sql = """
      WITH hit AS MATERIALIZED
        (SELECT rowid AS id FROM residentName WHERE residentName MATCH ? LIMIT \(searchedAtMost))
      SELECT \(ResidentRow.columns) FROM hit JOIN resident r ON r.id = hit.id
        LEFT JOIN card c ON c.residentId = r.id AND c.isActive = 1
      ORDER BY r.folded, r.id
      """
    return try Row.fetchAll(
      db.cachedStatement(sql: sql), arguments: [terms.joined(separator: " AND ")]
    ).map(ResidentRow.resident)
  }
}
