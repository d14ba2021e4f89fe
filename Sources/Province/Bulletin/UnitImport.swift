import Centre
package import Evidence

/// Takes administrative units out of a file into the tables: all of it, or nothing.
package struct UnitImport: Sendable {
  let pool: ConnectionPool

  /// Works on the shared database.
  package init(pool: ConnectionPool) { self.pool = pool }

  /// What a file changes.
  package struct Changes: Equatable, Sendable {
    /// Units that were not there.
    package let added: [BulletinUnit]
    /// Units that stay under code and first day, and say something else.
    package let changed: [BulletinUnit]
    /// Units that are no more.
    package let removed: [BulletinUnit]
    /// How many stay as they are.
    package let unchanged: Int
  }

  /// Takes a file. A code that the file names is held as the file has it, with all its spans; other
  /// codes stay, unless the file is the whole list.
  /// - Parameters:
  ///   - isWhole: units that the file does not name are removed.
  ///   - isDry: looks and changes nothing.
  /// - Throws: `ImportError` with every flaw, `PostgresError`.
  package func take(_ bytes: [UInt8], isWhole: Bool, isDry: Bool) throws -> Changes {
    let file = try UnitFile(bytes)
    return try pool.transaction { connection in
      try connection.execute("LOCK TABLE unit IN EXCLUSIVE MODE")
      let held = try UnitImport.all(connection)
      let named = Set(file.units.map(\.code))
      let kept = isWhole ? [] : held.filter { !named.contains($0.code) }
      try UnitImport.check(file, kept: kept)
      let changes = UnitImport.changes(from: held, to: file.units + kept)
      guard !isDry else { return changes }
      let gone = held.filter { isWhole || named.contains($0.code) }
      try UnitImport.replace(gone, by: file.units, connection)
      return changes
    }
  }

  /// Every unit, by code and time.
  static func all(_ connection: Connection) throws -> [BulletinUnit] {
    try connection.query(
      """
      SELECT code, name, kind, parent, starts, ends, successor FROM unit
      ORDER BY code COLLATE "C", starts
      """
    ).map { row in
      BulletinUnit(
        code: try row.text("code"), name: try row.text("name"), kind: try row.text("kind"),
        parent: try row.optionalText("parent"), fromDay: try row.integer("starts"),
        toDay: try row.optionalInteger("ends"), successor: try row.optionalText("successor"))
    }
  }

  private static func check(_ file: UnitFile, kept: [BulletinUnit]) throws(ImportError) {
    let all = file.units + kept
    guard all.count <= BulletinContent.Limit.units else {
      throw ImportError(
        "There would be \(all.count) units; a bulletin holds \(BulletinContent.Limit.units). "
          + "Import the units of your own province only.")
    }
    let flaws = UnitCheck.flaws(all).map { flaw in
      let isOfFile = flaw.index < file.lines.count
      let unit = all[flaw.index]
      let subject = isOfFile ? "" : "Unit \(unit.code) (\(unit.name)), which is held already: "
      return ImportError.Flaw(
        line: isOfFile ? file.lines[flaw.index] : nil,
        column: isOfFile ? flaw.field.rawValue : nil, message: subject + words(flaw, unit))
    }
    guard flaws.isEmpty else { throw ImportError(flaws) }
  }

  private static func words(_ flaw: UnitCheck.Flaw, _ unit: BulletinUnit) -> String {
    func day(_ days: Int64) -> String { Day(daysSince1970: days).iso }
    return switch flaw.reason {
    case .code: "\"\(unit.code)\" is not a code of 2, 3 or 5 digits."
    case .kind: "\"\(unit.kind)\" is not a kind."
    case .digits(let count):
      "\"\(unit.code)\" has not the \(count) digits that a unit of kind \(unit.kind) has."
    case .parentNeeded(true): "\(unit.code) has no parent. Write the code of its province."
    case .parentNeeded(false): "\(unit.code) is a province and has no parent. Leave it empty."
    case .parentMissing(let code):
      "There is no unit \(code) of a higher tier on \(day(unit.fromDay)). Add it to the file, or "
        + "correct the code or the days."
    case .order: "The last day is before the first, \(day(unit.fromDay)). Correct one of the two."
    case .past:
      "There are no such units after 2025-06-30. Write their last day, or another kind."
    case .overlap(let since):
      "\(unit.code) stands already from \(day(since)) on. End that span the day before this one "
        + "begins."
    case .successorStands:
      "\(unit.code) has a successor and no last day. Write valid_to, or leave successor empty."
    case .successorMissing(let code):
      "There is no unit \(code) on the day after valid_to. Add it to the file, or correct the code."
    case .cycle(let chain):
      "The successors go round: \(chain.joined(separator: ", ")), and back. Correct one of them."
    }
  }

  private static func changes(from held: [BulletinUnit], to new: [BulletinUnit]) -> Changes {
    struct Place: Hashable {
      let code: String
      let fromDay: Int64
    }
    func places(_ units: [BulletinUnit]) -> [Place: BulletinUnit] {
      Dictionary(
        units.map { (Place(code: $0.code, fromDay: $0.fromDay), $0) }, uniquingKeysWith: { $1 })
    }
    let before = places(held)
    let after = places(new)
    var added: [BulletinUnit] = []
    var changed: [BulletinUnit] = []
    for unit in new {
      guard let old = before[Place(code: unit.code, fromDay: unit.fromDay)] else {
        added.append(unit)
        continue
      }
      if old != unit { changed.append(unit) }
    }
    return Changes(
      added: added, changed: changed,
      removed: held.filter { after[Place(code: $0.code, fromDay: $0.fromDay)] == nil },
      unchanged: new.count - added.count - changed.count)
  }

  private static func replace(
    _ old: [BulletinUnit], by new: [BulletinUnit], _ connection: Connection
  ) throws(PostgresError) {
    try connection.change(
      "DELETE FROM unit WHERE code = ANY ($1)", [.texts(Array(Set(old.map(\.code))))])
    try connection.change(
      """
      INSERT INTO unit (code, name, kind, parent, starts, ends, successor)
      SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[],
        $6::bigint[], $7::text[])
      """,
      [
        .texts(new.map(\.code)), .texts(new.map(\.name)), .texts(new.map(\.kind)),
        .texts(new.map(\.parent)), .integers(new.map(\.fromDay)), .integers(new.map(\.toDay)),
        .texts(new.map(\.successor)),
      ])
  }
}
